package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.lake.ModelStore;
import dev.goodhart.model.TrainedModel;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Which model was live on a day. */
final class Models {
  private Models() {}

  /** The newest published model trained before {@code day}. */
  static Optional<TrainedModel> liveBefore(JobContext context, LocalDate day) {
    List<Row> newest =
        context
            .lake()
            .read(dev.goodhart.schema.Models.TABLE)
            .where(col("published").and(col("trained_on").lt(Date.valueOf(day))))
            .orderBy(col("trained_on").desc(), col("model_version"))
            .limit(1)
            .collectAsList();
    ModelStore store = ModelStore.of(context.lake());
    return newest.stream()
        .findFirst()
        .map(
            row ->
                TrainedModel.of(store.load(row.getAs("model_version")), row.getAs("parameters")));
  }
}
