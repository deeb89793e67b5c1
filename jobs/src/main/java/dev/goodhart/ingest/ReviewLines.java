package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;

/** People's reviews of sessions, as {@code goodhart review} writes them. */
final class ReviewLines implements RawFormat {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "review";
  }

  @Override
  public Target target() {
    return Target.REVIEW;
  }

  @Override
  public List<String> knownKeys() {
    return List.of("session_id", "verdict", "reviewer", "reviewed_at", "note");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    String verdict = Fields.required(rec.path("verdict"), "verdict").toLowerCase(Locale.ROOT);
    if (!Verdict.WORDS.contains(verdict)) {
      throw new RejectedException(RejectReason.UNKNOWN_VALUE, "verdict");
    }
    Timestamp reviewed = Fields.time(rec.path("reviewed_at"), "reviewed_at");
    if (reviewed == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "reviewed_at");
    }
    String session = Fields.required(rec.path("session_id"), "session_id");
    String reviewer = Fields.required(rec.path("reviewer"), "reviewer");
    return List.of(
        new Event()
            .set("session_id", Plain.session(session, context.pseudonyms()))
            .set(
                "reviewer_id",
                context.pseudonyms().person(context.identities().identifierOfLogin(reviewer)))
            .set("reviewed_at", reviewed)
            .set("verdict", verdict));
  }
}
