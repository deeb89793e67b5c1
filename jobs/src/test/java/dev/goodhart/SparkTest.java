package dev.goodhart;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Sparks;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;

/**
 * The one Spark session of a test run, built as a run builds its own. It is never stopped: a JVM
 * can hold one, and every test class shares it. Extend this class, or ask {@link #session()}.
 */
public abstract class SparkTest {
  /**
   * Settings for many plans on few rows, where compiling the plans, planning anew for each of their
   * stages, and choosing files by their statistics would cost the most.
   */
  public static final List<String> FOR_FEW_ROWS =
      List.of(
          "spark.master=local[2]",
          "spark.sql.shuffle.partitions=2",
          "spark.sql.adaptive.enabled=false",
          "spark.databricks.delta.stats.skipping=false",
          "spark.sql.codegen.wholeStage=false",
          "spark.sql.codegen.factoryMode=NO_CODEGEN",
          "spark.sql.subexpressionElimination.enabled=false",
          "spark.sql.inMemoryColumnarStorage.compressed=false",
          "spark.sql.objectHashAggregate.sortBased.fallbackThreshold=100000");

  private static final class Holder {
    private static final SparkSession SESSION =
        Sparks.embedded(Settings.load(Optional.empty(), FOR_FEW_ROWS), "goodhart-tests");
  }

  protected SparkTest() {}

  /**
   * Delta keeps every table's last state for an hour, and a test's lake is gone with its test: all
   * of them together would fill the memory.
   */
  @AfterAll
  protected static void forgetLakes() {
    DeltaLog.clearCache();
  }

  /** The shared session: two cores, UTC, ANSI, Delta, two shuffle partitions. */
  public static SparkSession session() {
    return Holder.SESSION;
  }
}
