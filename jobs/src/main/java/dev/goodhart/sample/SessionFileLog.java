package dev.goodhart.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log of one file a session, below a folder that names the person, as tools leave it on their
 * users' machines. It is collected when the last of the session's events has landed.
 */
final class SessionFileLog implements UsageLog {
  private final Path prefix;
  private final String name;
  private final Format format;

  /** How a session is written. */
  @FunctionalInterface
  interface Format {
    /** The session's lines, each with its line feed. */
    byte[] lines(SessionPlan plan, String terminal, List<Event> events);
  }

  /**
   * @param name how file names begin
   */
  SessionFileLog(Path prefix, String name, Format format) {
    this.prefix = prefix;
    this.name = name;
    this.format = format;
  }

  @Override
  public void write(SessionPlan plan, String terminal, List<Delivery> deliveries)
      throws IOException {
    if (deliveries.isEmpty()) {
      return;
    }
    LocalDate lands =
        deliveries.stream().map(Delivery::lands).max(Comparator.naturalOrder()).orElseThrow();
    List<Event> events =
        deliveries.stream().flatMap(delivery -> delivery.events().stream()).toList();
    Path folder = prefix.resolve("user=" + plan.person().login()).resolve(Landing.folder(lands));
    Files.createDirectories(folder);
    Path file = folder.resolve(name + plan.id() + ".jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(format.lines(plan, terminal, events));
    }
  }

  @Override
  public void closeBefore(LocalDate day) {
    // A file is whole as soon as it is written.
  }

  @Override
  public void close() {
    // As above.
  }
}
