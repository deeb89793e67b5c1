package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.label.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What made-up organisations teach: boosted trees trained on the truth about many of them, shipped
 * with the program. It orders the reviews of an organisation that has none yet, and is one part of
 * every model that learns from an organisation's own; it never flags anybody by itself.
 *
 * <p>Its margin is the log-odds of tokenmaxxing where {@value #BASE_RATE} of the sessions are.
 */
public final class Starter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Share of gaming sessions that its margin assumes. */
  static final double BASE_RATE = 0.05;

  /** Made-up organisations teach less about real ones than their own truth: margins are halved. */
  private static final double SHRUNK = 0.5;

  private static final String SHIPPED = "/dev/goodhart/model/starter.json.gz";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String version;
  private final FeatureSpace space;
  private final Ensemble trees;
  private final double shift;

  private Starter(String version, FeatureSpace space, Ensemble trees, double shift) {
    this.version = version;
    this.space = space;
    this.trees = trees;
    this.shift = shift;
  }

  /**
   * A starter.
   *
   * @param learntShare share of gaming sessions among those that the trees learnt from
   */
  static Starter of(String version, FeatureSpace space, Ensemble trees, double learntShare) {
    return new Starter(version, space, trees, LogOdds.of(BASE_RATE) - LogOdds.of(learntShare));
  }

  /** The one in the jar; empty in a build that has made none yet. */
  public static Optional<Starter> shipped() {
    return Shipped.STARTER;
  }

  private static final class Shipped {
    private static final Optional<Starter> STARTER = load();

    private static Optional<Starter> load() {
      try (InputStream packed = Starter.class.getResourceAsStream(SHIPPED)) {
        return packed == null
            ? Optional.empty()
            : Optional.of(Starter.of(JSON.readTree(new GZIPInputStream(packed))));
      } catch (IOException e) {
        throw new UncheckedIOException("the jar's starter model can't be read", e);
      }
    }
  }

  public String version() {
    return version;
  }

  FeatureSpace space() {
    return space;
  }

  Ensemble trees() {
    return trees;
  }

  double shift() {
    return shift;
  }

  /** Log-odds of tokenmaxxing of a session of which nothing is known, at the assumed base rate. */
  double base() {
    return trees.expected() + shift;
  }

  /** Additive shares in its own space; with the base they sum up to a session's log-odds. */
  double[] shares(Figures figures, List<TreeShap> explainers) {
    return trees.shares(space.vector(figures), explainers);
  }

  /** The starter as a model of its own, for as long as there is no better one. */
  ScoringCore alone() {
    return ScoringCore.of(
        List.of(new TreesPart(trees, space, SHRUNK)),
        SHRUNK * shift + (1 - SHRUNK) * LogOdds.of(BASE_RATE),
        0);
  }

  /** As a file; read back by {@link #of(String)}. */
  public String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", version);
    json.put("shift", shift);
    ObjectNode usual = json.putObject("usual");
    space.usualByName().forEach(usual::put);
    json.set("trees", trees.json(JSON));
    return json.toString();
  }

  /**
   * A starter that was kept.
   *
   * @throws UncheckedIOException when the text is not of this class's making
   */
  public static Starter of(String text) {
    try {
      return of(JSON.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException("a kept starter model can't be read", e);
    }
  }

  private static Starter of(JsonNode json) {
    return new Starter(
        json.required("version").asText(),
        FeatureSpace.of(json.required("usual")),
        Ensemble.of(json.required("trees")),
        json.required("shift").asDouble());
  }
}
