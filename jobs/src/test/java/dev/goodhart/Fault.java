package dev.goodhart;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/** What an object store does to a request on a bad day. */
public enum Fault {
  /** Refused with 503: too many requests. */
  SLOW_DOWN,
  /** The connection breaks before the request has arrived. */
  RESET,
  /** Carried out, but the answer does not come. */
  TIME_OUT,
  /** The answer breaks off half-way through its body. */
  HALF_BODY,
  /** A list refused with 503. */
  THROTTLED_LIST,
  /** A change is carried out, but the connection breaks before the answer. */
  LOST_ANSWER;

  /** Whether this can happen to the request. */
  public boolean fits(HttpRequest request) {
    return switch (this) {
      case SLOW_DOWN, RESET, TIME_OUT -> true;
      case HALF_BODY -> request.method().equals(HttpMethod.GET);
      case THROTTLED_LIST -> isList(request);
      case LOST_ANSWER ->
          !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    };
  }

  private static boolean isList(HttpRequest request) {
    return request.method().equals(HttpMethod.GET) && request.uri().contains("list-type=");
  }
}
