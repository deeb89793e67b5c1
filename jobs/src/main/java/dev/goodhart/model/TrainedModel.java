package dev.goodhart.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;

/**
 * A model that can score: MLlib's pipeline, and around it what MLlib does not keep (features and
 * what is usual, calibration, threshold), which goes to JSON and back without losing a bit.
 */
public final class TrainedModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PipelineModel pipeline;
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
      Calibration calibration,
      OptionalDouble threshold,
      String thresholdText,
      Quality rankingQuality) {}

  record Quality(double averagePrecision, double low) {}

  TrainedModel(PipelineModel pipeline, Parameters parameters) {
    this.pipeline = pipeline;
    this.parameters = parameters;
  }

  /**
   * A saved model.
   *
   * @param json what {@link #parametersJson} gave
   * @throws IllegalArgumentException when the JSON is not of this class's making
   */
  public static TrainedModel of(PipelineModel pipeline, String json) {
    return new TrainedModel(pipeline, read(json));
  }

  public String version() {
    return parameters.version();
  }

  public LocalDate trainedOn() {
    return parameters.trainedOn();
  }

  public String estimator() {
    return "random forest";
  }

  /** The MLlib part, to be saved beside {@link #parametersJson}. */
  public PipelineModel pipeline() {
    return pipeline;
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

  /** The parts that score, free of Spark. */
  ScoringCore core() {
    RandomForestClassificationModel forest =
        (RandomForestClassificationModel) pipeline.stages()[pipeline.stages().length - 1];
    return new ScoringCore(Ensemble.of(forest), parameters.space(), parameters.calibration());
  }

  /** Everything that the pipeline does not hold, for {@code ml.models.parameters}. */
  public String parametersJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", parameters.version());
    json.put("trained_on", parameters.trainedOn().toString());
    ObjectNode usual = json.putObject("usual");
    parameters.space().usualByName().forEach(usual::put);
    json.putObject("calibration")
        .put("slope", parameters.calibration().slope())
        .put("intercept", parameters.calibration().intercept());
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
      List<String> names = new ArrayList<>();
      List<Double> usual = new ArrayList<>();
      json.required("usual")
          .properties()
          .forEach(
              entry -> {
                names.add(entry.getKey());
                usual.add(entry.getValue().asDouble());
              });
      JsonNode calibration = json.required("calibration");
      JsonNode quality = json.required("ranking_quality");
      return new Parameters(
          json.required("version").asText(),
          LocalDate.parse(json.required("trained_on").asText()),
          FeatureSpace.of(names, usual.stream().mapToDouble(Double::doubleValue).toArray()),
          new Calibration(
              calibration.required("slope").asDouble(),
              calibration.required("intercept").asDouble()),
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
}
