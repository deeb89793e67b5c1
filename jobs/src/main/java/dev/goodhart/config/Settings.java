package dev.goodhart.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Every setting of a run: one immutable tree, read from {@code reference.conf}, then a file, then
 * {@code key=value} pairs, the later winning. All mistakes are named at once; an unknown key is a
 * mistake.
 */
public record Settings(
    Ingest ingest,
    Sessions sessions,
    Links links,
    Outcomes outcomes,
    Baselines baselines,
    Train train,
    Score score,
    Review review,
    Privacy privacy,
    LakeSettings lake,
    List<Target> targets,
    List<Announcement> announcements,
    Map<String, String> spark) {

  /** Where each format lands below the raw root, and how many rejects a run bears. */
  public record Ingest(
      Map<String, String> prefixes,
      String identities,
      double maxRejectShare,
      long minRejects,
      int maxLineBytes,
      int maxEventAgeDays,
      Optional<Path> prices) {}

  /** Where a session ends that no source names, and whose account of one is believed. */
  public record Sessions(int gapMinutes, List<String> sources) {
    public Sessions {
      sources = List.copyOf(sources);
    }
  }

  public record Links(int windowDays) {}

  public record Outcomes(int maturityDays) {}

  /** Trailing window of landing days from which what is usual is read. */
  public record Baselines(int windowDays) {}

  /** What is learnt from, how much of it there must be, and the size of trees. */
  public record Train(
      int windowDays,
      long seed,
      int minReviews,
      int minPositives,
      int holdoutDays,
      int folds,
      String estimator,
      int trees,
      int maxDepth) {}

  public record Score(double honestBudget, int minCalls, double unclearShare) {}

  public record Review(int capacity, double assumedMissShare, double assumedAccusedShare) {}

  /** Smallest cohort that a table for many readers shows; where the pseudonym key may be found. */
  public record Privacy(int minCohort, Optional<Path> keyFile) {}

  public record LakeSettings(int leaseStaleSeconds, int leaseWaitSeconds) {}

  /** A number that people are measured against, from a day on. */
  public record Target(String name, String measure, double line, String period, LocalDate from) {}

  /** A day on which a target or leaderboard was made known. */
  public record Announcement(String name, LocalDate date) {}

  private static final Set<String> ESTIMATORS = Set.of("auto", "forest", "boosted", "shallow");
  public static final Set<String> MEASURES = Set.of("tokens", "cost_usd", "calls", "sessions");
  public static final Set<String> PERIODS = Set.of("day", "week", "month");

  public Settings {
    targets = List.copyOf(targets);
    announcements = List.copyOf(announcements);
    spark = Map.copyOf(spark);
  }

  /** The commented defaults alone. */
  public static Settings defaults() {
    return load(Optional.empty(), List.of());
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException naming every mistake
   */
  public static Settings load(Optional<Path> file, List<String> pairs) {
    List<String> mistakes = new ArrayList<>();
    Config reference = ConfigFactory.parseResources(Settings.class, "/reference.conf");
    Config given = parsePairs(pairs, mistakes).withFallback(parseFile(file, mistakes));
    refuseUnknownKeys(given, reference, mistakes);
    Config merged = given.withFallback(reference);
    Reader reader = new Reader("", merged, mistakes);
    Settings settings = read(reader);
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return settings;
  }

  private static Settings read(Reader in) {
    Ingest ingest =
        new Ingest(
            in.folders("ingest.prefixes"),
            in.text("ingest.identities"),
            in.fraction("ingest.max_reject_share"),
            in.whole("ingest.min_rejects", 0, Long.MAX_VALUE),
            in.count("ingest.max_line_bytes", 1024),
            in.days("ingest.max_event_age_days", 1),
            in.path("ingest.prices"));
    return new Settings(
        ingest,
        new Sessions(in.count("sessions.gap_minutes", 1), in.texts("sessions.sources")),
        new Links(in.days("links.window_days", 0)),
        new Outcomes(in.days("outcomes.maturity_days", 0)),
        new Baselines(in.days("baselines.window_days", 1)),
        new Train(
            in.days("train.window_days", 1),
            in.whole("train.seed", Long.MIN_VALUE, Long.MAX_VALUE),
            in.count("train.min_reviews", 1),
            in.count("train.min_positives", 1),
            in.days("train.holdout_days", 0),
            in.count("train.folds", 2),
            in.choice("train.estimator", ESTIMATORS),
            in.count("train.trees", 1),
            in.count("train.max_depth", 1)),
        new Score(
            in.fraction("score.honest_budget"),
            in.count("score.min_calls", 0),
            in.fraction("score.unclear_share")),
        new Review(
            in.count("review.capacity", 0),
            in.fraction("review.assumed_miss_share"),
            in.fraction("review.assumed_accused_share")),
        new Privacy(in.count("privacy.min_cohort", 1), in.path("privacy.key_file")),
        new LakeSettings(
            in.count("lake.lease_stale_seconds", 1), in.count("lake.lease_wait_seconds", 0)),
        in.targets(),
        in.announcements(),
        in.strings("spark"));
  }

  private static Config parseFile(Optional<Path> file, List<String> mistakes) {
    if (file.isEmpty()) {
      return ConfigFactory.empty();
    }
    Path path = file.get();
    if (!Files.isReadable(path)) {
      mistakes.add("settings file " + path + " can't be read; name an existing HOCON file");
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(
              path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();
    } catch (ConfigException e) {
      mistakes.add("settings file " + path + " is not valid HOCON: " + e.getMessage());
      return ConfigFactory.empty();
    }
  }

  private static Config parsePairs(List<String> pairs, List<String> mistakes) {
    Config all = ConfigFactory.empty();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        mistakes.add("--set " + pair + " is not key=value");
        continue;
      }
      String key = pair.substring(0, equals).trim();
      String value = pair.substring(equals + 1);
      try {
        all = parsePair(key, value).withFallback(all);
      } catch (ConfigException e) {
        mistakes.add("--set " + key + " can't be read: " + e.getMessage());
      }
    }
    return all;
  }

  private static Config parsePair(String key, String value) {
    if (key.startsWith("spark.")) {
      // Spark's own keys nest freely (spark.a and spark.a.b), which a HOCON tree can't.
      return ConfigFactory.parseMap(Map.of("spark", Map.of()))
          .withValue(
              "spark",
              ConfigFactory.parseMap(Map.of())
                  .root()
                  .withValue(
                      key.substring("spark.".length()),
                      com.typesafe.config.ConfigValueFactory.fromAnyRef(value)));
    }
    return ConfigFactory.parseString(key + " = " + (value.isBlank() ? "\"\"" : value));
  }

  private static void refuseUnknownKeys(Config given, Config reference, List<String> mistakes) {
    for (String unknown : unknownKeys("", given.root(), reference.root())) {
      mistakes.add("unknown setting " + unknown + "; reference.conf lists all there are");
    }
  }

  private static Set<String> unknownKeys(
      String prefix,
      com.typesafe.config.ConfigObject given,
      com.typesafe.config.ConfigObject reference) {
    Set<String> unknown = new TreeSet<>();
    given.forEach(
        (key, value) -> {
          String path = prefix + key;
          ConfigValue known = reference.get(key);
          if (path.equals("spark")) {
            return;
          }
          if (known == null) {
            unknown.add(path);
          } else if (value.valueType() == ConfigValueType.OBJECT
              && known.valueType() == ConfigValueType.OBJECT) {
            unknown.addAll(
                unknownKeys(
                    path + ".",
                    (com.typesafe.config.ConfigObject) value,
                    (com.typesafe.config.ConfigObject) known));
          }
        });
    return unknown;
  }

  /** Reads values by path, writing down each mistake and going on. */
  private static final class Reader {
    /** A century; longer windows only overflow. */
    private static final int MOST_DAYS = 36_525;

    private final String prefix;
    private final Config config;
    private final List<String> mistakes;

    Reader(String prefix, Config config, List<String> mistakes) {
      this.prefix = prefix;
      this.config = config;
      this.mistakes = mistakes;
    }

    String text(String path) {
      return attempt(path, () -> config.getString(path), "");
    }

    List<String> texts(String path) {
      return attempt(path, () -> config.getStringList(path), List.of());
    }

    /** A text that must say something. */
    private String word(String path) {
      int before = mistakes.size();
      String word = text(path);
      if (word.isBlank() && mistakes.size() == before) {
        mistakes.add(prefix + path + " must not be empty");
      }
      return word;
    }

    int days(String path, int least) {
      return (int) whole(path, least, MOST_DAYS);
    }

    int count(String path, int least) {
      return (int) whole(path, least, Integer.MAX_VALUE);
    }

    long whole(String path, long least, long most) {
      Number number = attempt(path, () -> config.getNumber(path), least);
      double value = number.doubleValue();
      if (value != Math.rint(value)) {
        mistakes.add(prefix + path + " = " + number + " must be a whole number");
      } else if (value < least || value > most) {
        mistakes.add(
            prefix + path + " = " + number + " must be at least " + least + " and at most " + most);
      }
      return number.longValue();
    }

    double fraction(String path) {
      double value = attempt(path, () -> config.getDouble(path), 0.0);
      if (!(value >= 0 && value <= 1)) {
        mistakes.add(prefix + path + " = " + value + " must lie between 0 and 1");
      }
      return value;
    }

    Optional<Path> path(String path) {
      String value = text(path);
      return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }

    Map<String, String> folders(String path) {
      Map<String, String> folders = strings(path);
      folders.forEach(
          (name, folder) -> {
            if (folder.isBlank()) {
              mistakes.add(path + "." + name + " must name a folder below the raw root");
            }
          });
      return folders;
    }

    /** A tree of texts, its keys joined by dots as Spark writes them. */
    Map<String, String> strings(String path) {
      Map<String, String> values = new TreeMap<>();
      flatten(
          "",
          attempt(path, () -> config.getObject(path), ConfigFactory.empty().root()),
          path,
          values);
      return path.equals("spark") ? prefixed("spark.", values) : values;
    }

    private void flatten(
        String prefix,
        com.typesafe.config.ConfigObject object,
        String path,
        Map<String, String> values) {
      object.forEach(
          (key, value) -> {
            if (value.valueType() == ConfigValueType.OBJECT) {
              flatten(prefix + key + ".", (com.typesafe.config.ConfigObject) value, path, values);
            } else if (value.valueType() == ConfigValueType.LIST) {
              mistakes.add(path + "." + prefix + key + " must be a text");
            } else {
              values.put(prefix + key, String.valueOf(value.unwrapped()));
            }
          });
    }

    private static Map<String, String> prefixed(String prefix, Map<String, String> values) {
      Map<String, String> named = new LinkedHashMap<>();
      values.forEach((key, value) -> named.put(prefix + key, value));
      return named;
    }

    List<Target> targets() {
      List<Target> targets = new ArrayList<>();
      for (Config each : list("targets", Set.of("name", "measure", "line", "period", "from"))) {
        Reader in = new Reader("targets.", each, mistakes);
        Target target =
            new Target(
                in.word("name"),
                in.word("measure"),
                in.attempt("line", () -> each.getDouble("line"), 1.0),
                in.word("period"),
                in.date("from"));
        in.oneOf("measure", target.measure(), MEASURES);
        in.oneOf("period", target.period(), PERIODS);
        if (!(target.line() > 0)) {
          mistakes.add("targets.line = " + target.line() + " must be above 0");
        }
        targets.add(target);
      }
      return targets;
    }

    List<Announcement> announcements() {
      List<Announcement> announcements = new ArrayList<>();
      for (Config each : list("announcements", Set.of("name", "date"))) {
        Reader in = new Reader("announcements.", each, mistakes);
        announcements.add(new Announcement(in.word("name"), in.date("date")));
      }
      return announcements;
    }

    private List<? extends Config> list(String path, Set<String> keys) {
      List<? extends Config> entries = attempt(path, () -> config.getConfigList(path), List.of());
      for (Config entry : entries) {
        for (String key : entry.root().keySet()) {
          if (!keys.contains(key)) {
            mistakes.add(
                "unknown setting " + path + "." + key + "; it may hold " + new TreeSet<>(keys));
          }
        }
      }
      return entries;
    }

    private LocalDate date(String path) {
      String value = word(path);
      try {
        return value.isBlank() ? LocalDate.EPOCH : LocalDate.parse(value);
      } catch (DateTimeParseException e) {
        mistakes.add(prefix + path + " = " + value + " is not a date like 2026-09-22");
        return LocalDate.EPOCH;
      }
    }

    /** A text that must be one of some. */
    String choice(String path, Set<String> allowed) {
      String chosen = word(path);
      oneOf(path, chosen, allowed);
      return chosen;
    }

    private void oneOf(String path, String value, Set<String> allowed) {
      if (!value.isBlank() && !allowed.contains(value)) {
        mistakes.add(prefix + path + " = " + value + " must be one of " + new TreeSet<>(allowed));
      }
    }

    private <T> T attempt(String path, Supplier<T> value, T otherwise) {
      try {
        return value.get();
      } catch (ConfigException.Missing e) {
        mistakes.add(prefix + path + " is missing");
      } catch (ConfigException e) {
        mistakes.add(prefix + path + shown(path) + " has the wrong type");
      }
      return otherwise;
    }

    private String shown(String path) {
      try {
        return " = " + config.getValue(path).render(ConfigRenderOptions.concise());
      } catch (ConfigException e) {
        // What should be a tree above it is none.
        return "";
      }
    }
  }
}
