package dev.goodhart.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of the real logs, as {@code data-samples/fit/fit_real.py} measured them. */
final class Fitted {
  /** Names and weights, in descending order of weight. */
  record Shares(List<String> names, List<Double> weights) {}

  private static final String RESOURCE = "fitted.json";

  /** The largest 0.5 % are resumed or suspended work (days between two events): not drawn. */
  private static final double LARGEST = 0.995;

  private final double[] grid;
  private final Map<String, double[]> quantiles = new HashMap<>();
  private final Map<String, Double> betweenSessions = new HashMap<>();
  private final JsonNode share;

  private Fitted(JsonNode root) {
    grid = doubles(root.get("grid"));
    for (String section : List.of("session", "outcome")) {
      root.get(section)
          .properties()
          .forEach(field -> quantiles.put(field.getKey(), doubles(field.getValue())));
    }
    root.get("pooled")
        .properties()
        .forEach(
            field -> {
              quantiles.put(field.getKey(), doubles(field.getValue().get("quantiles")));
              betweenSessions.put(
                  field.getKey(), field.getValue().get("between_sessions").asDouble());
            });
    share = root.get("share");
  }

  static Fitted load() {
    try (InputStream in = Fitted.class.getResourceAsStream(RESOURCE)) {
      return new Fitted(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  /** The value of a figure at a standard score. */
  double at(String figure, double score) {
    double[] values = quantiles.get(figure);
    double u = Math.min(phi(score), LARGEST);
    int above = 1;
    while (above < grid.length - 1 && grid[above] < u) {
      above++;
    }
    double part = (u - grid[above - 1]) / (grid[above] - grid[above - 1]);
    double low = Math.log1p(values[above - 1]);
    double high = Math.log1p(values[above]);
    return Math.expm1(low + (high - low) * part);
  }

  /** The share of the real sessions that lies below a value. */
  double shareBelow(String figure, double value) {
    double[] values = quantiles.get(figure);
    int above = 0;
    while (above < values.length && values[above] < value) {
      above++;
    }
    return above == 0 ? 0 : above == values.length ? 1 : (grid[above - 1] + grid[above]) / 2;
  }

  /**
   * A figure of one event: the session's score and the event's own one, mixed so that sessions
   * differ from each other as the real ones do.
   *
   * @param evenness 1 keeps the spread within the session, less narrows it
   */
  double at(String figure, double session, double event, double evenness) {
    double between = betweenSessions.get(figure);
    return at(figure, Math.sqrt(between) * session + Math.sqrt(1 - between) * evenness * event);
  }

  Shares shares(String name) {
    List<String> names = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    share
        .get(name)
        .properties()
        .forEach(
            field -> {
              names.add(field.getKey());
              weights.add(field.getValue().asDouble());
            });
    return new Shares(List.copyOf(names), List.copyOf(weights));
  }

  /** Standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 1e-7). */
  static double phi(double score) {
    double t = 1 / (1 + 0.2316419 * Math.abs(score));
    double tail =
        Math.exp(-score * score / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return score >= 0 ? 1 - tail : tail;
  }

  static double logistic(double value) {
    return 1 / (1 + Math.exp(-value));
  }
}
