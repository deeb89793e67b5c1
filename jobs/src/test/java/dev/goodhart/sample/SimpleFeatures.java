package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goodhart.sample.RawWorld.Branch;
import dev.goodhart.sample.RawWorld.Seen;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Plain figures of sessions, straight from raw logs: what anybody would try first. */
final class SimpleFeatures {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> TRIVIAL =
      Set.of("ls", "echo", "cat", "pwd", "sleep", "true", "date", "cd", "head", "which", "wc");

  private SimpleFeatures() {}

  /** Features by session; a figure that a session does not have is NaN. */
  static Map<String, Map<String, Double>> of(RawWorld world) {
    Map<String, Set<String>> onBranch = new HashMap<>();
    Map<String, Integer> prompts = new HashMap<>();
    world.sessions.forEach(
        (session, events) -> {
          onBranch.computeIfAbsent(branchOf(events), key -> new HashSet<>()).add(session);
          textsOf(events).stream().distinct().forEach(text -> prompts.merge(text, 1, Integer::sum));
        });
    Map<String, Map<String, Double>> features = new TreeMap<>();
    world.sessions.forEach(
        (session, events) ->
            features.put(
                session,
                of(
                    events,
                    world.branches.getOrDefault(branchOf(events), new Branch()),
                    onBranch.get(branchOf(events)).size(),
                    prompts)));
    return features;
  }

  private static String branchOf(List<Seen> events) {
    Map<String, String> fields = events.get(0).fields();
    return fields.get("vcs.repository.name") + " " + fields.get("vcs.ref.head.name");
  }

  private static List<String> textsOf(List<Seen> events) {
    return events.stream()
        .filter(event -> event.name().equals("user_prompt"))
        .map(event -> event.fields().get("prompt"))
        .filter(text -> !text.equals("<REDACTED>"))
        .toList();
  }

