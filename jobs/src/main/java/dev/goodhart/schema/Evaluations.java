package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/** One metric of one model on one slice. Measured on rows that the model did not see. */
public final class Evaluations {
  public static final Table TABLE =
      Table.of("ml", "evaluations", "One metric of one model on one slice.")
          .key("model_version", "slice", "metric")
          .column(
              "model_version",
              STRING,
              "Model, or the name of a heuristic baseline within its evaluation.")
          .column("slice", STRING, "Rows measured: held_out, cost baseline and so on.")
          .column("metric", STRING, "Metric.")
          .column("value", DOUBLE, "Value.")
          .column("low", DOUBLE, "Lower end of the 95 % interval, null where none.")
          .column("high", DOUBLE, "Upper end of the 95 % interval, null where none.")
          .column("rows", LONG, "Rows measured.")
          .column("positives", LONG, "Positives among them.")
          .build();

  private Evaluations() {}
}
