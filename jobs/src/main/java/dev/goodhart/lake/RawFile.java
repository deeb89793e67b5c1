package dev.goodhart.lake;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * One file of raw logs.
 *
 * @param path its address
 * @param relative its key below the raw root
 * @param landed the day in its key, UTC
 * @param size bytes
 * @param version changes when the file does: the store's etag where there is one, else the time it
 *     was modified
 */
public record RawFile(String path, String relative, LocalDate landed, long size, String version)
    implements Serializable, Comparable<RawFile> {
  private static final Comparator<RawFile> ORDER =
      Comparator.comparing(RawFile::landed).thenComparing(RawFile::relative);

  @Override
  public int compareTo(RawFile other) {
    return ORDER.compare(this, other);
  }
}
