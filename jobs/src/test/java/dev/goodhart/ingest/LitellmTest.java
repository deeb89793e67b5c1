package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LitellmTest extends FormatTest {
  private static final String PAYLOAD =
      """
      {"id":"chatcmpl-1","trace_id":"t-1","call_type":"acompletion","status":"success",
      "model":"claude-sonnet-4-5","custom_llm_provider":"anthropic","response_cost":0.02,
      "prompt_tokens":1000,"completion_tokens":100,"startTime":1737710446.847371,
      "endTime":1737710448.1,"metadata":{"user_api_key_user_email":"Jo@corp.example",
      "usage_object":{"cache_read_input_tokens":700,"cache_creation_input_tokens":200}}}""";
  private static final String ROW =
      """
      {"request_id":"chatcmpl-1","call_type":"acompletion","status":"success",
      "model":"claude-sonnet-4-5","spend":0.02,"prompt_tokens":1000,"completion_tokens":100,
      "startTime":"2025-01-24 09:20:46.847371","session_id":"new-for-each-call","metadata":
      "{\\"user_api_key_user_email\\":\\"Jo@corp.example\\",\\"usage_object\\":\
      {\\"cache_read_input_tokens\\":700,\\"cache_creation_input_tokens\\":200}}"}""";

  LitellmTest() {
    super(new Litellm());
  }

  @Test
  void shouldReadOneCallAlikeInBothShapes() {
    Event ofPayload = read(PAYLOAD).get(0);
    Event ofRow = read(ROW).get(0);

    for (String column :
        new String[] {
          "event_id",
          "event_time",
          "user_id",
          "input_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "output_tokens",
          "cost_usd"
        }) {
      assertThat(ofRow.get(column)).as(column).isNotNull().isEqualTo(ofPayload.get(column));
    }
    assertThat(ofRow.get("input_tokens")).isEqualTo(100L);
  }

  @Test
  void shouldNotTakeTheSessionOfARow() {
    assertThat(read(PAYLOAD).get(0).get("session_id")).isEqualTo("t-1");
    assertThat(read(ROW).get(0).get("session_id")).isNull();
  }

  @Test
  void shouldBelieveACostOfNothingOnlyOfTheProxysOwnCache() {
    String free = PAYLOAD.replace("\"response_cost\":0.02", "\"response_cost\":0.0");
    Event call = read(free).get(0);
    Event hit = read(free.replace("\"status\"", "\"cache_hit\":true,\"status\"")).get(0);

    assertThat(call.get("cost_source")).isEqualTo("priced");
    assertThat((Double) call.get("cost_usd")).isPositive();
    assertThat(hit.get("cost_source")).isEqualTo("reported");
    assertThat(hit.get("cost_usd")).isEqualTo(0.0);
  }
}
