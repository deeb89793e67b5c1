package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.cli.GoodhartProcess;
import dev.goodhart.cli.GoodhartProcess.Ended;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.Reviews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewIT extends SparkTest {
  @TempDir private Path folder;

  @Test
  void shouldLandAVerdictThatTheNextRunReads() throws IOException {
    // Given
    Files.createDirectories(raw());
    String lake = folder.resolve("lake").toString();

    // When
    Ended ended = review("s1", "Legitimate", "--reviewer", "rita", "--note", "she wrote a parser");

    // Then
    assertThat(ended.code()).as(String.join(" ", ended.err())).isZero();
    assertThat(String.join(" ", ended.out())).startsWith("noted; the run over ");

    TestRun run = new TestRun(raw().toString(), lake);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    run.run(List.of(new IngestJob()), new Days(today.minusDays(1), today.plusDays(1)));

    assertThat(run.rows(Reviews.TABLE)).hasSize(1);
    Row review = run.rows(Reviews.TABLE).get(0);
    assertThat(review.<String>getAs("session_id")).isEqualTo("s1");
    assertThat(review.<String>getAs("verdict")).isEqualTo("legitimate");
    assertThat(review.<Timestamp>getAs("reviewed_at").toInstant())
        .isBetween(
            today.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(), java.time.Instant.now());
    assertThat(review.<String>getAs("reviewer_id"))
        .isNotBlank()
        .isNotEqualTo(Pseudonyms.UNKNOWN_PERSON);
    assertThat(review.toString()).doesNotContain("rita", "parser");

    // And a session that no log told of is refused where the lake is named
    Ended mistyped = review("s2", "unsure", "--reviewer", "rita", "--lake", lake);
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(String.join(" ", mistyped.err())).contains("the lake tells of no session s2");
  }

  private Path raw() {
    return folder.resolve("raw");
  }

  private Ended review(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("review"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--raw", raw().toString()));
    return new GoodhartProcess(folder).run(TestRun.KEY, command);
  }
}
