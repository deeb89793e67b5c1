package dev.goodhart.schema;

import dev.goodhart.lake.Table;
import java.util.List;

/** The catalogue: every table of the lake, in the order of the data's way through it. */
public final class Tables {
  public static final List<Table> ALL =
      List.of(
          UsageEvents.TABLE,
          OutcomeEvents.TABLE,
          RejectedRecords.TABLE,
          CopiedEvents.TABLE,
          InferredSessions.TABLE,
          SessionSources.TABLE,
          Sessions.TABLE,
          SessionRefs.TABLE,
          Tasks.TABLE,
          TaskRefs.TABLE,
          SessionTasks.TABLE,
          SessionFeatures.TABLE,
          PersonDays.TABLE,
          Reviews.TABLE,
          Labels.TABLE,
          Models.TABLE,
          Evaluations.TABLE,
          SessionScores.TABLE,
          SessionReasons.TABLE,
          SessionScoreHistory.TABLE,
          ReviewQueue.TABLE,
          QueueHistory.TABLE,
          TeamDaily.TABLE,
          MetricHealth.TABLE,
          JobRuns.TABLE,
          InputFiles.TABLE);

  private Tables() {}
}
