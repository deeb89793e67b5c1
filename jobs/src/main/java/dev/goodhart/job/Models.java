package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.lake.Lake;
import dev.goodhart.lake.ModelStore;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The models that a lake keeps: which one was live on a day. */
final class Models {
  private static final String STARTER = "starter.json";

  private Models() {}

  /** The newest published model trained before {@code day}. */
  static Optional<TrainedModel> liveBefore(JobContext context, LocalDate day) {
    return newestBefore(context, day).map(row -> load(context.lake(), row));
  }

  /** The same to compare with: none where its folder was cleared away since. */
  static Optional<TrainedModel> keptBefore(JobContext context, LocalDate day) {
    ModelStore store = ModelStore.of(context.lake());
    return newestBefore(context, day)
        .filter(row -> store.holds(row.getAs("model_version")))
        .map(row -> load(context.lake(), row));
  }

  private static Optional<Row> newestBefore(JobContext context, LocalDate day) {
    List<Row> newest =
        context
            .lake()
            .read(dev.goodhart.schema.Models.TABLE)
            .where(col("published").and(col("trained_on").lt(Date.valueOf(day))))
            .orderBy(col("trained_on").desc(), col("model_version"))
            .limit(1)
            .collectAsList();
    return newest.stream().findFirst();
  }

  private static TrainedModel load(Lake lake, Row row) {
    String version = row.getAs("model_version");
    ModelStore store = ModelStore.of(lake);
    Optional<Starter> starter = store.readText(version, STARTER).map(Starter::of);
    return TrainedModel.of(store.load(version), starter, row.getAs("parameters"));
  }

  /** Keeps a model with the starter that it was trained with: a later program has another one. */
  static void save(Lake lake, TrainedModel model) {
    ModelStore store = ModelStore.of(lake);
    Map<String, String> beside = new TreeMap<>();
    model.starter().ifPresent(starter -> beside.put(STARTER, starter.json()));
    store.save(model.version(), model.pipeline(), beside);
  }
}
