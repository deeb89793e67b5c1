package dev.goodhart.cli;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Verdict;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Sparks;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a reviewer's verdict to the raw reviews, where the next run finds it. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Adds a verdict on one session to the raw reviews.",
      "With --lake, a session that the lake does not tell of is refused."
    })
final class ReviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Parameters(index = "0", paramLabel = "SESSION", description = "Session id.")
  private String session;

  @Parameters(
      index = "1",
      paramLabel = "VERDICT",
      description = "tokenmaxxing, runaway, legitimate or unsure.")
  private String verdict;

  @Option(names = "--reviewer", required = true, paramLabel = "NAME", description = "Who says so.")
  private String reviewer;

  @Option(names = "--note", paramLabel = "TEXT", description = "Kept in the raw log only.")
  private String note;

  @Override
  public Integer call() throws IOException {
    Mistakes mistakes = new Mistakes();
    mistakes.check(() -> named("SESSION", session));
    Optional<String> word = mistakes.check(this::word);
    mistakes.check(() -> named("--reviewer", reviewer));
    Optional<Settings> readSettings = mistakes.check(options::settings);
    Optional<String> givenRaw = mistakes.check(options::requiredRaw);
    mistakes.refuse();
    Settings settings = readSettings.orElseThrow();
    String rawRoot = givenRaw.orElseThrow();
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode line = mapper.createObjectNode();
    line.put("session_id", session)
        .put("verdict", word.orElseThrow())
        .put("reviewer", reviewer)
        .put("reviewed_at", now.toString());
    if (note != null) {
      line.put("note", note);
    }
    String key =
        String.format(
            "%s/year=%04d/month=%02d/day=%02d/review-%s.json",
            settings.ingest().prefixes().get("review"),
            today.getYear(),
            today.getMonthValue(),
            today.getDayOfMonth(),
            UUID.randomUUID());
    try (SparkSession spark = Sparks.embedded(settings, "goodhart review")) {
      options.lake().ifPresent(root -> requireKnown(spark, root));
      RawLogs.open(spark, rawRoot).land(key, mapper.writeValueAsString(line) + "\n");
    }
    spec.commandLine()
        .getOut()
        .printf(
            "noted; the run over %s will read it: by itself from tomorrow on, today with --from %s --to %s%n",
            today, today, today.plusDays(1));
    return Main.DONE;
  }

  /** A lake that is named tells of mistyped ids. */
  private void requireKnown(SparkSession spark, String root) {
    try (Lake lake = Lake.openForReading(spark, root, Tables.ALL)) {
      Column theSession = col("session_id").equalTo(session);
      if (lake.read(Sessions.TABLE).where(theSession).isEmpty()
          && lake.read(SessionSources.TABLE).where(theSession).isEmpty()) {
        throw new UsageException(
            "the lake tells of no session " + session + "; copy the id from the review queue");
      }
    }
  }

  private String word() {
    String word = verdict.toLowerCase(Locale.ROOT);
    if (!Verdict.WORDS.contains(word)) {
      throw new UsageException(
          "verdict " + verdict + " is none of " + new TreeSet<>(Verdict.WORDS));
    }
    return word;
  }

  private static String named(String what, String text) {
    if (text.isBlank()) {
      throw new UsageException(what + " must not be empty");
    }
    return text;
  }
}
