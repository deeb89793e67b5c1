package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaudeCodeOtlpTest extends FormatTest {
  ClaudeCodeOtlpTest() {
    super(new ClaudeCodeOtlp());
  }

  private static String line(String attributes) {
    return line("", attributes);
  }

  private static String line(String resource, String attributes) {
    return """
        {"resourceLogs":[{"resource":{"attributes":[%s]},"scopeLogs":[{"scope":
        {"name":"com.anthropic.claude_code.events"},"logRecords":[{"timeUnixNano":
        "1790064716309000000","body":{"stringValue":"claude_code.api_request"},
        "attributes":[%s]}]}]}]}"""
        .formatted(resource, attributes);
  }

  private static String text(String key, String value) {
    return "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}".formatted(key, value);
  }

  private static String whole(String key, String value) {
    return "{\"key\":\"%s\",\"value\":{\"intValue\":%s}}".formatted(key, value);
  }

  private static String base(String name) {
    return String.join(
        ",",
        text("event.name", name),
        text("session.id", "s1"),
        text("user.email", "jo@corp.example"),
        text("event.timestamp", "2026-09-22T08:11:55.409Z"),
        whole("event.sequence", "3"));
  }

  @Test
  void shouldReadAModelCallWhateverItsNumbersAreWrittenAs() {
    List<Event> events =
        read(
            line(
                String.join(
                    ",",
                    base("api_request"),
                    text("model", "claude-opus-4-5-20251101"),
                    whole("input_tokens", "\"12\""),
                    whole("output_tokens", "642"),
                    text("cache_read_tokens", "48211"),
                    whole("cache_creation_tokens", "2014"),
                    text("cost_usd", "0.0528"))));

    assertThat(events).hasSize(1);
    Event call = events.get(0);
    assertThat(call.get("kind")).isEqualTo("model_call");
    assertThat(call.get("model")).isEqualTo("claude-opus-4-5");
    assertThat(call.get("input_tokens")).isEqualTo(12L);
    assertThat(call.get("output_tokens")).isEqualTo(642L);
    assertThat(call.get("cache_read_tokens")).isEqualTo(48211L);
    assertThat(call.get("cache_write_tokens")).isEqualTo(2014L);
    assertThat(call.get("cost_usd")).isEqualTo(0.0528);
    assertThat(call.get("cost_source")).isEqualTo("reported");
    assertThat(call.get("event_time"))
        .isEqualTo(Timestamp.from(Instant.parse("2026-09-22T08:11:55.409Z")));
    assertThat(call.get("user_id")).isEqualTo(PSEUDONYMS.person("jo@corp.example"));
    assertThat(call.get("team")).isEqualTo("platform");
  }

  @Test
  void shouldTakeMillionthsWhereNoDollarsAreGiven() {
    Event call = read(line(base("api_request") + "," + whole("cost_usd_micros", "52755"))).get(0);

    assertThat(call.get("cost_usd")).isEqualTo(0.052755);
  }

  @Test
  void shouldPriceACallWithoutACostAndMarkAYoungerTable() {
    Event call =
        read(line(
                String.join(
                    ",",
                    text("event.name", "api_request"),
                    text("session.id", "s1"),
                    text("event.timestamp", "2026-01-22T08:11:55.409Z"),
                    text("model", "claude-opus-4-5-20251101"),
                    whole("input_tokens", "1000"),
                    whole("output_tokens", "100"))))
            .get(0);

    assertThat((Double) call.get("cost_usd")).isEqualTo(1000 * 5e-6 + 100 * 2.5e-5);
    assertThat(call.get("cost_source")).isEqualTo("priced");
    assertThat(call.get("marks")).isEqualTo("price_later");
  }

  @Test
  void shouldSayUnknownAndNotZeroWhereNoPriceIsKnown() {
    Event call =
        read(line(
                base("api_request")
                    + ","
                    + text("model", "in-house-9")
                    + ","
                    + whole("input_tokens", "5")))
            .get(0);

    assertThat(call.get("cost_source")).isEqualTo("unknown");
    assertThat(call.get("cost_usd")).isNull();
  }

  @Test
  void shouldTakeTheNameFromTheBodyWhereTheAttributeIsMissing() {
    Event call =
        read(line(
                String.join(
                    ",",
                    text("session.id", "s1"),
                    text("event.timestamp", "2026-09-22T08:11:55.409Z"))))
            .get(0);

    assertThat(call.get("kind")).isEqualTo("model_call");
  }

  @Test
  void shouldNotHashWithheldText() {
    Event prompt = read(line(base("user_prompt") + "," + text("prompt", "<REDACTED>"))).get(0);

    assertThat(prompt.get("content_hash")).isNull();
  }

  @Test
  void shouldKeepNothingOfAToolsInputButHashesAndAKnownFirstWord() {
    String parameters =
        "{\\\"bash_command\\\":\\\"git\\\",\\\"full_command\\\":\\\"git commit -m secret\\\","
            + "\\\"file_path\\\":\\\"/home/jo/plan.txt\\\","
            + "\\\"git_commit_id\\\":\\\"ec26c3e57ca3a959ca5aad62de7213c562f8c821\\\"}";
    Event call =
        read(line(
                base("tool_result")
                    + ","
                    + text("tool_name", "Bash")
                    + ","
                    + text("success", "false")
                    + ","
                    + text("tool_parameters", parameters)))
            .get(0);

    assertThat(call.get("command")).isEqualTo("git");
    assertThat(call.get("succeeded")).isEqualTo(false);
    assertThat(call.get("commit_sha")).isEqualTo("ec26c3e57ca3a959ca5aad62de7213c562f8c821");
    assertThat((String) call.get("file_hash")).matches("[0-9a-f]{64}");
    assertThat((String) call.get("content_hash")).matches("[0-9a-f]{64}");
    assertThat(call.toRow(Target.USAGE.table()).toString())
        .doesNotContain("secret")
        .doesNotContain("plan");
  }

  @Test
  void shouldNotTakeAToolsNameForItsInput() {
    String name = "\\\"mcp_server_name\\\":\\\"browser\\\",\\\"mcp_tool_name\\\":\\\"click\\\"";

    assertThat(contentHash("{" + name + "}")).isNull();
    assertThat(contentHash("{\\\"skill_name\\\":\\\"review\\\"}")).isNull();
    assertThat(contentHash("{\\\"subagent_type\\\":\\\"Explore\\\"}")).isNull();
    assertThat(contentHash("{" + name + ",\\\"selector\\\":\\\"#a\\\"}"))
        .isNotNull()
        .isNotEqualTo(contentHash("{" + name + ",\\\"selector\\\":\\\"#b\\\"}"));
  }

  private Object contentHash(String parameters) {
    return read(line(base("tool_result") + "," + text("tool_parameters", parameters)))
        .get(0)
        .get("content_hash");
  }

  @Test
  void shouldLetTheRecordsOwnRepositoryWinOverTheResources() {
    Event call =
        read(line(
                text("vcs.repository.name", "acme/of-resource"),
                base("api_request") + "," + text("vcs.repository.name", "acme/of-record")))
            .get(0);

    assertThat(call.get("repository")).isEqualTo("acme/of-record");
  }

  @Test
  void shouldGiveOneEventOneKeyWhateverElseIsInTheRecord() {
    Event once = read(line(base("api_request"))).get(0);
    Event again = read(line(base("api_request") + "," + whole("duration_ms", "9"))).get(0);
    Event later = read(line(base("api_request").replace("55.409", "56.409"))).get(0);

    assertThat(again.get("event_id")).isEqualTo(once.get("event_id"));
    assertThat(later.get("event_id")).isNotEqualTo(once.get("event_id"));
  }

  @Test
  void shouldIgnoreEventsThatItHasNoUseFor() {
    assertThat(read(line(base("subagent_completed") + "," + whole("total_tokens", "9")))).isEmpty();
  }

  @Test
  void shouldRejectNegativeCounts() {
    rejects(base("api_request") + "," + whole("input_tokens", "-1"), RejectReason.OUT_OF_RANGE);
  }

  @Test
  void shouldRejectNumbersThatAreNone() {
    rejects(base("api_request") + "," + text("input_tokens", "many"), RejectReason.WRONG_TYPE);
    rejects(base("api_request") + "," + text("cost_usd", "NaN"), RejectReason.OUT_OF_RANGE);
  }

  @Test
  void shouldRejectALineInWhichNoRecordIsFound() {
    assertThat(read("{\"resourceLogs\":[]}")).isEmpty();
    assertThatThrownBy(() -> read("{\"resourceLogs\":[{\"scopeLogs\":[{\"records\":[{}]}]}]}"))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.UNKNOWN_SHAPE));
  }

  @Test
  void shouldRejectARecordWithoutASession() {
    rejects(
        text("event.name", "api_request") + "," + text("event.timestamp", "2026-09-22T08:11:55Z"),
        RejectReason.MISSING_FIELD);
  }

  private void rejects(String attributes, RejectReason reason) {
    assertThatThrownBy(() -> read(line(attributes)))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
