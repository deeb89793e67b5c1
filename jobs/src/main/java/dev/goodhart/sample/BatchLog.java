package dev.goodhart.sample;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** A log in which each delivery is written as it lands, every session of a day in one file. */
final class BatchLog implements UsageLog {
  private final Landing landing;
  private final Format format;

  /** How a delivery is written. */
  @FunctionalInterface
  interface Format {
    /** The delivery's lines, each with its line feed; none where the format tells nothing of it. */
    byte[] lines(SessionPlan plan, String terminal, Delivery delivery);
  }

  BatchLog(Landing landing, Format format) {
    this.landing = landing;
    this.format = format;
  }

  @Override
  public void write(SessionPlan plan, String terminal, List<Delivery> deliveries)
      throws IOException {
    for (Delivery delivery : deliveries) {
      byte[] lines = format.lines(plan, terminal, delivery);
      if (lines.length == 0) {
        continue;
      }
      landing.write(delivery.lands(), lines);
      if (delivery.again() != null) {
        landing.write(delivery.again(), lines);
      }
    }
  }

  @Override
  public void closeBefore(LocalDate day) throws IOException {
    landing.closeBefore(day);
  }

  @Override
  public void close() throws IOException {
    landing.close();
  }
}
