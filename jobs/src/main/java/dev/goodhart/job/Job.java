package dev.goodhart.job;

import dev.goodhart.lake.Days;

/** One step of the way: reads tables, applies pure functions, replaces one interval of its own. */
public interface Job {
  String name();

  /** What it does, as the command line's help says it. */
  String purpose();

  /** Does the interval; run again it leaves the same rows. */
  JobResult run(JobContext context, Days days);
}
