package dev.goodhart.sample;

import java.util.Locale;

/** List prices of the models that the made-up people use. */
final class Prices {
  /** US dollars a million tokens. */
  private enum Price {
    OPUS(5, 25, 0.5, 6.25),
    SONNET(3, 15, 0.3, 3.75),
    HAIKU(1, 5, 0.1, 1.25);

    private final double input;
    private final double output;
    private final double cacheRead;
    private final double cacheWrite;

    Price(double input, double output, double cacheRead, double cacheWrite) {
      this.input = input;
      this.output = output;
      this.cacheRead = cacheRead;
      this.cacheWrite = cacheWrite;
    }
  }

  private Prices() {}

  /** Millionths of a dollar. */
  static long micros(String model, long input, long output, long cacheRead, long cacheWrite) {
    for (Price price : Price.values()) {
      if (model.contains(price.name().toLowerCase(Locale.ROOT))) {
        return Math.round(
            input * price.input
                + output * price.output
                + cacheRead * price.cacheRead
                + cacheWrite * price.cacheWrite);
      }
    }
    throw new IllegalStateException("no price for " + model);
  }
}
