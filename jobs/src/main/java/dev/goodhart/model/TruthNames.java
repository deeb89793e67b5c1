package dev.goodhart.model;

import static dev.goodhart.model.TruthReport.line;
import static dev.goodhart.model.TruthReport.share;

import dev.goodhart.model.TruthReport.Judged;
import java.util.List;

/**
 * How often scores name the archetype rightly: that of flagged gaming, and runaways, which are
 * waste and no gaming, as such. Sessions that were scored without a model have no name to be right.
 */
final class TruthNames {
  private TruthNames() {}

  static String inWords(List<Judged> rows) {
    List<Judged> flagged = rows.stream().filter(row -> row.gaming() && row.flagged()).toList();
    List<Judged> runaways =
        rows.stream().filter(row -> row.kind().equals(Archetypes.RUNAWAY)).toList();
    return line(
        "Of %d flagged gaming sessions, named their true kind: %s; of %d runaways, flagged: %s,"
            + " named runaway: %s.",
        flagged.size(),
        namedRightly(flagged),
        runaways.size(),
        share(runaways, Judged::flagged),
        namedRightly(runaways));
  }

  private static Intervals.Share namedRightly(List<Judged> rows) {
    return share(
        rows.stream().filter(row -> row.named() != null).toList(),
        row -> row.named().equals(row.kind()));
  }
}
