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
   * @param judged whether there are calls enough to judge by
   * @param verdict latest verdict, null where none
   */
  static Band of(
      double probability,
      OptionalDouble threshold,
      double unclearShare,
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
    if (threshold.isPresent() && probability >= threshold.getAsDouble()) {
      return LIKELY;
    }
    return probability >= unclearShare * threshold.orElse(1) ? UNCLEAR : UNLIKELY;
  }

  boolean suspected() {
    return this == LIKELY || this == UNCLEAR;
  }

  /** As the tables write it. */
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
