package dev.goodhart;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back the first writer of an object until a second one writes it too, so that both have
 * looked before and found nothing there.
 */
final class PutRace {
  private static final int WRITERS = 2;

  private final String key;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean over;

  /** A race for the object whose key ends so. */
  PutRace(String key) {
    this.key = key;
  }

  /** Goes on with a request, now or once the other writer has come. */
  void enter(HttpRequest request, Runnable goOn) {
    start(request, goOn).forEach(Runnable::run);
  }

  private synchronized List<Runnable> start(HttpRequest request, Runnable goOn) {
    if (over || !request.method().equals(HttpMethod.PUT) || !request.uri().endsWith(key)) {
      return List.of(goOn);
    }
    waiting.add(goOn);
    over = waiting.size() == WRITERS;
    return over ? waiting : List.of();
  }
}
