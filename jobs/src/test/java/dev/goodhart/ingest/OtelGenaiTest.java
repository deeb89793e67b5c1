package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtelGenaiTest extends FormatTest {
  OtelGenaiTest() {
    super(new OtelGenai());
  }

  private static String span(String id, String operation, String input, String output) {
    return """
        {"traceId":"5b8e","spanId":"%s","startTimeUnixNano":"1790064714409000000","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"%s"}},
        {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
        {"key":"gen_ai.usage.%s","value":{"intValue":"1000"}},
        {"key":"gen_ai.usage.%s","value":{"intValue":"100"}},
        {"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":"300"}}]}"""
        .formatted(id, operation, input, output);
  }

  private static String line(String... spans) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + String.join(",", spans) + "]}]}]}";
  }

  @Test
  void shouldNotSumAnAgentsTotalsWithItsCalls() {
    List<Event> events =
        read(
            line(
                span("a1", "invoke_agent", "input_tokens", "output_tokens"),
                span("a2", "create_agent", "input_tokens", "output_tokens"),
                span("a3", "chat", "input_tokens", "output_tokens")));

    assertThat(events)
        .singleElement()
        .satisfies(call -> assertThat(call.get("input_tokens")).isEqualTo(700L));
  }

  @Test
  void shouldReadOlderNamesAlike() {
    Event now = read(line(span("a1", "chat", "input_tokens", "output_tokens"))).get(0);
    Event once = read(line(span("a1", "chat", "prompt_tokens", "completion_tokens"))).get(0);

    assertThat(once.toRow(Target.USAGE.table())).isEqualTo(now.toRow(Target.USAGE.table()));
  }
}
