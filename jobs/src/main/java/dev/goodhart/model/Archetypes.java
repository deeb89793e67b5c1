package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.label.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/**
 * Names what a session looks like: the kind that a multinomial logistic regression finds likeliest
 * which learnt from made-up organisations ({@link ArchetypeTrainer}). Gaming is named only where
 * the model finds it at least unclear, and then how it is likeliest to have been done, were it
 * gaming or a runaway. A runaway agent is waste, not intent, so it is named whatever the model
 * thinks, where that is likelier than anything else. All else is {@value #OTHER}.
 */
public final class Archetypes {
  static final String OTHER = "other";
  public static final String RUNAWAY = "runaway";
  static final String HONEST = "honest";

  /** A name that is less likely than this says nothing. */
  private static final double ENOUGH = 0.3;

  private static final String SHIPPED = "/dev/goodhart/model/archetypes.json.gz";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Knows no name, as in a build that has learnt none yet. */
  private static final Archetypes NONE =
      new Archetypes(FeatureSpace.of(List.of(), new double[0]), new TreeMap<>());

  private final FeatureSpace space;

  /** By name, in the names' order. */
  private final Map<String, Line> lines;

  /** What makes a kind likely: its logit. */
  private record Line(double intercept, List<Double> weights) {
    Line {
      weights = List.copyOf(weights);
    }

    double at(double[] vector) {
      double sum = intercept;
      for (int i = 0; i < vector.length; i++) {
        sum += weights.get(i) * vector[i];
      }
      return sum;
    }
  }

  /**
   * What a session looks like.
   *
   * @param confidence probability of the name among those that it was chosen from; NaN for {@value
   *     #OTHER}
   */
  public record Named(String name, double confidence) {}

  private Archetypes(FeatureSpace space, Map<String, Line> lines) {
    this.space = space;
    this.lines = lines;
  }

  /**
   * From a fitted regression.
   *
   * @param weights a row for each name, in the names' order
   */
  static Archetypes of(FeatureSpace space, List<String> names, Matrix weights, Vector intercepts) {
    Map<String, Line> lines = new TreeMap<>();
    for (int row = 0; row < names.size(); row++) {
      List<Double> line = new ArrayList<>();
      for (int column = 0; column < space.size(); column++) {
        line.add(weights.apply(row, column));
      }
      lines.put(names.get(row), new Line(intercepts.apply(row), line));
    }
    return new Archetypes(space, lines);
  }

  /** Those in the jar; they know no name in a build that has learnt none yet. */
  public static Archetypes shipped() {
    return Shipped.ARCHETYPES;
  }

  private static final class Shipped {
    private static final Archetypes ARCHETYPES = load();

    private static Archetypes load() {
      try (InputStream packed = Archetypes.class.getResourceAsStream(SHIPPED)) {
        return packed == null ? NONE : of(JSON.readTree(new GZIPInputStream(packed)));
      } catch (IOException e) {
        throw new UncheckedIOException("the jar's archetypes can't be read", e);
      }
    }
  }

  /** What a session looks like; gaming only where it is suspected. */
  public Named name(Figures figures, boolean suspected) {
    double[] vector = space.plain(figures);
    Map<String, Double> odds = new TreeMap<>();
    lines.forEach((name, line) -> odds.put(name, line.at(vector)));
    if (suspected) {
      odds.remove(HONEST);
    }
    double most = odds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    odds.replaceAll((name, logit) -> Math.exp(logit - most));
    double all = odds.values().stream().mapToDouble(Double::doubleValue).sum();
    Named likeliest =
        odds.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(entry -> new Named(entry.getKey(), entry.getValue() / all))
            .filter(named -> named.confidence() >= ENOUGH)
            .orElse(new Named(OTHER, Double.NaN));
    return suspected || likeliest.name().equals(RUNAWAY) ? likeliest : new Named(OTHER, Double.NaN);
  }

  /** As a file. */
  public String json() {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode usual = json.putObject("usual");
    space.usualByName().forEach(usual::put);
    ObjectNode kinds = json.putObject("kinds");
    lines.forEach(
        (name, line) -> {
          ObjectNode kind = kinds.putObject(name);
          kind.put("intercept", line.intercept());
          ArrayNode weights = kind.putArray("weights");
          line.weights().forEach(weights::add);
        });
    return json.toString();
  }

  /**
   * What {@link #json} wrote.
   *
   * @throws UncheckedIOException when the text is not of this class's making
   */
  static Archetypes of(String text) {
    try {
      return of(JSON.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException("archetypes can't be read", e);
    }
  }

  private static Archetypes of(JsonNode json) {
    Map<String, Line> lines = new TreeMap<>();
    json.get("kinds")
        .properties()
        .forEach(
            kind -> {
              List<Double> weights = new ArrayList<>();
              kind.getValue().get("weights").forEach(weight -> weights.add(weight.asDouble()));
              lines.put(
                  kind.getKey(), new Line(kind.getValue().get("intercept").asDouble(), weights));
            });
    return new Archetypes(FeatureSpace.of(json.get("usual")), lines);
  }
}
