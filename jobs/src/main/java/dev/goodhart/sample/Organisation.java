package dev.goodhart.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A made-up organisation that writes raw logs, day by day. Memory holds one session, the people
 * with their few open branches, and one open file for each landing day of the next few weeks; it
 * does not grow with days.
 */
public final class Organisation {
  private static final String TRUTH_HEADER =
      "session_id,user,team,kind,label,started_at,cost_usd,calls,"
          + "input_tokens,cache_read_tokens,cache_write_tokens,output_tokens,role\n";

  private static final double LATE = 0.015;
  private static final double DOUBLED = 0.015;
  private static final int LATEST_DAYS = 3;
  private static final int MOST_IN_A_BATCH = 64;

  private final SampleOptions options;
  private final Consumer<String> progress;
  private final Fitted fitted = Fitted.load();
  private final LocalDate last;
  private final UsageLog usage;
  private final Landing outcomes;
  private final Landing reviewed;
  private final Deliveries deliveries;
  private final Reviewers reviewers;
  private final BufferedWriter truth;

  private long sessions;
  private long gaming;
  private long events;
  private long outcomeCount;
  private long reviewCount;

  private Organisation(
      SampleOptions options, Path out, BufferedWriter truth, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
    this.truth = truth;
    this.last = options.start().plusDays(options.days() - 1L);
    this.usage =
        UsageLogs.of(
            options.formats(), out.resolve("usage"), (prefix, name) -> landing(prefix, name, true));
    this.outcomes = landing(out.resolve("outcomes/github"), "events", true);
    this.reviewed = landing(out.resolve("reviews"), "reviews", false);
    this.deliveries = new Deliveries(fitted, this::deliver, options.seed());
    this.reviewers = new Reviewers(options, fitted);
  }

  private Landing landing(Path prefix, String name, boolean gzip) {
    return new Landing(prefix, name, gzip, options.start(), last);
  }

  /**
   * Writes raw logs and the truth about them. Equal options give equal bytes.
   *
   * @param out the raw root; it must not hold anything yet
   * @param truth CSV file outside {@code out}: one row a session
   * @param progress told once a week of days, and at the end
   * @throws IllegalArgumentException if the places cannot be used as they are
   */
  public static Summary write(
      SampleOptions options, Path out, Path truth, Consumer<String> progress) throws IOException {
    Path root = out.toAbsolutePath().normalize();
    Path answers = truth.toAbsolutePath().normalize();
    check(root, answers);
    Files.createDirectories(root);
    if (answers.getParent() != null) {
      Files.createDirectories(answers.getParent());
    }
    try (BufferedWriter rows = Files.newBufferedWriter(answers, StandardCharsets.UTF_8)) {
      rows.write(TRUTH_HEADER);
      Organisation organisation = new Organisation(options, root, rows, progress);
      return organisation.run(root);
    }
  }

  private static void check(Path out, Path truth) throws IOException {
    if (truth.startsWith(out)) {
      throw new IllegalArgumentException(
          "the truth file "
              + truth
              + " lies inside the raw root "
              + out
              + ", where the detector would read it; name a file elsewhere");
    }
    if (Files.isDirectory(truth)) {
      throw new IllegalArgumentException(
          "the truth file " + truth + " is a folder; name a file in it");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IllegalArgumentException("the raw root " + out + " is a file; name a folder");
    }
    if (Files.isDirectory(out)) {
      try (Stream<Path> held = Files.list(out)) {
        if (held.findAny().isPresent()) {
          throw new IllegalArgumentException(
              "the raw root " + out + " is not empty; name a new folder, or empty it");
        }
      }
    }
  }

  private Summary run(Path root) throws IOException {
    try (usage;
        outcomes;
        reviewed) {
      Staff staff = new Staff(options);
      Tells tells = Tells.of(options);
      List<Worker> workers =
          IntStream.range(0, staff.size())
              .mapToObj(index -> new Worker(options, tells, staff.person(index), staff))
              .toList();
      identities(root, workers);
      for (int day = 0; day < options.days(); day++) {
        play(day, workers);
        LocalDate done = options.start().plusDays(day);
        usage.closeBefore(done);
        outcomes.closeBefore(done);
        reviewed.closeBefore(done);
        if (day % 7 == 6 || day == options.days() - 1) {
          progress.accept(
              String.format(
                  Locale.ROOT,
                  "day %d of %d: %,d sessions, %,d events",
                  day + 1,
                  options.days(),
                  sessions,
                  events));
        }
      }
    }
    return new Summary(sessions, gaming, events, outcomeCount, reviewCount, bytes(root));
  }

  private static void identities(Path root, List<Worker> workers) throws IOException {
    try (BufferedWriter rows =
        Files.newBufferedWriter(root.resolve("identities.csv"), StandardCharsets.UTF_8)) {
      rows.write("email,login,team,role\n");
      for (Worker worker : workers) {
        rows.write(Staff.identity(worker.person()) + "\n");
      }
    }
  }

