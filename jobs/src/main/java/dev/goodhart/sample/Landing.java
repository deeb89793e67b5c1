package dev.goodhart.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one prefix, one folder a landing day. Only days that can still receive something are
 * open: what lands later than a few weeks after its event does not occur.
 */
final class Landing implements AutoCloseable {
  /** Bytes before compression after which a day goes on in another file. */
  private static final long LARGEST_FILE = 96L << 20;

  private final Path prefix;
  private final String name;
  private final boolean gzip;
  private final LocalDate first;
  private final LocalDate last;
  private final TreeMap<LocalDate, Day> open = new TreeMap<>();

  Landing(Path prefix, String name, boolean gzip, LocalDate first, LocalDate last) {
    this.prefix = prefix;
    this.name = name;
    this.gzip = gzip;
    this.first = first;
    this.last = last;
  }

  /** Where below a prefix lies what lands on a day. */
  static String folder(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "year=%04d/month=%02d/day=%02d",
        day.getYear(),
        day.getMonthValue(),
        day.getDayOfMonth());
  }

  /** Writes lines to a day; false where that day lies outside the organisation's time. */
  boolean write(LocalDate day, byte[] line) throws IOException {
    if (day.isBefore(first) || day.isAfter(last)) {
      return false;
    }
    Day file = open.get(day);
    if (file == null) {
      file = new Day(day);
      open.put(day, file);
    }
    file.write(line);
    return true;
  }

  /** Closes the days before one: nothing more lands on them. */
  void closeBefore(LocalDate day) throws IOException {
    while (!open.isEmpty() && open.firstKey().isBefore(day)) {
      open.pollFirstEntry().getValue().close();
    }
  }

  int openDays() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    closeBefore(LocalDate.MAX);
  }

  private final class Day {
    private final Path folder;
    private int files;
    private long written;
    private OutputStream out;

    Day(LocalDate day) throws IOException {
      folder = prefix.resolve(folder(day));
      Files.createDirectories(folder);
      next();
    }

    private void next() throws IOException {
      String file = String.format(Locale.ROOT, "%s-%04d.json%s", name, files, gzip ? ".gz" : "");
      OutputStream plain = Files.newOutputStream(folder.resolve(file));
      out = new BufferedOutputStream(gzip ? new GZIPOutputStream(plain, 1 << 13) : plain, 1 << 14);
      files++;
      written = 0;
    }

    void write(byte[] line) throws IOException {
      if (written > 0 && written + line.length > LARGEST_FILE) {
        close();
        next();
      }
      out.write(line);
      written += line.length;
    }

    void close() throws IOException {
      out.close();
    }
  }
}
