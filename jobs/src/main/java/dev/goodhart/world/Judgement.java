package dev.goodhart.world;

import dev.goodhart.model.PeopleGroups;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.world.Trial.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Folder of what has come of single lessons: the next run goes on where one broke off. */
  private static final String LESSONS = "lessons";

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

  /** Runs the trials that have not been run there before, and writes what comes of all. */
  void pass(World world) throws IOException {
    Trial trial = new Trial(world, Worlds.SETTINGS);
    PeerExport.write(world, trial, folder);
    writeGroups(trial);
    Optional<Starter> starter = Starter.shipped();
    Map<String, Supplier<Optional<TrainedModel>>> lessons = lessons(trial, starter);
    Files.createDirectories(folder.resolve(LESSONS));
    List<String> lines = new ArrayList<>();
    lines.add(
        "kind,world,learnt_from,session,person,archetype,gaming,cost,young,probability,flagged");
    for (Map.Entry<String, Supplier<Optional<TrainedModel>>> lesson : lessons.entrySet()) {
      Path written = folder.resolve(LESSONS).resolve(lesson.getKey() + ".csv");
      if (!Files.exists(written)) {
        write(written, lines(lesson.getKey(), trial, lesson.getValue().get()));
      }
      lines.addAll(Files.readAllLines(written));
    }
    write(folder.resolve(OUTCOMES), lines);
  }

  /** A file is there whole or not at all. */
  private static void write(Path file, List<String> lines) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeGroups(Trial trial) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("kind,world,session,group");
    for (PeopleGroups.Member member : trial.groups()) {
      lines.add(Csv.line(kind, number, member.session(), member.group()));
    }
    Files.write(folder.resolve("groups.csv"), lines);
  }

  /** Ways of learning, by name; each comes to a model, or to none. */
  private Map<String, Supplier<Optional<TrainedModel>>> lessons(
      Trial trial, Optional<Starter> starter) {
    Optional<TrainedModel> untaught = starter.map(TrainedModel::of);
    Map<String, Supplier<TrainingResult>> taught = new LinkedHashMap<>();
    taught.put("reviews", () -> trial.learn(trial.reviews(), starter));
    taught.put(FEW_REVIEWS + " reviews", () -> trial.learn(trial.reviews(FEW_REVIEWS), starter));
    taught.put(
        PASSIVE_REVIEWS + " reviews", () -> trial.learn(trial.reviews(PASSIVE_REVIEWS), starter));
    taught.put("loop", () -> trial.learn(trial.chosenReviews(starter), starter));
    taught.put("truth", () -> trial.learnTheTruth(starter));
    Map<String, Supplier<Optional<TrainedModel>>> lessons = new LinkedHashMap<>();
    lessons.put("starter", () -> untaught);
    // Where there is too little to learn from, the starter stays in use.
    taught.forEach(
        (name, lesson) -> lessons.put(name, () -> learnt(name, lesson).or(() -> untaught)));
    lessons.put(
        NO_STARTER, () -> learnt(NO_STARTER, () -> trial.learn(trial.reviews(), Optional.empty())));
    return lessons;
  }

  private Optional<TrainedModel> learnt(String name, Supplier<TrainingResult> lesson) {
    long start = System.nanoTime();
    TrainingResult result = lesson.get();
    System.out.printf(
        "%s %d, %s: %.0f s. %s%n",
        kind, number, name, (System.nanoTime() - start) / 1e9, result.why());
    return result.model();
  }

  private List<String> lines(String learntFrom, Trial trial, Optional<TrainedModel> model) {
    return model.map(trial::outcomes).orElse(List.of()).stream()
        .map(outcome -> line(learntFrom, outcome))
        .toList();
  }

  private String line(String learntFrom, Outcome outcome) {
    return Csv.line(
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
        outcome.flagged() ? 1 : 0);
  }
}
