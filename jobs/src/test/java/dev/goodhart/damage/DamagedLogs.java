package dev.goodhart.damage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Raw logs as a bad month leaves them, out of whole ones: lines in any order, one in five delivered
 * twice, one in ten days late, files that break off and are delivered whole a day later, empty
 * files, files that are no gzip, and broken lines of every {@link Damage}. Every record of the
 * whole logs is still to be had. The same seed damages the same way.
 */
public final class DamagedLogs {
  /** The setting {@code ingest.max_line_bytes} to read them with. */
  public static final int MAX_LINE_BYTES = 20_000;

  private static final double DOUBLED = 0.2;
  private static final double LATE = 0.1;
  private static final double CUT_FILES = 0.25;
  private static final int MOST_DAYS_LATE = 7;
  private static final String USAGE = "usage/claude_code";
  private static final Pattern DAY = Pattern.compile("year=(\\d+)/month=(\\d+)/day=(\\d+)");

  /**
   * What stands on a line, and the reason for which it must be rejected; null where it is whole.
   */
  private static final class Line {
    private final byte[] bytes;
    private final String reason;

    Line(byte[] bytes, String reason) {
      this.bytes = bytes;
      this.reason = reason;
    }
  }

  /**
   * Lines that must be rejected, as {@code file:line reason}, and what can't be told to the line,
   * as {@code file reason}.
   */
  public record Expected(List<String> lines, List<String> files) {}

  private final Path from;
  private final Path to;
  private final Random random;
  private final List<String> rejectedLines = new ArrayList<>();
  private final List<String> rejectedFiles = new ArrayList<>();

  private DamagedLogs(Path from, Path to, long seed) {
    this.from = from;
    this.to = to;
    this.random = new Random(seed);
  }

  /**
   * Writes damaged logs.
   *
   * @param from a raw root with whole logs
   * @param to a raw root to be
   * @param brokenLines how many lines are broken
   */
  public static Expected write(Path from, Path to, int brokenLines, long seed) throws IOException {
    DamagedLogs damaged = new DamagedLogs(from, to, seed);
    damaged.write(brokenLines);
    return new Expected(damaged.rejectedLines, damaged.rejectedFiles);
  }

  private void write(int brokenLines) throws IOException {
    // By the folder of a landing day.
    Map<String, List<Line>> days = new TreeMap<>();
    List<UsageLine> calls = new ArrayList<>();
    for (Path file : logs()) {
      String folder = from.relativize(file.getParent()).toString();
      List<String> lines = lines(file);
      if (folder.startsWith(USAGE)) {
        lines.forEach(line -> UsageLine.firstCall(line).ifPresent(calls::add));
      }
      if (random.nextDouble() < CUT_FILES) {
        writeCut(folder, lines);
        deliver(later(folder, 1), lines, days);
      } else {
        deliver(folder, lines, days);
      }
    }
    breakLines(brokenLines, calls, days);
    for (Map.Entry<String, List<Line>> day : days.entrySet()) {
      write(day.getKey(), day.getValue());
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      return files.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    }
  }

  private void deliver(String folder, List<String> lines, Map<String, List<Line>> days) {
    for (String line : lines) {
      Line whole = new Line(line.getBytes(UTF_8), null);
      boolean late = random.nextDouble() < LATE;
      into(days, late ? later(folder) : folder).add(whole);
      if (random.nextDouble() < DOUBLED) {
        into(days, random.nextBoolean() ? later(folder) : folder).add(whole);
      }
    }
  }

  private void breakLines(int brokenLines, List<UsageLine> calls, Map<String, List<Line>> days) {
    List<String> usage = days.keySet().stream().filter(day -> day.startsWith(USAGE)).toList();
    Damage[] kinds = Damage.values();
    for (int i = 0; i < brokenLines; i++) {
      Damage damage = kinds[i % kinds.length];
      UsageLine call = calls.get(random.nextInt(calls.size()));
      into(days, usage.get(random.nextInt(usage.size())))
          .add(new Line(damage.of(call, random), damage.reason()));
    }
  }

  private void write(String folder, List<Line> lines) throws IOException {
    String file = folder + "/logs.json.gz";
    Collections.shuffle(lines, random);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      text.write(line.bytes);
      text.write('\n');
      if (line.reason != null) {
        rejectedLines.add(file + ":" + (i + 1) + " " + line.reason);
      }
    }
    write(file, gzip(text.toByteArray()));
    write(folder + "/empty.json.gz", new byte[0]);
    write(folder + "/rubbish.json.gz", "never compressed".getBytes(UTF_8));
    rejectedFiles.add(folder + "/rubbish.json.gz file_truncated");
  }

  private void writeCut(String folder, List<String> lines) throws IOException {
    byte[] whole = gzip((String.join("\n", lines) + "\n").getBytes(UTF_8));
    String file = folder + "/cut.json.gz";
    write(file, Arrays.copyOf(whole, 20 + random.nextInt(whole.length - 20)));
    rejectedFiles.add(file + " file_truncated");
  }

  private void write(String file, byte[] content) throws IOException {
    Path path = to.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  private String later(String folder) {
    return later(folder, 1 + random.nextInt(MOST_DAYS_LATE));
  }

  private static String later(String folder, int days) {
    Matcher day = DAY.matcher(folder);
    if (!day.find()) {
      throw new IllegalArgumentException("no landing day in " + folder);
    }
    LocalDate landed =
        LocalDate.of(
            Integer.parseInt(day.group(1)),
            Integer.parseInt(day.group(2)),
            Integer.parseInt(day.group(3)));
    LocalDate later = landed.plusDays(days);
    return day.replaceFirst(
        String.format(
            "year=%d/month=%02d/day=%02d",
            later.getYear(), later.getMonthValue(), later.getDayOfMonth()));
  }

  private static List<Line> into(Map<String, List<Line>> days, String folder) {
    return days.computeIfAbsent(folder, fresh -> new ArrayList<>());
  }

  private static List<String> lines(Path gzip) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(gzip))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(text);
    }
    return compressed.toByteArray();
  }
}
