package dev.goodhart.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goodhart.SparkTest;
import dev.goodhart.cli.GoodhartProcess;
import dev.goodhart.privacy.Secrets.Kind;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that names a person or quotes one comes through from raw logs to what a run leaves. */
class PrivacyIT {
  private static final String KEY = "the pseudonym key of the tests, 40 bytes";
  private static final int DAYS = 2;

  @TempDir private Path folder;

  @Test
  void shouldLeaveNoTraceOfPeopleOrTheirWordsInWhateverARunLeaves() throws IOException {
    // Given: enough reviews for a model to be kept, and lines that nobody can read.
    Path raw = folder.resolve("raw");
    Path truth = folder.resolve("truth.csv");
    Organisation.write(
        SampleOptions.defaults().withSize(6, DAYS).withSeed(5), raw, truth, line -> {});
    review(raw, truth);
    Secrets secrets = Secrets.of(raw);
    for (Kind kind : Kind.values()) {
      assertThat(secrets.of(kind)).as(kind.name()).isNotEmpty();
    }
    spoil(raw, secrets);

    // When
    Path left = Files.createDirectories(folder.resolve("left"));
    Path lake = left.resolve("lake");
    GoodhartProcess.Ended ended = new GoodhartProcess(left).run(KEY, pipeline(raw, lake));

    // Then
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(lake.resolve("ml_models")).as("a model was kept").isNotEmptyDirectory();
    assertThat(names(left)).anyMatch(name -> name.endsWith(".checkpoint.parquet"));
    assertThat(names(left)).anyMatch(name -> name.endsWith("spark.log"));
    assertThat(secrets.below(left)).isEmpty();
  }

  @Test
  void shouldFindWhatIsPlantedWhereverItLies() throws IOException {
    // Given
    Path raw = Files.createDirectories(folder.resolve("raw/reviews/date=2026-01-05"));
    Files.writeString(
        raw.resolve("reviews.jsonl"),
        "{\"reviewer\": \"Zoe@corp.example\", \"note\": \"middling long words that nobody may see\"}");
    Secrets secrets = Secrets.of(raw);
    Path left = Files.createDirectories(folder.resolve("left"));
    parquet(left.resolve("dictionary"), "zoe@corp.example", true);
    parquet(left.resolve("plain"), "middling long words that nobody may see", false);
    Files.writeString(
        Files.createDirectories(left.resolve("_delta_log")).resolve("00000000000000000000.json"),
        "{\"add\":{\"stats\":\"{\\\"maxValues\\\":{\\\"x\\\":\\\"middling long words that nobody m\\\"}}\"}}");
    Files.writeString(left.resolve("spark.log"), "no file at /users/ZOE@corp.example");
    Files.createDirectories(left.resolve("user=zoe@corp.example"));

    // When
    List<String> found = secrets.below(left);

    // Then
    assertThat(found)
        .anyMatch(line -> line.matches("(?i)dictionary/.*parquet: dictionary of text: .*zoe.*"))
        .anyMatch(line -> line.matches("(?i)dictionary/.*parquet: statistics of text: .*zoe.*"))
        .anyMatch(line -> line.matches("(?i)plain/.*parquet: page of text: .*middling.*"))
        .noneMatch(line -> line.matches("(?i)plain/.*parquet: statistics of text: .*"))
        .anyMatch(line -> line.matches("(?i)_delta_log/.*json: as it lies: .*middling.*"))
        .anyMatch(line -> line.matches("(?i)spark.log: as it lies: .*zoe.*"))
        .anyMatch(line -> line.matches("(?i)user=zoe.*: its name: .*zoe.*"));
    assertThat(found).noneMatch(line -> line.matches("(?i)dictionary/.*: page of .*"));
  }

  private static List<String> pipeline(Path raw, Path lake) {
    LocalDate first = SampleOptions.defaults().start();
    List<String> arguments =
        new ArrayList<>(List.of("pipeline", "--raw", raw.toString(), "--lake", lake.toString()));
    arguments.addAll(List.of("--from", first.toString(), "--to", first.plusDays(DAYS).toString()));
    for (String setting :
        List.of(
            "train.min_reviews=1",
            "train.min_positives=1",
            "train.folds=2",
            "train.trees=3",
            "train.max_depth=2",
            "train.holdout_days=1",
            "spark.databricks.delta.properties.defaults.checkpointInterval=1",
            "spark.sql.codegen.wholeStage=false",
            "spark.sql.codegen.factoryMode=NO_CODEGEN")) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments;
  }

  /** A verdict on each session, every third of them tokenmaxxing. */
  private static void review(Path raw, Path truth) throws IOException {
    List<String> sessions =
        Files.readAllLines(truth).stream().skip(1).map(line -> line.split(",", -1)[0]).toList();
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      lines.add(
          json.writeValueAsString(
              Map.of(
                  "session_id", sessions.get(i),
                  "verdict", i % 3 == 0 ? "tokenmaxxing" : "legitimate",
                  "reviewer", "rita.reviewer@corp.example",
                  "reviewed_at", "2026-01-06T12:00:00Z",
                  "note", "talked it over with the team")));
    }
    Files.write(landing(raw, "reviews").resolve("more.jsonl"), lines);
  }

  /** A line cut off in the middle of a prompt, and records of no known shape. */
  private static void spoil(Path raw, Secrets secrets) throws IOException {
    String line = lineWithPrompt(raw, secrets);
    int prompt = line.indexOf("stringValue", line.indexOf("\"prompt\""));
    Files.write(
        landing(raw, "usage/claude_code").resolve("spoilt.jsonl"),
        List.of(
            line.substring(0, prompt + 60),
            line.replace("resourceLogs", "resourceBlogs"),
            line.replace("event.timestamp", "event.thyme").replace("UnixNano", "UnixNan")));
  }

  private static String lineWithPrompt(Path raw, Secrets secrets) throws IOException {
    try (Stream<Path> files = Files.walk(raw.resolve("usage"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Secrets.text(file).split("\n", -1)) {
          Set<String> told = secrets.in(line.getBytes(StandardCharsets.UTF_8));
          if (told.stream().anyMatch(secrets.of(Kind.PROMPT)::contains)) {
            return line;
          }
        }
      }
    }
    throw new IllegalStateException("no prompt in " + raw);
  }

  private static Path landing(Path raw, String prefix) throws IOException {
    return Files.createDirectories(
        raw.resolve(prefix + "/date=" + SampleOptions.defaults().start().plusDays(1)));
  }

  /** A file of one column that holds the secret in the middle of the alphabet, or at its end. */
  private static void parquet(Path path, String secret, boolean dictionary) {
    List<String> texts =
        Stream.concat(
                Stream.of(secret),
                IntStream.range(0, 200).mapToObj(i -> (i % 2 == 0 ? "aaa " : "yyy ") + i % 20))
            .toList();
    Dataset<?> rows =
        SparkTest.session()
            .createDataset(texts, Encoders.STRING())
            .select(functions.col("value").as("text"));
    rows.coalesce(1)
        .write()
        .option("parquet.enable.dictionary", String.valueOf(dictionary))
        .option("compression", "zstd")
        .parquet(path.toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).toList();
    }
  }
}
