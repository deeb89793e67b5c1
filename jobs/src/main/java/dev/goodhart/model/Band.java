package dev.goodhart.model;

import dev.goodhart.label.Verdicts;
import java.util.Locale;

/** What a score comes to. {@link #LIKELY} means flagged. */
enum Band {
  LIKELY,
  UNCLEAR,
  UNLIKELY,
  INSUFFICIENT_EVIDENCE;

  /**
   * The band of a session that a live model judged. A reviewer's verdict overrules the model.
   *
   * @param unclearShare of the threshold from which a session is unclear
   * @param judged whether there are calls enough to judge by
   * @param verdict latest verdict, null where none
   */
  static Band of(
      Suspicion suspicion, FlagRule rule, double unclearShare, boolean judged, String verdict) {
    if (Verdicts.TOKENMAXXING.equals(verdict)) {
      return LIKELY;
    }
    if (Verdicts.LEGITIMATE.equals(verdict) || Verdicts.RUNAWAY.equals(verdict)) {
      return UNLIKELY;
    }
    if (!judged) {
      return INSUFFICIENT_EVIDENCE;
    }
    if (rule.flags(suspicion)) {
      return LIKELY;
    }
    return rule.suspects(suspicion, unclearShare) ? UNCLEAR : UNLIKELY;
  }

  boolean suspected() {
    return this == LIKELY || this == UNCLEAR;
  }

  /** As the tables write it. */
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
