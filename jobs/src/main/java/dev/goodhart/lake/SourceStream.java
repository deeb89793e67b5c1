package dev.goodhart.lake;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file's bytes as the store delivers them. Remembers whether the store failed, which a broken
 * file above it must not be taken for, and takes an early end for a failure.
 */
final class SourceStream extends FilterInputStream {
  private final long size;
  private long delivered;
  private boolean failed;

  SourceStream(InputStream in, long size) {
    super(in);
    this.size = size;
  }

  boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      if (count < 0 && delivered < size) {
        throw new EOFException("the store ended at byte " + delivered + " of " + size);
      }
      delivered += Math.max(0, count);
      return count;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
