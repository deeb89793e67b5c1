package dev.goodhart.sample;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Writes what one tool's telemetry tells of sessions, in its own format and place. */
interface UsageLog extends AutoCloseable {
  /**
   * Writes a session that has been played.
   *
   * @param terminal what the session ran in
   * @param deliveries its events as they leave the person's machine, in order, those that never
   *     arrive left out
   */
  void write(SessionPlan plan, String terminal, List<Delivery> deliveries) throws IOException;

  /** Closes the files of landing days before one: nothing more lands on them. */
  void closeBefore(LocalDate day) throws IOException;

  @Override
  void close() throws IOException;
}