  private void play(int day, List<Worker> workers) throws IOException {
    List<Task> givenUp = new ArrayList<>();
    for (Worker worker : workers) {
      Task colleagues = colleague(worker, workers);
      for (SessionPlan plan : worker.day(day, colleagues, givenUp)) {
        play(plan);
      }
    }
    Instant now = options.start().plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    for (Task task : givenUp) {
      deliveries.finish(task, now);
    }
    workers.forEach(Worker::endDay);
  }

  /** The branch, as of last night, of the next person in the same team. */
  private static Task colleague(Worker worker, List<Worker> workers) {
    int next = worker.person().index() + 1;
    boolean sameTeam =
        next < workers.size() && workers.get(next).person().team().equals(worker.person().team());
    return sameTeam ? workers.get(next).published() : null;
  }

  private void play(SessionPlan plan) throws IOException {
    SessionScript.Played played = SessionScript.play(plan, fitted);
    Landed landed = land(plan, played);
    Instant ended = Instant.ofEpochMilli(played.events().get(played.events().size() - 1).at());
    deliveries.worked(plan, played.commits(), ended);
    if (landed.events == 0) {
      return;
    }
    sessions++;
    events += landed.events;
    gaming += plan.kind().gaming() ? 1 : 0;
    reviewers.review(
        plan,
        landed.micros / 1e6,
        ended,
        (at, line) -> reviewCount += reviewed.write(day(at), line) ? 1 : 0);
    truth.write(
        String.format(
            Locale.ROOT,
            "%s,%s,%s,%s,%s,%s,%.6f,%d,%d,%d,%d,%d,%s\n",
            plan.id(),
            plan.person().login(),
            plan.person().team(),
            plan.kind().text(),
            plan.kind().label().text(),
            landed.first,
            landed.micros / 1e6,
            landed.calls,
            landed.input,
            landed.cacheRead,
            landed.cacheWrite,
            landed.output,
            plan.person().role()));
  }

  /** What of a session landed before the organisation's time was over. */
  private static final class Landed {
    private long events;
    private long calls;
    private long micros;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private Instant first;
  }

  private Landed land(SessionPlan plan, SessionScript.Played played) throws IOException {
    Draw draw = Draw.of(plan.seed(), "land");
    Landed landed = new Landed();
    List<Delivery> arrived = new ArrayList<>();
    List<Event> all = played.events();
    long window = 1000L * plan.person().client().exportSeconds();
    int from = 0;
    while (from < all.size()) {
      int to = from + 1;
      while (to < all.size()
          && to - from < MOST_IN_A_BATCH
          && all.get(to).at() - all.get(from).at() < window
          && day(all.get(to).at()).equals(day(all.get(from).at()))) {
        to++;
      }
      List<Event> batch = all.subList(from, to);
      LocalDate on = day(batch.get(0).at());
      LocalDate lands = draw.chance(LATE) ? on.plusDays(1 + draw.below(LATEST_DAYS)) : on;
      LocalDate again =
          draw.chance(DOUBLED) ? lands.plusDays(draw.chance(0.5) ? 0 : 1 + draw.below(2)) : null;
      if (!lands.isAfter(last)) {
        arrived.add(new Delivery(batch, from + 1, lands, again));
        count(batch, landed);
      }
      from = to;
    }
    usage.write(plan, played.terminal(), arrived);
    return landed;
  }

  private static void count(List<Event> batch, Landed landed) {
    for (Event event : batch) {
      landed.events++;
      landed.calls += event.call() ? 1 : 0;
      landed.micros += event.costMicros();
      if (event.call()) {
        landed.input += event.number("input_tokens");
        landed.cacheRead += event.number("cache_read_tokens");
        landed.cacheWrite += event.number("cache_creation_tokens");
        landed.output += event.number("output_tokens");
      }
      if (landed.first == null) {
        landed.first = Instant.ofEpochMilli(event.at());
      }
    }
  }

  private void deliver(Instant at, byte[] line) throws IOException {
    Draw draw = Draw.of(options.seed(), "delivery", line.length, at, line[line.length / 2]);
    LocalDate on = day(at);
    LocalDate lands = draw.chance(LATE) ? on.plusDays(1 + draw.below(LATEST_DAYS)) : on;
    outcomeCount += outcomes.write(lands, line) ? 1 : 0;
    if (draw.chance(DOUBLED)) {
      outcomes.write(lands.plusDays(draw.chance(0.5) ? 0 : 1 + draw.below(2)), line);
    }
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static LocalDate day(long at) {
    return day(Instant.ofEpochMilli(at));
  }

  private static long bytes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
