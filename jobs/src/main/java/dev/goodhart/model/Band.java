package dev.goodhart.model;

import dev.goodhart.label.Verdicts;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a score comes to. {@link #LIKELY} means flagged. */
enum Band {
  LIKELY,
  UNCLEAR,
  UNLIKELY,
  INSUFFICIENT_EVIDENCE;

  /**
   * The band of a session that a live model judged. A reviewer's verdict overrules the model.
   *
   * @param threshold probability from which a session is flagged, empty where nobody is
   * @param withoutFree probability that would be left without the one thing that speaks most for
   *     tokenmaxxing among those that are changed for free; one that would not even be unclear is
   *     no reason to flag anybody
   * @param judged whether there are calls enough to judge by
   * @param verdict latest verdict, null where none
   */
  static Band of(
      double probability,
      OptionalDouble threshold,
      double unclearShare,
      double withoutFree,
      boolean judged,
      String verdict) {
    if (Verdicts.TOKENMAXXING.equals(verdict)) {
      return LIKELY;
    }
    if (Verdicts.LEGITIMATE.equals(verdict) || Verdicts.RUNAWAY.equals(verdict)) {
      return UNLIKELY;
    }
    if (!judged) {
      return INSUFFICIENT_EVIDENCE;
    }
    double unclearFrom = unclearShare * threshold.orElse(1);
    if (threshold.isPresent()
        && probability >= threshold.getAsDouble()
        && withoutFree >= unclearFrom) {
      return LIKELY;
    }
    return probability >= unclearFrom ? UNCLEAR : UNLIKELY;
  }

  boolean suspected() {
    return this == LIKELY || this == UNCLEAR;
  }

  /** As the tables write it. */
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
