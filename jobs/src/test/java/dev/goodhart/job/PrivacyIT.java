package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that names a person or quotes one comes through from raw logs to the lake. */
class PrivacyIT {
  private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.]+");
  private static final Pattern LOGIN = Pattern.compile("\"(?:login|username)\":\"([^\"]+)\"");
  private static final Pattern PATH =
      Pattern.compile("file_path\\\\\":\\s*\\\\\"([^\\\\\"]+)\\\\\"");
  private static final Pattern PROMPT =
      Pattern.compile("\"prompt\",\"value\":\\{\"stringValue\":\"([^\"]+)\"");

  @Test
  void shouldLeaveNoTraceOfPeopleOrTheirWords(@TempDir Path folder) throws IOException {
    Path raw = folder.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(8, 4).withSeed(5),
        raw,
        folder.resolve("truth.csv"),
        line -> {});
    Set<String> secrets = secrets(raw);
    assertThat(secrets).anyMatch(text -> text.contains("@")).hasSizeGreaterThan(20);

    TestRun run = new TestRun(raw.toString(), folder.resolve("lake").toString());
    LocalDate first = LocalDate.of(2026, 1, 5);
    run.run(Pipeline.JOBS, new Days(first, first.plusDays(4)));

    StringBuilder lake = new StringBuilder();
    for (Table table : Tables.ALL) {
      run.rows(table).forEach(row -> lake.append(row.mkString("\n")).append('\n'));
    }
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      for (Path file : files.toList()) {
        lake.append(folder.relativize(file)).append('\n');
        if (Files.isRegularFile(file) && !file.toString().endsWith(".parquet")) {
          lake.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    String everything = lake.toString().toLowerCase(Locale.ROOT);
    assertThat(secrets).filteredOn(everything::contains).isEmpty();
  }

  private static Set<String> secrets(Path raw) throws IOException {
    Set<String> secrets = new HashSet<>();
    try (Stream<Path> files = Files.walk(raw)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : lines(file)) {
          for (Pattern pattern : List.of(EMAIL, LOGIN, PATH, PROMPT)) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
              String found = matcher.group(matcher.groupCount()).toLowerCase(Locale.ROOT);
              // The deliveries' sender is the platform, and nobody's login.
              boolean person = !found.equals("github") && !found.startsWith("<");
              if (found.length() > 5 && person) {
                secrets.add(found);
              }
            }
          }
        }
      }
    }
    return secrets;
  }

  private static List<String> lines(Path file) throws IOException {
    if (!file.toString().endsWith(".gz")) {
      return Files.readAllLines(file);
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
