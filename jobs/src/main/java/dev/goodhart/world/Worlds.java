package dev.goodhart.world;

import dev.goodhart.config.Settings;
import dev.goodhart.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Worlds by name below one folder, each made when first asked for. */
final class Worlds {
  static final String ANNOUNCED =
      "announcements = [{name = \"token leaderboard\", date = \"2026-01-19\"}]";

  /** Sessions are judged as in an organisation that told its people of a leaderboard. */
  static final Settings SETTINGS = Settings.load(Optional.empty(), List.of(ANNOUNCED));

  private final SparkSession spark;
  private final Path folder;

  Worlds(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  World named(String name, SampleOptions options) throws IOException {
    return World.of(spark, options, SETTINGS, folder.resolve(name));
  }
}
