package dev.goodhart.lake;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.commons.compress.compressors.CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The lines of one raw file: plain, {@code .gz} (several members too) or {@code .zst}, ended by LF
 * or CRLF, a byte order mark skipped. Holds one line at a time, and of a line that is too long no
 * more than its beginning.
 *
 * <p>Where a compressed file breaks off or is corrupt, the lines before are read and one marker
 * line follows. What the store itself can't deliver whole is an error instead, since another try
 * may.
 */
public final class LogLines implements Iterator<LogLines.Line>, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BYTE_ORDER_MARK = '\uFEFF';
  private static final int REPLACEMENT = '\uFFFD';

  /** In what state a line was found. */
  public enum State {
    WHOLE,
    /** Bytes of it are no UTF-8, and were replaced. */
    BROKEN_UTF8,
    /** It was over the limit, and passed over. */
    TOO_LONG,
    /** A marker: from this line on the file can't be decompressed. */
    TRUNCATED
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param text decoded from UTF-8; empty where it is too long or truncated
   */
  public record Line(long number, String text, State state) {}

  private final RawFile file;
  private final int maxLineBytes;
  private final SourceStream source;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private InputStream in;
  private int position;
  private int limit;
  private boolean ended;
  private long number;
  private Optional<IOException> broken = Optional.empty();
  private Optional<Line> next = Optional.empty();

  private LogLines(RawFile file, SourceStream source, int maxLineBytes) {
    this.file = file;
    this.source = source;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Opens a file, on whichever machine this is.
   *
   * @throws LakeException when the store can't deliver it
   */
  public static LogLines open(RawFile file, SerializableConfiguration hadoop, int maxLineBytes) {
    try {
      Path path = new Path(file.path());
      InputStream raw = path.getFileSystem(hadoop.value()).open(path);
      return new LogLines(file, new SourceStream(raw, file.size()), maxLineBytes);
    } catch (IOException e) {
      throw undelivered(file, e);
    }
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      next = advance();
    }
    return next.isPresent();
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more lines");
    }
    Line line = next.orElseThrow();
    next = Optional.empty();
    return line;
  }

  private Optional<Line> advance() {
    try {
      if (in == null) {
        in = decompressed();
      }
      return readLine();
    } catch (IOException e) {
      if (source.failed()) {
        throw undelivered(file, e);
      }
      ended = true;
      return Optional.of(new Line(number + 1, "", State.TRUNCATED));
    }
  }

  private InputStream decompressed() throws IOException {
    InputStream buffered = new BufferedInputStream(source, BUFFER_BYTES);
    if (file.size() == 0) {
      return buffered;
    }
    if (file.relative().endsWith(".gz")) {
      return GzipCompressorInputStream.builder()
          .setInputStream(buffered)
          .setDecompressConcatenated(true)
          .get();
    }
    if (file.relative().endsWith(".zst")) {
      return new ZstdInputStream(buffered);
    }
    return buffered;
  }

  private Optional<Line> readLine() throws IOException {
    line.reset();
    boolean any = false;
    boolean tooLong = false;
    boolean complete = false;
    while (!complete && fill()) {
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      complete = end < limit;
      int length = end - position;
      if (!tooLong && line.size() + length > maxLineBytes) {
        tooLong = true;
        line.reset();
      }
      if (!tooLong) {
        line.write(buffer, position, length);
      }
      position = complete ? end + 1 : end;
    }
    if (!any) {
      ended = true;
      return Optional.empty();
    }
    number++;
    return Optional.of(tooLong ? new Line(number, "", State.TOO_LONG) : decoded());
  }

  private Line decoded() {
    String text = line.toString(StandardCharsets.UTF_8);
    // Nearly no text has the replacement itself, so the exact check is seldom made.
    boolean broken = text.indexOf(REPLACEMENT) >= 0 && !isUtf8(line.toByteArray());
    return new Line(number, content(text), broken ? State.BROKEN_UTF8 : State.WHOLE);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private String content(String text) {
    int from = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    int to = text.endsWith("\r") ? text.length() - 1 : text.length();
    return text.substring(Math.min(from, to), to);
  }

  /** Whether there are bytes to read in the buffer. */
  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    if (broken.isPresent()) {
      throw broken.get();
    }
    position = 0;
    long before = decompressedBytes();
    try {
      limit = Math.max(0, in.read(buffer));
    } catch (IOException e) {
      // What was decompressed before the break is in the buffer, though its length was not told.
      limit = (int) (decompressedBytes() - before);
      broken = Optional.of(e);
      if (limit == 0) {
        throw e;
      }
    }
    return limit > 0;
  }

  private long decompressedBytes() {
    return in instanceof CompressorInputStream stream ? stream.getBytesRead() : 0;
  }

  @Override
  public void close() {
    ended = true;
    try {
      if (in != null) {
        in.close();
      } else {
        source.close();
      }
    } catch (IOException e) {
      // Everything wanted has been read.
      next = Optional.empty();
    }
  }

  private static LakeException undelivered(RawFile file, IOException e) {
    return new LakeException(
        "can't read the raw file of "
            + file.landed()
            + " that was listed with "
            + file.size()
            + " bytes: "
            + e.getClass().getSimpleName()
            + "; run again once the store delivers it",
        e);
  }
}
