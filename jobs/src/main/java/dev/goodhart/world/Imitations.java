package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.world.Behaviour.Price;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Gaming as it would look if the gamer did some free things as a colleague does them. A model that
 * learns from these as well can't lean on one behaviour that could be changed for nothing.
 */
final class Imitations {
  private static final int COPIES = 2;

  /** One free behaviour in so many is the colleague's. */
  private static final int ONE_IN = 4;

  private static final List<Behaviour> FREE =
      Arrays.stream(Behaviour.values())
          .filter(behaviour -> behaviour.price() == Price.FREE)
          .toList();

  private static final WindowSpec ALIKE = Window.partitionBy("source", "evidence");
  private static final Column HONEST = col("label").equalTo(0);

  private Imitations() {}

  /**
   * The rows, and for each of gaming two more that imitate an honest one of the same source and
   * evidence age, drawn by lot; the three share its weight. Where there is nobody to imitate a row
   * stays alone.
   *
   * @param rows feature rows of one organisation with {@code key}, unique, {@code label}, 0 or 1,
   *     and {@code weight}
   */
  static Dataset<Row> added(Dataset<Row> rows) {
    Column imitates = not(HONEST).and(col("colleagues").gt(0));
    Dataset<Row> shared =
        rows.withColumn("colleagues", count_if(HONEST).over(ALIKE))
            .withColumn(
                "weight",
                when(imitates, col("weight").divide(COPIES + 1)).otherwise(col("weight")));
    Dataset<Row> gaming = shared.where(imitates);
    Dataset<Row> colleagues =
        rows.where(HONEST)
            .select(
                col("source"),
                col("evidence"),
                row_number().over(ALIKE.orderBy(xxhash64(col("key")), col("key"))).as("number"),
                struct(free()).as("colleague"));
    Dataset<Row> all = shared.drop("colleagues");
    for (int copy = 1; copy <= COPIES; copy++) {
      all = all.unionByName(imitating(gaming, colleagues, copy).select(columns(rows)));
    }
    return all;
  }

  private static Dataset<Row> imitating(Dataset<Row> gaming, Dataset<Row> colleagues, int copy) {
    Column drawn = pmod(xxhash64(col("key"), lit(copy)), col("colleagues")).plus(1);
    Map<String, Column> changed = new HashMap<>();
    for (Behaviour behaviour : FREE) {
      Column lot = pmod(xxhash64(col("key"), lit(copy), lit(behaviour.name())), lit(ONE_IN));
      for (String feature : behaviour.features()) {
        changed.put(
            feature,
            when(lot.equalTo(0), col("colleague").getField(feature)).otherwise(col(feature)));
      }
    }
    changed.put("key", concat_ws(" ", col("key"), lit("imitates"), lit(copy)));
    return gaming
        .withColumn("number", drawn)
        .join(colleagues, new String[] {"source", "evidence", "number"})
        .withColumns(changed);
  }

  private static Column[] free() {
    return FREE.stream()
        .flatMap(behaviour -> behaviour.features().stream())
        .map(feature -> col(feature))
        .toArray(Column[]::new);
  }

  private static Column[] columns(Dataset<Row> rows) {
    return Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new);
  }
}
