package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The attributes of one log record or span; what stands only on its resource serves where the
 * record is silent.
 */
record OtlpAttributes(Map<String, JsonNode> own, Map<String, JsonNode> ofResource) {
  private static final List<String> PERSON =
      List.of("user.email", "user.account_uuid", "user.account_id", "enduser.id", "user.id");

  /**
   * Those of a record.
   *
   * @param rec as {@link Otlp#records} lays it out
   */
  static OtlpAttributes of(JsonNode rec) {
    return new OtlpAttributes(
        Otlp.attributes(rec.path("record").path("attributes")),
        Otlp.attributes(rec.path("resource").path("attributes")));
  }

  JsonNode node(String key) {
    JsonNode node = own.get(key);
    boolean silent = node == null || (node.isValueNode() && node.asText().isBlank());
    return silent ? ofResource.get(key) : node;
  }

  /** The first of several keys, newest name first, that is there. */
  JsonNode first(List<String> keys) {
    return keys.stream().map(this::node).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** A text, null where it is absent or blank. */
  String text(String key) {
    String text = Fields.text(node(key));
    return text == null || text.isBlank() ? null : text;
  }

  /** Sets who worked for which team on what, in the attributes that all telemetry shares. */
  void describe(Event event, Context.ForFile context) {
    Pseudonyms pseudonyms = context.pseudonyms();
    String person = context.identities().identifierOfLogin(Fields.text(first(PERSON)));
    String team = Plain.team(text("team.id"));
    team = team == null ? context.identities().teamOf(person) : team;
    String repository = Plain.repository(text("vcs.repository.name"));
    event
        .set("user_id", pseudonyms.person(person))
        .set("team", team == null ? Plain.team(text("department")) : team)
        .set("repository", repository)
        .set("branch", pseudonyms.branch(text("vcs.ref.head.name")))
        .set("task_key", Plain.taskKey(text("task.id"), repository, pseudonyms));
  }
}
