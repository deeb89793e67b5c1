package dev.goodhart.job;

import java.util.List;

/** All jobs in the order of the data's way. */
public final class Pipeline {
  public static final List<Job> JOBS =
      List.of(
          new IngestJob(),
          new SessionJob(),
          new FeatureJob(),
          new LabelJob(),
          new TrainJob(),
          new ScoreJob(),
          new MartJob(),
          new ReportJob());

  private Pipeline() {}
}
