package dev.goodhart.sample;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * People who look at sessions: mostly at dear ones, some days later, and not always right.
 *
 * <p>Rates: 30 % of the gaming sessions looked at are passed as legitimate, 2 % of the honest ones
 * are accused, 5 % are left unsure; a quarter of the accusations and 4 % of the rest are looked at
 * again by somebody who is right in 85 % of cases.
 */
public final class Reviewers {
  static final double MISSED = 0.30;
  static final double ACCUSED = 0.02;
  private static final double UNSURE = 0.05;
  private static final double RUNAWAY_SEEN = 0.6;
  private static final double SECOND_IS_RIGHT = 0.85;

  /** Makes the wanted share of all sessions, those among them whose review comes too late. */
  private static final double DEAR = 4.6;

  private final SampleOptions options;
  private final Fitted fitted;

  Reviewers(SampleOptions options, Fitted fitted) {
    this.options = options;
    this.fitted = fitted;
  }

  /** Writes the reviews of a session, if anybody looks at it. */
  void review(SessionPlan plan, double cost, Instant ended, Deliveries.Sink sink)
      throws IOException {
    Draw draw = Draw.of(plan.seed(), "review");
    double dear = fitted.shareBelow("cost_usd", cost);
    if (!draw.chance(Math.min(1, options.reviews() * DEAR * dear * dear))) {
      return;
    }
    Instant at = ended.plus(3, ChronoUnit.DAYS).plusSeconds(draw.below(9 * 86_400 - 7200));
    String verdict = verdict(plan.kind().label(), draw);
    sink.deliver(at, line(plan, verdict, at, draw));
    if (draw.chance(verdict.equals("tokenmaxxing") ? 0.25 : 0.04)) {
      Instant later = at.plusSeconds(86_400L + draw.below(5 * 86_400));
      String second =
          draw.chance(SECOND_IS_RIGHT)
              ? plan.kind().label().text()
              : verdict(plan.kind().label(), draw);
      sink.deliver(later, line(plan, second, later, draw));
    }
  }

  /**
   * What one of them says of a session.
   *
   * @param label the truth, as a truth file has it
   */
  public static String verdict(String label, long seed, String session) {
    return verdict(
        Kind.Label.valueOf(label.toUpperCase(Locale.ROOT)), Draw.of(seed, "verdict", session));
  }

  static String verdict(Kind.Label label, Draw draw) {
    if (draw.chance(UNSURE)) {
      return "unsure";
    }
    return switch (label) {
      case TOKENMAXXING -> draw.chance(MISSED) ? "legitimate" : "tokenmaxxing";
      case RUNAWAY -> draw.chance(RUNAWAY_SEEN) ? "runaway" : "legitimate";
      case LEGITIMATE -> draw.chance(ACCUSED) ? "tokenmaxxing" : "legitimate";
    };
  }

  private byte[] line(SessionPlan plan, String verdict, Instant at, Draw draw) {
    int reviewer = draw.below(Math.max(1, Math.min(options.users(), 12)));
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("session_id", plan.id());
          json.writeStringField("verdict", verdict);
          json.writeStringField("reviewer", "reviewer" + (reviewer + 1) + "@corp.example");
          json.writeStringField("reviewed_at", at.truncatedTo(ChronoUnit.SECONDS).toString());
          json.writeStringField("note", draw.chance(0.3) ? "looked at " + Texts.MARKER : "");
          json.writeEndObject();
        });
  }
}
