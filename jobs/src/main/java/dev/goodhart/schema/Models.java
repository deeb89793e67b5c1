package dev.goodhart.schema;

import static dev.goodhart.schema.Types.BOOLEAN;
import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One trained model with its gate decision. A version is a hash of training rows, settings and day.
 */
public final class Models {
  public static final Table TABLE =
      Table.of("ml", "models", "One trained model with its gate decision.")
          .key("model_version")
          .column("model_version", STRING, "Hash of training rows, settings and day.")
          .column("trained_on", DATE, "Day as of which it was trained.")
          .column("estimator", STRING, "Name of the estimator.")
          .column("published", BOOLEAN, "Whether the gate let it go live.")
          .column("reasons", STRING, "Why it was or was not published.")
          .column("training_rows", LONG, "Rows it learnt from.")
          .column("reviews", LONG, "Reviewed sessions among them.")
          .column("positives", LONG, "Reviewed sessions found tokenmaxxing.")
          .column(
              "threshold",
              DOUBLE,
              "Probability from which a session is flagged, unless that hangs on one thing that is changed for free; null where nobody can be flagged.")
          .column(
              "average_precision",
              DOUBLE,
              "Average precision on held-out rows, on all out-of-fold rows where those hold too few positives.")
          .column("parameters", STRING, "Settings and features as JSON.")
          .column("path", STRING, "Folder of the saved model below the lake root.")
          .build();

  private Models() {}
}
