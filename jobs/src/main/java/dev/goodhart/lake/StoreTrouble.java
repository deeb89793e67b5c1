package dev.goodhart.lake;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.AWSClientIOException;
import org.apache.hadoop.fs.s3a.AWSServiceIOException;
import org.apache.hadoop.net.ConnectTimeoutException;

/**
 * Trouble of an object store that another try may not meet, told from what another try would meet
 * again. The client has tried often by then.
 */
public final class StoreTrouble {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private StoreTrouble() {}

  /**
   * What to say of a failure: that the store had trouble, if it was that.
   *
   * @param otherwise what to say if it was not
   */
  public static String explain(Throwable failure, String otherwise) {
    return in(failure)
        .map(
            kind ->
                "the object store failed for too long (" + kind + "); run again once it is well")
        .orElse(otherwise);
  }

  /** The kind of trouble; never a message, which may hold a raw log's name. */
  public static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AWSServiceIOException answer) {
        return answered(answer);
      }
      if (cause instanceof AWSClientIOException
          || cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof ConnectTimeoutException) {
        return Optional.of(cause.getClass().getSimpleName());
      }
    }
    return Optional.empty();
  }

  /** The kind of error only: its message may hold a value out of a raw log. */
  public static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  private static Optional<String> answered(AWSServiceIOException answer) {
    int status = answer.statusCode();
    return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR
        ? Optional.of("it answered " + status)
        : Optional.empty();
  }
}
