package dev.goodhart.job;

import java.util.Optional;

/**
 * What a job did.
 *
 * @param records where the raw records went; empty for jobs that read none
 * @param accountsDoubled accounts of sessions that are not counted because another one is; empty
 *     for jobs that do not decide that
 * @param message what a person should know
 */
public record JobResult(
    Optional<Records> records, Optional<Long> accountsDoubled, Optional<String> message) {

  /** Raw records: read = kept + duplicate + ignored + rejected. */
  public record Records(long read, long kept, long duplicate, long ignored, long rejected) {}

  static JobResult done() {
    return new JobResult(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static JobResult saying(String message) {
    return new JobResult(Optional.empty(), Optional.empty(), Optional.of(message));
  }
}