  private static Map<String, Double> of(
      List<Seen> events, Branch branch, int company, Map<String, Integer> promptSessions) {
    List<Seen> calls = named(events, "api_request");
    List<Seen> prompts = named(events, "user_prompt");
    List<Seen> tools = named(events, "tool_result");
    List<JsonNode> parameters =
        tools.stream().map(tool -> json(tool.fields().get("tool_parameters"))).toList();
    Map<String, Double> f = new LinkedHashMap<>();

    double cost = sum(calls, Seen::cost);
    f.put("calls", (double) calls.size());
    f.put("prompts", (double) prompts.size());
    f.put("calls_per_prompt", ratio(calls.size(), prompts.size()));
    f.put("cost", cost);
    for (String tokens :
        List.of("input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens")) {
      f.put(tokens, sum(calls, call -> call.number(tokens)));
      f.put(tokens + "_per_call", ratio(f.get(tokens), calls.size()));
    }
    double all =
        f.get("input_tokens")
            + f.get("output_tokens")
            + f.get("cache_read_tokens")
            + f.get("cache_creation_tokens");
    f.put("total_tokens", all);
    f.put("output_share", ratio(f.get("output_tokens"), all));
    f.put("cache_share", ratio(f.get("cache_read_tokens"), all));
    f.put("cost_per_call", ratio(cost, calls.size()));
    f.put("first_context", calls.isEmpty() ? Double.NaN : context(calls.get(0)));
    f.put("largest_context", calls.stream().mapToDouble(SimpleFeatures::context).max().orElse(0));

    spread(f, "gap", gaps(events));
    spread(f, "call_gap", gaps(calls));
    spread(f, "think", thinkTimes(events));
    spread(f, "call_ms", values(calls, "duration_ms"));
    spread(f, "output", values(calls, "output_tokens"));
    spread(f, "prompt_chars", values(prompts, "prompt_length"));
    spread(f, "result_bytes", values(tools, "tool_result_size_bytes"));
    spread(f, "input_bytes", values(tools, "tool_input_size_bytes"));

    List<String> texts = textsOf(events);
    List<String> inputs = fields(parameters, "input_sha256");
    List<String> files = new ArrayList<>(fields(parameters, "file_path"));
    files.addAll(fields(parameters, "file_path_sha256"));
    f.put("prompt_repeat", repeated(texts));
    f.put("input_repeat", repeated(inputs));
    f.put("distinct_inputs", (double) Set.copyOf(inputs).size());
    f.put("file_repeat", repeated(files));
    f.put("distinct_files", (double) Set.copyOf(files).size());
    f.put(
        "prompt_elsewhere",
        texts.isEmpty()
            ? Double.NaN
            : texts.stream().filter(text -> promptSessions.get(text) > 1).count()
                / (double) texts.size());

    Map<String, Long> byTool =
        tools.stream()
            .collect(
                Collectors.groupingBy(
                    tool -> tool.fields().get("tool_name"), Collectors.counting()));
    for (String tool :
        List.of("Edit", "Write", "Read", "Grep", "Glob", "Bash", "Task", "TodoWrite")) {
      f.put("share_" + tool, ratio((double) byTool.getOrDefault(tool, 0L), tools.size()));
    }
    long edits = byTool.getOrDefault("Edit", 0L) + byTool.getOrDefault("Write", 0L);
    f.put("edits", (double) edits);
    f.put("edits_per_cost", ratio((double) edits, cost));
    f.put("tools", (double) tools.size());
    f.put("tools_per_call", ratio(tools.size(), calls.size()));
    List<String> words = fields(parameters, "bash_command");
    f.put("trivial", (double) words.stream().filter(TRIVIAL::contains).count());
    f.put("trivial_share", ratio(f.get("trivial"), words.size()));
    f.put("errors", count(tools, "success", "false"));
    f.put("error_share", ratio(f.get("errors"), tools.size()));
    f.put("api_errors", (double) named(events, "api_error").size());
    f.put("compactions", (double) named(events, "compaction").size());
    f.put("rejects", ratio(count(tools, "decision_type", "reject"), tools.size()));
    f.put("unattended", ratio(count(tools, "decision_source", "config"), tools.size()));
    f.put("headless", count(events, "terminal.type", "non-interactive") > 0 ? 1.0 : 0.0);
    double agents = calls.stream().filter(call -> call.fields().containsKey("agent.name")).count();
    f.put("agent_calls", agents);
    f.put("agent_share", ratio(agents, calls.size()));

    ZonedDateTime start = Instant.ofEpochMilli(events.get(0).at()).atZone(ZoneOffset.UTC);
    f.put("hour", start.getHour() + start.getMinute() / 60.0);
    f.put("weekday", (double) start.getDayOfWeek().getValue());
    f.put("day", (double) start.getDayOfYear());
    f.put("millis", (double) (events.get(0).at() % 1000));
    f.put("minutes", (events.get(events.size() - 1).at() - events.get(0).at()) / 60_000.0);

    f.put("opened", branch.opened ? 1.0 : 0.0);
    f.put("merged", branch.merged ? 1.0 : 0.0);
    f.put("added", branch.added);
    f.put("removed", branch.removed);
    f.put("rework", ratio(branch.removed, branch.added + branch.removed));
    f.put("pushes", (double) branch.pushes);
    f.put("lines_per_cost", ratio(branch.merged ? branch.added : 0, cost));
    f.put("company", (double) company);
    return f;
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Seen> named(List<Seen> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  private static List<String> fields(List<JsonNode> parameters, String name) {
    return parameters.stream()
        .filter(node -> node.has(name))
        .map(node -> node.get(name).asText())
        .toList();
  }

  private static double context(Seen call) {
    return call.number("input_tokens")
        + call.number("cache_read_tokens")
        + call.number("cache_creation_tokens");
  }

  private static List<Double> gaps(List<Seen> events) {
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < events.size(); i++) {
      gaps.add((events.get(i).at() - events.get(i - 1).at()) / 1000.0);
    }
    return gaps;
  }

  private static List<Double> thinkTimes(List<Seen> events) {
    List<Double> times = new ArrayList<>();
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).name().equals("user_prompt")) {
        times.add((events.get(i).at() - events.get(i - 1).at()) / 1000.0);
      }
    }
    return times;
  }

  private static List<Double> values(List<Seen> events, String field) {
    return events.stream().map(event -> event.number(field)).toList();
  }

  private static void spread(Map<String, Double> features, String name, List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double square = values.stream().mapToDouble(v -> v * v).average().orElse(Double.NaN);
    List<Double> sorted = values.stream().sorted().toList();
    features.put(name + "_mean", mean);
    features.put(name + "_median", sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2));
    features.put(
        name + "_cv", values.size() < 3 ? Double.NaN : Math.sqrt(square - mean * mean) / mean);
  }

  private static double sum(Collection<Seen> events, ToDoubleFunction<Seen> value) {
    return events.stream().mapToDouble(value).sum();
  }

  private static double count(List<Seen> events, String field, String value) {
    return events.stream().filter(event -> value.equals(event.fields().get(field))).count();
  }

  private static double repeated(List<String> values) {
    return values.size() < 2 ? Double.NaN : 1 - (double) Set.copyOf(values).size() / values.size();
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }
}
