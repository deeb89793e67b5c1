package dev.goodhart.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.label.Figures;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;

/**
 * A model that can score: the starter and what reviews changed about it, MLlib's pipeline where
 * there are trees of the organisation's own, and around them features and what is usual, how the
 * parts are blended, and the threshold. All but the pipeline goes to JSON and back without losing a
 * bit.
 */
public final class TrainedModel {
  /** The versions of starters begin so, and no other model's. */
  public static final String STARTER = "starter-";

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
      Optional<Tuning> tuning,
      Blend blend,
      OptionalDouble threshold,
      String thresholdText,
      Quality rankingQuality) {}

  record Quality(double averagePrecision, double low) {}

  TrainedModel(Optional<PipelineModel> pipeline, Optional<Starter> starter, Parameters parameters) {
    this.pipeline = pipeline;
    this.starter = starter;
    this.parameters = parameters;
  }

  /**
   * A saved model.
   *
   * @param pipeline MLlib's part, where it has one
   * @param starter the one that it was trained with
   * @param json what {@link #parametersJson} gave
   * @throws IllegalArgumentException when the JSON is not of this class's making
   */
  public static TrainedModel of(
      Optional<PipelineModel> pipeline, Optional<Starter> starter, String json) {
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
            STARTER + starter.version(),
            LocalDate.EPOCH,
            starter.space(),
            Optional.empty(),
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
    Stream<String> parts =
        Stream.of(
                parameters.tuning().map(tuning -> "tuned starter"),
                pipeline.map(Estimator::described))
            .flatMap(Optional::stream);
    String all = parts.collect(Collectors.joining(" and "));
    return all.isEmpty() ? "starter" : all;
  }

  /** Whether it was learnt from the organisation's own reviews; only then may it flag anybody. */
  public boolean learntHere() {
    return pipeline.isPresent() || parameters.tuning().isPresent();
  }

  /**
   * The organisation's own trees, where it has some, to be saved beside {@link #parametersJson}.
   */
  public Optional<PipelineModel> pipeline() {
    return pipeline;
  }

  /** The starter that it was trained with, to be saved too. */
  public Optional<Starter> starter() {
    return starter;
  }

  /** Probability from which a session is flagged; empty where nobody is. */
  public OptionalDouble threshold() {
    return parameters.threshold();
  }

  /** Whom it flags. */
  public FlagRule flagRule() {
    return FlagRule.of(threshold());
  }

  /** Why the threshold is where it is, or what is missing; a sentence for a report. */
  public String thresholdText() {
    return parameters.thresholdText();
  }

  Parameters parameters() {
    return parameters;
  }

  /** What it makes of a session's figures, as a rule for flags needs it; for one thread. */
  public Function<Figures, Suspicion> suspicions() {
    ScoringCore core = core();
    ScoringCore.Explainer explainer = core.explainer();
    FreeTells freeTells = FreeTells.of(core.names());
    return figures -> Suspicion.of(explainer.explain(figures), freeTells);
  }

  /** The parts that score, free of Spark. */
  ScoringCore core() {
    if (!learntHere()) {
      return starter.orElseThrow().alone();
    }
    return new Parts(
            pipeline.map(Estimator::trees), parameters.space(), parameters.tuning(), starter)
        .core(parameters.blend());
  }

  /** Everything that the pipeline does not hold, for {@code ml.models.parameters}. */
  public String parametersJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", parameters.version());
    json.put("trained_on", parameters.trainedOn().toString());
    ObjectNode usual = json.putObject("usual");
    parameters.space().usualByName().forEach(usual::put);
    parameters.tuning().ifPresent(tuning -> json.set("tuning", tuning.json(JSON)));
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
          json.has("tuning") ? Optional.of(Tuning.of(json.get("tuning"))) : Optional.empty(),
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
