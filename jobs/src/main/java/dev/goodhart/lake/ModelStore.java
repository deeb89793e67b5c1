package dev.goodhart.lake;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;

/**
 * Trained models, kept with the lake by version. A version names its content, so a model that is
 * there is never written again; a marker written last tells a whole model from a broken off one.
 */
public final class ModelStore {
  private static final String WHOLE = "_WHOLE";

  /** Marks a model that has no part of MLlib's own. */
  private static final String WITHOUT = " without a pipeline";

  private final Lake lake;

  private ModelStore(Lake lake) {
    this.lake = lake;
  }

  public static ModelStore of(Lake lake) {
    return new ModelStore(lake);
  }

  /**
   * Keeps a model, unless its version is kept already.
   *
   * @param model MLlib's part, where it has one
   * @param beside further files by name, read back by {@link #readText}
   */
  public void save(String version, Optional<PipelineModel> model, Map<String, String> beside) {
    if (holds(version)) {
      return;
    }
    lake.checkLease();
    model.ifPresent(fitted -> save(version, fitted));
    beside.forEach((name, text) -> lake.writeText(folder(version) + "/" + name, text));
    lake.writeText(
        folder(version) + "/" + WHOLE, version + (model.isPresent() ? "" : WITHOUT) + "\n");
  }

  private void save(String version, PipelineModel model) {
    try {
      model.write().overwrite().save(lake.path(folder(version)));
    } catch (IOException e) {
      throw new LakeException(
          "can't keep model " + version + " in " + lake.path(folder(version)), e);
    }
  }

  /** A file beside a model; empty where it has none of that name. */
  public Optional<String> readText(String version, String name) {
    return lake.readText(folder(version) + "/" + name);
  }

  public boolean holds(String version) {
    return lake.readText(folder(version) + "/" + WHOLE).isPresent();
  }

  /**
   * Reads MLlib's part of a model back, where it has one.
   *
   * @throws LakeException when the lake has no such model
   */
  public Optional<PipelineModel> load(String version) {
    Optional<String> whole = lake.readText(folder(version) + "/" + WHOLE);
    if (whole.isEmpty()) {
      throw new LakeException(
          "the lake has no model "
              + version
              + " at "
              + lake.path(folder(version))
              + "; train one again");
    }
    return whole.orElseThrow().contains(WITHOUT)
        ? Optional.empty()
        : Optional.of(PipelineModel.load(lake.path(folder(version))));
  }

  private static String folder(String version) {
    return "ml_models/" + version;
  }
}
