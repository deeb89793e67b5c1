package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses, among candidates, which sessions people should look at. In this order: those in band
 * likely; those that the model is least sure of; those most unlike anything reviewed or chosen,
 * among the more suspicious tenth; and a uniform audit sample, which is drawn before all others and
 * depends on the lot alone. No person is chosen more than twice, and no session that is much like
 * one chosen already, while there are others (the audit apart). What was chosen earlier in the same
 * week counts with the rest. The same candidates give the same choice.
 */
final class QueueChoice {
  static final String LIKELY = "likely";
  static final String UNCERTAIN = "uncertain";
  static final String NOVEL = "novel";
  static final String AUDIT = "audit";

  private static final double AUDIT_SHARE = 0.1;
  private static final double NOVEL_SHARE = 0.2;
  private static final double UNCERTAIN_SHARE = 0.3;
  private static final int MOST_A_PERSON = 2;

  /** Share of the candidates among which novel ones are looked for. */
  private static final double SUSPICIOUS = 0.1;

  /** Share of all pairs of sessions that are nearer to each other than what counts as alike. */
  private static final double ALIKE = 0.05;

  /** Of the distance within which sessions are alike: nearer ones are the same work over again. */
  private static final double ALL_BUT_THE_SAME = 0.25;

  /** Sessions whose pairs tell how far apart sessions are. */
  private static final int PAIRED = 200;

  private final Places places;
  private final double alike;
  private final Map<String, Integer> byPerson = new HashMap<>();
  private final Map<String, Pick> picks = new LinkedHashMap<>();

  /**
   * A session that may be chosen.
   *
   * @param probability the model's; NaN where no model judged it
   * @param lot order drawn by lot
   */
  record Candidate(
      String session,
      String person,
      double probability,
      boolean likely,
      long lot,
      Figures figures) {

    boolean judged() {
      return !Double.isNaN(probability);
    }
  }

  /**
   * A session that was chosen.
   *
   * @param probability with which it was chosen
   */
  record Pick(Candidate candidate, String because, double probability) {
    boolean isAudit() {
      return because.equals(AUDIT);
    }
  }

  private QueueChoice(Places places, double alike) {
    this.places = places;
    this.alike = alike;
  }

  /**
   * Adds to what was chosen before, most useful first and the audit sample last.
   *
   * @param earlier what was chosen before; it is chosen still
   * @param candidates others, in any order
   * @param drawnFrom number of sessions that the audit sample is drawn from
   * @param reviewed what has been reviewed, by session
   * @param capacity most that may be chosen in all
   */
  static List<Pick> choose(
      List<Pick> earlier,
      List<Candidate> candidates,
      long drawnFrom,
      Map<String, Figures> reviewed,
      int capacity) {
    List<Candidate> byLot = new ArrayList<>(candidates);
    byLot.sort(Comparator.comparingLong(Candidate::lot).thenComparing(Candidate::session));
    List<Pick> earlierAudit = earlier.stream().filter(Pick::isAudit).toList();
    int most = Math.min(capacity, earlier.size() + byLot.size());
    boolean scored = byLot.stream().anyMatch(Candidate::judged);
    int novel = part(most, scored ? NOVEL_SHARE : 0.5);
    int uncertain = scored ? part(most, UNCERTAIN_SHARE) : 0;
    int audit = scored ? part(most, AUDIT_SHARE) : most - novel;
    int room = Math.max(0, most - earlier.size());
    int draws = Math.min(Math.max(0, audit - earlierAudit.size()), room);
    List<Candidate> drawn = byLot.subList(0, draws);
    List<Candidate> rest = byLot.subList(draws, byLot.size());
    Places places = places(earlier, candidates, reviewed);
    QueueChoice choice = new QueueChoice(places, alike(byLot, places));
    earlier.stream().filter(pick -> !pick.isAudit()).forEach(choice::add);
    int byModel = most - earlierAudit.size() - draws;
    choice.take(LIKELY, likely(rest), byModel - novel - uncertain);
    choice.take(UNCERTAIN, uncertain(rest), byModel - novel);
    double allButTheSame = choice.alike * ALL_BUT_THE_SAME;
    choice.takeNovel(suspicious(rest), reviewed, byModel, allButTheSame);
    // In a small organisation the others may have taken most of the suspicious.
    choice.takeNovel(rest, reviewed, byModel, allButTheSame);
    choice.takeNovel(rest, reviewed, byModel, -1);
    List<Pick> chosen = new ArrayList<>(choice.picks.values());
    chosen.addAll(earlierAudit);
    double probability = (double) draws / Math.max(1, drawnFrom);
    drawn.forEach(candidate -> chosen.add(new Pick(candidate, AUDIT, probability)));
    return List.copyOf(chosen);
  }

