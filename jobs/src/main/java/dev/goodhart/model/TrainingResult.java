package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param model the candidate; empty where there was too little to learn from
 * @param why what is missing and what to do, or what was learnt from; for a report
 * @param trainingRows rows learnt from
 * @param reviews reviewed sessions among them (unsure apart)
 * @param positives reviewed sessions found tokenmaxxing
 * @param unseen every session as judged by parts that did not see it; the blend of these and the
 *     threshold rest on those that were reviewed
 * @param heldOut those of the last days, judged without any knowledge of these
 * @param errors how often the reviewers are taken to be wrong
 */
public record TrainingResult(
    Optional<TrainedModel> model,
    String why,
    long trainingRows,
    long reviews,
    long positives,
    List<Unseen> unseen,
    HeldOut heldOut,
    ReviewerErrors errors) {

  static TrainingResult tooLittle(
      String why, long rows, long reviews, long positives, ReviewerErrors errors) {
    return new TrainingResult(
        Optional.empty(), why, rows, reviews, positives, List.of(), HeldOut.NONE, errors);
  }
}
