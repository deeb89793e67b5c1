package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisationTest {
  private static final SampleOptions OPTIONS = SampleOptions.defaults().withSeed(7);
  private static final LocalDate ANNOUNCED = OPTIONS.start().plusDays(SampleOptions.ANNOUNCED_ON);

  @TempDir static Path shared;
  @TempDir Path folder;

  private static RawWorld world;
  private static Summary summary;

  @BeforeAll
  static void writeTheDefaultOrganisation() throws IOException {
    Path truth = shared.resolve("truth.csv");
    summary = Organisation.write(OPTIONS, shared.resolve("raw"), truth, message -> {});
    world = RawWorld.read(shared.resolve("raw"), truth);
  }

  /** A whole organisation is too much to be kept while all other tests run. */
  @AfterAll
  static void forgetTheOrganisation() {
    world = null;
  }

  @Test
  void shouldAgreeWithTheTruth() {
    assertThat(world.sessions.keySet()).isEqualTo(world.truth.keySet());
    world.truth.forEach(
        (session, truth) -> {
          List<RawWorld.Seen> events = world.sessions.get(session);
          List<RawWorld.Seen> calls =
              events.stream().filter(event -> event.name().equals("api_request")).toList();
          assertThat(calls).as(session).hasSize((int) truth.calls());
          assertThat(calls.stream().mapToDouble(RawWorld.Seen::cost).sum())
              .as(session)
              .isEqualTo(truth.cost(), within(1e-6));
          assertThat(Instant.ofEpochMilli(events.get(0).at()))
              .as(session)
              .isEqualTo(truth.startedAt());
        });
  }

  @Test
  void shouldSayWhatItWrote() {
    long events = world.sessions.values().stream().mapToLong(List::size).sum();

    assertThat(summary.sessions()).isEqualTo(world.truth.size());
    assertThat(summary.events()).isEqualTo(events);
    assertThat(summary.outcomes()).isEqualTo(world.outcomes.size());
    assertThat(summary.reviews()).isEqualTo(world.reviews.size());
    assertThat(summary.gaming()).isEqualTo(gaming().size());
  }

  @Test
  void shouldShowEveryKind() {
    Set<String> kinds =
        world.truth.values().stream().map(RawWorld.Truth::kind).collect(Collectors.toSet());

    assertThat(kinds).containsAll(Stream.of(Kind.values()).map(Kind::text).toList());
  }

  @Test
  void shouldShowOnlyTheArchetypesAskedFor() throws IOException {
    SampleOptions options =
        OPTIONS
            .withSize(20, 28)
            .withSeed(3)
            .withGaming(0.1, 0.5)
            .withArchetypes(Set.of("churn", "keep_alive"))
            .withAutomations(0)
            .withReviews(0);

    Organisation.write(options, folder.resolve("raw"), folder.resolve("truth.csv"), m -> {});

    RawWorld written = RawWorld.read(folder.resolve("raw"), folder.resolve("truth.csv"));
    assertThat(
            written.truth.values().stream()
                .filter(truth -> truth.label().equals("tokenmaxxing"))
                .map(RawWorld.Truth::kind))
        .containsOnly("churn", "keep_alive");
    assertThat(written.reviews).isEmpty();
  }

  @Test
  void shouldGameAboutAsOftenAsAskedAndNeverBeforeTheAnnouncement() {
    double share = (double) gaming().size() / world.truth.size();

    assertThat(share).isEqualTo(OPTIONS.gamingShare(), within(0.015));
    assertThat(gaming())
        .allSatisfy(
            truth ->
                assertThat(LocalDate.ofInstant(Instant.parse(truth.startedAt()), ZoneOffset.UTC))
                    .isAfterOrEqualTo(ANNOUNCED));
  }

  @Test
  void shouldLeaveMostOfAGamersSessionsHonest() {
    Set<String> gamers = gaming().stream().map(RawWorld.Truth::user).collect(Collectors.toSet());
    List<RawWorld.Truth> theirs =
        world.truth.values().stream().filter(truth -> gamers.contains(truth.user())).toList();

    assertThat(gaming().size()).isLessThan(theirs.size() / 2);
    assertThat(gamers.size()).isBetween(OPTIONS.users() / 10, OPTIONS.users() / 2);
  }

  @Test
  void shouldLandSomeRecordsTwiceAndSomeLate() {
    long kept = world.sessions.values().stream().mapToLong(List::size).sum();
    double doubled = (double) (world.usageRecords - kept) / kept;
    double late =
        world.sessions.values().stream()
                .flatMap(List::stream)
                .filter(event -> !event.landed().contains(folderOf(event.at())))
                .count()
            / (double) kept;

    assertThat(doubled).isBetween(0.005, 0.03);
    assertThat(late).isBetween(0.005, 0.04);
    assertThat(world.outcomeLines).isGreaterThan(world.outcomes.size());
  }

  @Test
  void shouldPushEveryCommitThatASessionNames() {
    List<String> named =
        world.sessions.values().stream()
            .flatMap(List::stream)
            .map(event -> event.fields().getOrDefault("tool_parameters", ""))
            .filter(parameters -> parameters.contains("git_commit_id"))
            .map(parameters -> parameters.replaceAll(".*git_commit_id\":\"([0-9a-f]+)\".*", "$1"))
            .toList();
    Set<String> pushed =
        world.branches.values().stream()
            .flatMap(branch -> branch.commits.stream())
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(100);
    // What was pushed at the very end may land after the organisation's time.
    assertThat(named.stream().filter(pushed::contains).count())
        .isGreaterThan(named.size() * 97L / 100);
  }

  @Test
  void shouldReviewDearSessionsMostly() {
    double cost =
        world.truth.values().stream().mapToDouble(RawWorld.Truth::cost).average().orElseThrow();
    double reviewedCost =
        world.reviews.stream()
            .mapToDouble(review -> world.truth.get(review.path("session_id").asText()).cost())
            .average()
            .orElseThrow();

    assertThat(reviewedCost).isGreaterThan(1.3 * cost);
    assertThat((double) world.reviews.size() / world.truth.size()).isBetween(0.05, 0.12);
  }

  @ParameterizedTest
  @CsvSource({
    "TOKENMAXXING, tokenmaxxing, 0.665",
    "TOKENMAXXING, legitimate, 0.285",
    "LEGITIMATE, tokenmaxxing, 0.019",
    "LEGITIMATE, unsure, 0.05",
    "RUNAWAY, runaway, 0.57",
  })
  void shouldErrAtTheStatedRates(Kind.Label label, String verdict, double expected) {
    Draw draw = Draw.of(1, "reviews");
    int drawn = 20_000;

    long given =
        IntStream.range(0, drawn)
            .filter(i -> Reviewers.verdict(label, draw).equals(verdict))
            .count();

    assertThat((double) given / drawn).isEqualTo(expected, within(0.012));
  }

  @Test
  void shouldHoldSomethingForThePrivacyTestToFind() throws IOException {
    List<String> texts = new ArrayList<>();
    world.sessions.values().stream()
        .flatMap(List::stream)
        .forEach(
            event ->
                texts.add(
                    event.fields().getOrDefault("prompt", "")
                        + event.fields().getOrDefault("tool_parameters", "")));

    assertThat(texts)
        .anyMatch(text -> text.startsWith(Texts.MARKER))
        .anyMatch(text -> text.startsWith("sha256:"))
        .anyMatch(text -> text.startsWith("<REDACTED>"))
        .anyMatch(text -> text.contains("\"full_command\""))
        .anyMatch(text -> text.contains("\"file_path\":\"/home/"));
    assertThat(Files.readAllLines(shared.resolve("raw/identities.csv")))
        .hasSize(1 + OPTIONS.users() + OPTIONS.automations())
        .startsWith("email,login,team,role");
  }

  @Test
  void shouldWriteTheSameBytesForTheSameSeedAndOthersForAnother() throws Exception {
    SampleOptions small = OPTIONS.withSize(12, 20);

    Map<String, String> first = write(small, "first");
    Map<String, String> second = write(small, "second");
    Map<String, String> other = write(small.withSeed(8), "other");

    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void shouldGiveAPersonTheSameDaysWhateverComesAfter() throws Exception {
    SampleOptions small = OPTIONS.withSize(12, 10);
    SampleOptions honest = OPTIONS.withSize(12, 20).withSeed(7).withGaming(0, 0.5);

    Map<String, String> shorter = write(small, "shorter");
    Map<String, String> longer = write(honest, "longer");

    // The announcement comes after these days, so neither it nor the length of time changes them.
    assertThat(shorter.entrySet().stream().filter(file -> file.getKey().startsWith("raw/")))
        .allSatisfy(file -> assertThat(longer).contains(file));
  }

  @Test
  void shouldRefuseATruthFileInsideTheRawRoot() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Organisation.write(
                    OPTIONS, folder.resolve("raw"), folder.resolve("raw/truth.csv"), m -> {}))
        .withMessageContaining("inside the raw root");
    assertThat(folder.resolve("raw")).doesNotExist();
  }

  @Test
  void shouldRefuseARawRootThatHoldsSomething() throws IOException {
    Files.writeString(folder.resolve("here"), "already");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Organisation.write(OPTIONS, folder, shared.resolve("other.csv"), m -> {}))
        .withMessageContaining("is not empty");
  }

  private Map<String, String> write(SampleOptions options, String name)
      throws IOException, NoSuchAlgorithmException {
    Path root = folder.resolve(name);
    Organisation.write(options, root.resolve("raw"), root.resolve("truth.csv"), message -> {});
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        hashes.put(root.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    }
    return hashes;
  }

  private static List<RawWorld.Truth> gaming() {
    return world.truth.values().stream()
        .filter(truth -> truth.label().equals("tokenmaxxing"))
        .toList();
  }

  private static String folderOf(long at) {
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "year=%04d/month=%02d/day=%02d",
        day.getYear(),
        day.getMonthValue(),
        day.getDayOfMonth());
  }
}