  private static int part(int capacity, double share) {
    return (int) Math.ceil(share * capacity);
  }

  private static Places places(
      List<Pick> earlier, List<Candidate> candidates, Map<String, Figures> reviewed) {
    Map<String, Figures> all = new TreeMap<>(reviewed);
    earlier.forEach(pick -> all.put(pick.candidate().session(), pick.candidate().figures()));
    candidates.forEach(candidate -> all.put(candidate.session(), candidate.figures()));
    return Places.of(all);
  }

  private static double alike(List<Candidate> byLot, Places places) {
    List<Candidate> some = byLot.subList(0, Math.min(PAIRED, byLot.size()));
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < i; j++) {
        distances.add(places.apart(some.get(i).session(), some.get(j).session()));
      }
    }
    distances.sort(Comparator.naturalOrder());
    return distances.isEmpty() ? 0 : distances.get((int) (ALIKE * distances.size()));
  }

  private static List<Candidate> likely(List<Candidate> rest) {
    return rest.stream()
        .filter(Candidate::likely)
        .sorted(Comparator.comparingDouble(Candidate::probability).reversed())
        .toList();
  }

  private static List<Candidate> uncertain(List<Candidate> rest) {
    return rest.stream()
        .filter(candidate -> candidate.judged() && !candidate.likely())
        .sorted(Comparator.comparingDouble(candidate -> Math.abs(candidate.probability() - 0.5)))
        .toList();
  }

  /**
   * The tenth that the model finds most suspicious, those it has not judged among them: what is new
   * and plainly honest teaches little.
   */
  private static List<Candidate> suspicious(List<Candidate> rest) {
    double[] judged =
        rest.stream()
            .filter(Candidate::judged)
            .mapToDouble(Candidate::probability)
            .sorted()
            .toArray();
    double least = judged.length == 0 ? 0 : judged[(int) ((1 - SUSPICIOUS) * judged.length)];
    return rest.stream()
        .filter(candidate -> !candidate.judged() || candidate.probability() >= least)
        .toList();
  }

  /**
   * Takes until so many are chosen in all: first what is unlike the chosen ones, then what is at
   * least not all but the same, and leaves other places to what is chosen for another reason.
   */
  private void take(String because, List<Candidate> ordered, int most) {
    for (double apart : new double[] {alike, alike * ALL_BUT_THE_SAME}) {
      for (Candidate candidate : ordered) {
        if (picks.size() < most && mayBeTaken(candidate) && fromChosen(candidate) > apart) {
          add(new Pick(candidate, because, 1));
        }
      }
    }
  }

  /**
   * Farthest first from everything reviewed and from all that are chosen (greedy k-centre), and
   * from the chosen ones farther than {@code apart}.
   */
  private void takeNovel(
      List<Candidate> pool, Map<String, Figures> reviewed, int most, double apart) {
    Map<Candidate, Double> distance = new HashMap<>();
    for (Candidate candidate : pool) {
      double far = places.nearest(candidate.session(), reviewed.keySet());
      distance.put(candidate, Math.min(far, fromChosen(candidate)));
    }
    while (picks.size() < most) {
      Optional<Candidate> farthest =
          distance.keySet().stream()
              .filter(candidate -> mayBeTaken(candidate) && fromChosen(candidate) > apart)
              .max(
                  Comparator.<Candidate>comparingDouble(distance::get)
                      .thenComparing(Candidate::session));
      if (farthest.isEmpty()) {
        return;
      }
      Candidate taken = farthest.get();
      add(new Pick(taken, NOVEL, 1));
      distance.replaceAll(
          (candidate, far) -> Math.min(far, places.apart(candidate.session(), taken.session())));
    }
  }

  private boolean mayBeTaken(Candidate candidate) {
    return !picks.containsKey(candidate.session())
        && byPerson.getOrDefault(candidate.person(), 0) < MOST_A_PERSON;
  }

  private double fromChosen(Candidate candidate) {
    return picks.keySet().stream()
        .mapToDouble(chosen -> places.apart(candidate.session(), chosen))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private void add(Pick pick) {
    byPerson.merge(pick.candidate().person(), 1, Integer::sum);
    picks.put(pick.candidate().session(), pick);
  }
}
