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
          .column("model_version", STRING, "Model.")
          .column(
              "slice",
              STRING,
              "Reviewed sessions measured: held_out (the last days, by a model that knew nothing of"
                  + " them, but for its threshold where too little was known before), out_of_fold (all, each judged by parts that saw neither it nor its person; but the"
                  + " blend of the parts, which is the calibration, and the threshold rest on these"
                  + " verdicts, so that calibration and flags look a little better than they are),"
                  + " audit (those of out_of_fold that the lot put into the review queue, which stand for"
                  + " all of calls enough to be judged that nobody had reviewed when they were drawn), weighted (those since the first announcement or target, each counting by"
                  + " how seldom sessions of its cost are reviewed, and what the review queue was bound to choose by how much of that is reviewed; none where nothing else is reviewed), or the first two followed by the"
                  + " name of a heuristic on the same sessions; or a part of out_of_fold: heavy tenth (by"
                  + " cost), age young, age mature or age none (evidence), month YYYY-MM (of the"
                  + " start), archetype X (as the labels name it), team X, newcomers, night workers,"
                  + " non-coders. Teams of fewer people than privacy.min_cohort are pooled, other"
                  + " parts of so few left out. Or as scored: what reviewers had decided on by the day before, as it was"
                  + " really scored in the last train.window_days by whichever model was live; how late it was flagged is"
                  + " told of what they found tokenmaxxing that ended since the first of these scores.")
          .column(
              "metric",
              STRING,
              "average_precision; calibration_error (of ten groups by probability; the fewer rows,"
                  + " the larger by chance); precision, recall and honest_flag_rate at the threshold;"
                  + " precision_at_capacity and recall_at_capacity of the review.capacity sessions that"
                  + " rank first; honest_flag_ratio: honest_flag_rate of the part over that of all"
                  + " others, drawn towards 1 by half a flag on each side; unfair where low is above"
                  + " 1.5. As scored: days_until_flagged, days from a session's end to the run in which a"
                  + " model first flagged it (median), days_until_flagged_nine_in_ten, never_flagged, the share that no"
                  + " model flagged yet, and precision, the share found tokenmaxxing of the sessions that a model"
                  + " had flagged before a reviewer decided.")
          .column("value", DOUBLE, "Value.")
          .column(
              "low",
              DOUBLE,
              "Lower end of the 95 % interval, which allows for a person's sessions being alike; null"
                  + " where none.")
          .column("high", DOUBLE, "Upper end of the 95 % interval, null where none.")
          .column("rows", LONG, "Rows measured.")
          .column("positives", LONG, "Positives among them.")
          .build();

  private Evaluations() {}
}
