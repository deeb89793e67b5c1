package dev.goodhart.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of session that occur; {@link Tells} says how they differ. */
enum Kind {
  FEATURE(Label.LEGITIMATE),
  MIGRATION(Label.LEGITIMATE),
  EVALUATION_BATCH(Label.LEGITIMATE),
  INCIDENT(Label.LEGITIMATE),
  RESEARCH(Label.LEGITIMATE),
  CODE_REVIEW(Label.LEGITIMATE),
  PROTOTYPE_DISCARDED(Label.LEGITIMATE),
  HARD_DEBUGGING(Label.LEGITIMATE),
  FAILED_ATTEMPT(Label.LEGITIMATE),
  PARALLEL_AGENTS(Label.LEGITIMATE),
  ONBOARDING(Label.LEGITIMATE),
  LARGE_REFACTOR(Label.LEGITIMATE),
  LONG_CONTEXT_QUESTION(Label.LEGITIMATE),
  SCHEDULED_AUTOMATION(Label.LEGITIMATE),
  PAIRING(Label.LEGITIMATE),
  HACKATHON_WEEK(Label.LEGITIMATE),
  NEW_MODEL_TRIAL(Label.LEGITIMATE),
  QUICK_QUESTION(Label.LEGITIMATE),
  RUNAWAY(Label.RUNAWAY),
  BUSYWORK(Label.TOKENMAXXING),
  CONTEXT_STUFFING(Label.TOKENMAXXING),
  TEXT_GENERATION_LOOP(Label.TOKENMAXXING),
  MICRO_CALL_LOOP(Label.TOKENMAXXING),
  SUBAGENT_FAN_OUT(Label.TOKENMAXXING),
  TARGET_BINGE(Label.TOKENMAXXING),
  KEEP_ALIVE(Label.TOKENMAXXING),
  THROWAWAY_CODE(Label.TOKENMAXXING),
  CHURN(Label.TOKENMAXXING),
  JUNK_CHANGE(Label.TOKENMAXXING),
  SPLIT_CHANGE(Label.TOKENMAXXING);

  enum Label {
    LEGITIMATE,
    TOKENMAXXING,
    RUNAWAY;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Label label;

  Kind(Label label) {
    this.label = label;
  }

  Label label() {
    return label;
  }

  boolean gaming() {
    return label == Label.TOKENMAXXING;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Kind> gamingKinds() {
    return Arrays.stream(values()).filter(Kind::gaming).toList();
  }

  static List<String> gamingNames() {
    return gamingKinds().stream().map(Kind::text).toList();
  }
}
