package dev.goodhart.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.label.Figures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.PipelineModel;

/**
 * A model that can score: MLlib's pipeline, the starter, and around them what MLlib does not keep
 * (features and what is usual, how the parts are blended, threshold), which goes to JSON and back
 * without losing a bit.
 */
public final class TrainedModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<PipelineModel> pipeline;
  private final Optional<Starter> starter;
  private final Parameters parameters;

  /**
   * What is kept beside the pipeline.
   *
   * @param rankingQuality average precision on out-of-fold rows, with the lower end of its interval
   */
  record Parameters(
      String version,
      LocalDate trainedOn,
      FeatureSpace space,
      Blend blend,
      OptionalDouble threshold,
      String thresholdText,
      Quality rankingQuality) {}

  record Quality(double averagePrecision, double low) {}

  TrainedModel(PipelineModel pipeline, Optional<Starter> starter, Parameters parameters) {
    this(Optional.of(pipeline), starter, parameters);
  }

  private TrainedModel(
      Optional<PipelineModel> pipeline, Optional<Starter> starter, Parameters parameters) {
    this.pipeline = pipeline;
    this.starter = starter;
    this.parameters = parameters;
  }

  /**
   * A saved model.
   *
   * @param starter the one that it was trained with
   * @param json what {@link #parametersJson} gave
   * @throws IllegalArgumentException when the JSON is not of this class's making
   */
  public static TrainedModel of(PipelineModel pipeline, Optional<Starter> starter, String json) {
    return new TrainedModel(pipeline, starter, read(json));
  }

  /**
   * The starter in place of a model, for as long as none was learnt from the organisation's own.
   */
  public static TrainedModel of(Starter starter) {
    return new TrainedModel(
        Optional.empty(),
        Optional.of(starter),
        new Parameters(
            "starter-" + starter.version(),
            LocalDate.EPOCH,
            starter.space(),
            new Blend(0, 1, 0, 0),
            OptionalDouble.empty(),
            "Nobody is flagged: no model has been learnt from this organisation's reviews yet. A"
                + " starter model, learnt from made-up organisations, orders the review queue.",
            new Quality(Double.NaN, Double.NaN)));
  }

  public String version() {
    return parameters.version();
  }

  public LocalDate trainedOn() {
    return parameters.trainedOn();
  }

  public String estimator() {
    String own = pipeline.map(fitted -> Estimator.of(fitted).described()).orElse("none");
    return starter.isPresent() ? own + " and starter" : own;
  }

  /** Whether it was learnt from the organisation's own reviews; only then may it flag anybody. */
  public boolean learntHere() {
    return pipeline.isPresent();
  }

  /** The MLlib part, to be saved beside {@link #parametersJson}; a starter alone has none. */
  public PipelineModel pipeline() {
    return pipeline.orElseThrow();
  }

  /** The starter that it was trained with, to be saved too. */
  public Optional<Starter> starter() {
    return starter;
  }

  /** Probability from which a session is flagged; empty where nobody is. */
  public OptionalDouble threshold() {
    return parameters.threshold();
  }

  /** Why the threshold is where it is, or what is missing; a sentence for a report. */
  public String thresholdText() {
    return parameters.thresholdText();
  }

  Parameters parameters() {
    return parameters;
  }

  /** The probability of tokenmaxxing that it gives to a session's figures. */
  public ToDoubleFunction<Figures> probabilities() {
    ScoringCore core = core();
    return figures -> LogOdds.probability(core.margin(figures));
  }

  /** The parts that score, free of Spark. */
  ScoringCore core() {
    if (pipeline.isEmpty()) {
      return starter.orElseThrow().alone();
    }
    Ensemble own = Estimator.trees(pipeline.orElseThrow());
    Blend blend = parameters.blend();
    List<ScoringCore.Part> parts = new ArrayList<>();
    parts.add(new ScoringCore.Part(own, parameters.space(), blend.own()));
    starter.ifPresent(
        made -> parts.add(new ScoringCore.Part(made.trees(), made.space(), blend.starter())));
    double shift = starter.map(made -> blend.starter() * made.shift()).orElse(0.0);
    return ScoringCore.of(parts, blend.intercept() + shift, blend.young());
  }

  /** Everything that the pipeline does not hold, for {@code ml.models.parameters}. */
  public String parametersJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", parameters.version());
    json.put("trained_on", parameters.trainedOn().toString());
    ObjectNode usual = json.putObject("usual");
    parameters.space().usualByName().forEach(usual::put);
    json.putObject("blend")
        .put("own", parameters.blend().own())
        .put("starter", parameters.blend().starter())
        .put("intercept", parameters.blend().intercept())
        .put("young", parameters.blend().young());
    starter.ifPresent(made -> json.put("starter_version", made.version()));
    parameters.threshold().ifPresent(threshold -> json.put("threshold", threshold));
    json.put("threshold_text", parameters.thresholdText());
    json.putObject("ranking_quality")
        .put("average_precision", parameters.rankingQuality().averagePrecision())
        .put("low", parameters.rankingQuality().low());
    return json.toString();
  }

  private static Parameters read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode quality = json.required("ranking_quality");
      return new Parameters(
          json.required("version").asText(),
          LocalDate.parse(json.required("trained_on").asText()),
          FeatureSpace.of(json.required("usual")),
          blend(json),
          json.has("threshold")
              ? OptionalDouble.of(json.get("threshold").asDouble())
              : OptionalDouble.empty(),
          json.required("threshold_text").asText(),
          new Quality(
              quality.required("average_precision").asDouble(),
              quality.required("low").asDouble()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a saved model's parameters are not JSON", e);
    }
  }

  /** Before lakes of format 5 there was no starter, and the forest's score was calibrated alone. */
  private static Blend blend(JsonNode json) {
    if (json.has("calibration")) {
      JsonNode calibration = json.get("calibration");
      return new Blend(
          calibration.required("slope").asDouble(),
          0,
          calibration.required("intercept").asDouble(),
          0);
    }
    JsonNode blend = json.required("blend");
    return new Blend(
        blend.required("own").asDouble(),
        blend.required("starter").asDouble(),
        blend.required("intercept").asDouble(),
        blend.required("young").asDouble());
  }
}
