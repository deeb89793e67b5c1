package dev.goodhart.world;

import dev.goodhart.model.PeopleGroups;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.world.Trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One world's held-out sessions as judged after each way of learning, beside their truth, and what
 * others may learn from the same world.
 */
final class Judgement {
  private static final int FEW_REVIEWS = 100;

  /** What the loop, with 120 at most, is held against. */
  private static final int PASSIVE_REVIEWS = 450;

  private static final String OUTCOMES = "outcomes.csv";

  private static final String NO_STARTER = "reviews, no starter";

  private final String kind;
  private final int number;
  private final Path folder;

  /**
   * Where it is written down.
   *
   * @param kind of world
   * @param number the world's among those of its kind
   * @param folder its own
   */
  Judgement(String kind, int number, Path folder) {
    this.kind = kind;
    this.number = number;
    this.folder = folder;
  }

  /** Whether {@link #pass} came to its end there, which it says. */
  boolean isPassed() {
    boolean passed = Files.exists(folder.resolve(OUTCOMES));
    if (passed) {
      System.out.printf("%s %d was judged before%n", kind, number);
    }
    return passed;
  }

  /** Runs the trials and writes what comes of them. */
  void pass(World world) throws IOException {
    Trial trial = new Trial(world, Worlds.SETTINGS);
    PeerExport.write(world, trial, folder);
    writeGroups(trial);
    Path unfinished = folder.resolve(OUTCOMES + ".unfinished");
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      out.write(
          "kind,world,learnt_from,session,person,archetype,gaming,cost,young,probability,flagged\n");
      judge(trial, out);
    }
    Files.move(unfinished, folder.resolve(OUTCOMES));
  }

  private void writeGroups(Trial trial) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("kind,world,session,group");
    for (PeopleGroups.Member member : trial.groups()) {
      lines.add(Csv.line(kind, number, member.session(), member.group()));
    }
    Files.write(folder.resolve("groups.csv"), lines);
  }

  private void judge(Trial trial, Writer out) {
    Optional<Starter> starter = Starter.shipped();
    starter.ifPresent(made -> write("starter", trial.outcomes(TrainedModel.of(made)), out));
    Map<String, Supplier<TrainingResult>> lessons = new LinkedHashMap<>();
    lessons.put("reviews", () -> trial.learn(trial.reviews(), starter));
    lessons.put(FEW_REVIEWS + " reviews", () -> trial.learn(trial.reviews(FEW_REVIEWS), starter));
    lessons.put(
        PASSIVE_REVIEWS + " reviews", () -> trial.learn(trial.reviews(PASSIVE_REVIEWS), starter));
    lessons.put("loop", () -> trial.learn(trial.chosenReviews(starter), starter));
    lessons.put("truth", () -> trial.learnTheTruth(starter));
    lessons.put(NO_STARTER, () -> trial.learn(trial.reviews(), Optional.empty()));
    lessons.forEach(
        (name, lesson) -> {
          long start = System.nanoTime();
          TrainingResult result = lesson.get();
          System.out.printf(
              "%s %d, %s: %.0f s. %s%n",
              kind, number, name, (System.nanoTime() - start) / 1e9, result.why());
          // Where there is too little to learn from, the starter stays in use.
          result
              .model()
              .or(() -> name.equals(NO_STARTER) ? Optional.empty() : starter.map(TrainedModel::of))
              .ifPresent(model -> write(name, trial.outcomes(model), out));
        });
  }

  private void write(String learntFrom, List<Outcome> outcomes, Writer out) {
    try {
      for (Outcome outcome : outcomes) {
        out.write(
            String.format(
                Locale.ROOT,
                "%s,%d,\"%s\",%s,%s,%s,%d,%s,%d,%s,%d%n",
                kind,
                number,
                learntFrom,
                outcome.session(),
                outcome.person(),
                outcome.kind(),
                outcome.gaming() ? 1 : 0,
                outcome.cost(),
                outcome.young() ? 1 : 0,
                outcome.probability(),
                outcome.flagged() ? 1 : 0));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
