package dev.goodhart.sample;

import static dev.goodhart.sample.Fitted.logistic;

import dev.goodhart.sample.Fitted.Shares;
import dev.goodhart.sample.Person.Cost;
import dev.goodhart.sample.Person.Prompts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Plays a session: prompts, model calls, tools, sub-agents, compactions and commits, event by
 * event. There is one way through here for every kind of session; only the dials differ.
 */
final class SessionScript {
  /** What a session runs in that nobody attends. */
  static final String HEADLESS = "non-interactive";

  private static final Set<String> TRIVIAL =
      Set.of("ls", "echo", "cat", "pwd", "sleep", "true", "date", "cd", "head", "which", "wc");
  private static final Set<String> EDIT = Set.of("Edit", "Write");
  private static final Set<String> SEARCH = Set.of("Grep", "Glob");
  private static final Set<String> PLAN = Set.of("TodoWrite", "TaskCreate", "TaskUpdate");
  private static final Set<String> WITH_FILE = Set.of("Edit", "Write", "Read");
  private static final Set<String> WITH_FIGURES =
      Set.of("Edit", "Write", "Read", "Grep", "Glob", "Bash", "Task", "TodoWrite", "WebFetch");

  /** What real transcripts record is too little: their text has 255 tokens a call. */
  private static final double TEXT_TOKENS_MEDIAN = 45;

  private static final double TEXT_TOKENS_SPREAD = 1.2;
  private static final double OUTPUT_BETWEEN = 0.22;
  private static final double BYTES_A_TOKEN = 3.8;
  private static final double BYTES_A_LINE = 80;
  private static final double COMPACT_AT = 150_000;
  private static final double CACHE_SECONDS = 300;
  private static final int MOST_CALLS = 900;
  private static final int FILES_OF_A_TASK = 60;

  /**
   * Of reads those that ask for a file as it is asked for elsewhere; like the next figure after the
   * real logs, where a fifth of reads and of commands are found in other sessions too.
   */
  private static final double WHOLE_FILE = 0.4;

  /** Of commands those that are customary in a repository. */
  private static final double CUSTOMARY = 0.2;

  /** Where every prompt comes from a template, such a share of tools' inputs does. */
  private static final double TEMPLATE_INPUTS = 0.5;

  private final SessionPlan plan;
  private final Fitted fitted;
  private final Draw draw;
  private final List<Event> events = new ArrayList<>();
  private final List<Task.Commit> commits = new ArrayList<>();

  private final boolean headless;
  private final double speed;
  private final double byHand;
  private final double errorShare;
  private final double rejectShare;
  private final double inputRepeat;
  private final double templateShare;
  private final double fileSpread;
  private final double trivialShare;
  private final double agentShare;
  private final double agentCalls;
  private final double[] groupWeights;
  private final List<Shares> groups;
  private final Shares trivialWords;
  private final Shares otherWords;
  private final List<Long> prompts = new ArrayList<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<Long> files = new ArrayList<>();

  private double editedLines;
  private int editsUntilCommit;
  private final boolean commitsAtAll;
  private final double kept;
  private String prompt = "";
  private int call;

  /** What a tool was asked, to be asked again. */
  private record Input(String tool, long key, int bytes, long file, String word) {}

  private SessionScript(SessionPlan plan, Fitted fitted) {
    this.plan = plan;
    this.fitted = fitted;
    this.draw = Draw.of(plan.seed(), "script");
    double unattended = plan.score(Dial.UNATTENDED);
    headless = draw.chance(logistic(-2.6 + 1.2 * unattended)) || plan.person().automation();
    byHand = headless ? 0 : logistic(-0.2 - 1.2 * unattended);
    speed = draw.normal();
    errorShare = fitted.at("error_share", plan.score(Dial.ERRORS));
    rejectShare = headless ? 0 : fitted.at("reject_share", plan.score(Dial.REJECTS));
    inputRepeat =
        fitted.at("input_repeat", plan.score(Dial.INPUT_REPEAT)) + rare(Dial.INPUT_REPEAT);
    templateShare = logistic(-2.6 + 1.3 * plan.score(Dial.TEMPLATE));
    fileSpread = fitted.at("file_spread", plan.score(Dial.FILE_SPREAD));
    trivialShare = fitted.at("trivial_share", plan.score(Dial.TRIVIAL));
    agentShare = Math.min(0.25, fitted.at("agent_share", plan.score(Dial.FANOUT)));
    agentCalls = agentShare > 0 ? logistic(-1.8 + 0.8 * plan.score(Dial.FANOUT)) : 0;
    Shares tools = fitted.shares("tool");
    groups =
        List.of(
            part(tools, EDIT::contains),
            part(tools, SEARCH::contains),
            part(tools, PLAN::contains),
            part(tools, SessionScript::neitherOfThese));
    groupWeights =
        new double[] {
          fitted.at("edit_share", plan.score(Dial.EDIT)),
          fitted.at("search_share", plan.score(Dial.SEARCH)),
          fitted.at("plan_share", plan.score(Dial.PLAN)),
          fitted.at("other_share", plan.score(Dial.OTHER)),
          fitted.at("read_share", plan.score(Dial.READ)),
          fitted.at("shell_share", plan.score(Dial.SHELL)),
        };
    Shares words = fitted.shares("bash_word");
    trivialWords = part(words, TRIVIAL::contains);
    otherWords = part(words, word -> !TRIVIAL.contains(word));
    commitsAtAll = draw.chance(logistic(1.7 + 1.1 * plan.score(Dial.YIELD)));
    kept = logistic(1.0 + 0.9 * plan.score(Dial.YIELD) + 0.5 * draw.normal());
    editsUntilCommit = 1 + draw.geometric(12);
  }

  /** The events of a session in order of time, and the commits that it made. */
  record Played(List<Event> events, List<Task.Commit> commits, String terminal) {}

  static Played play(SessionPlan plan, Fitted fitted) {
    SessionScript script = new SessionScript(plan, fitted);
    script.run();
    script.events.sort(Comparator.comparingLong(Event::at));
    return new Played(
        List.copyOf(script.events),
        List.copyOf(script.commits),
        script.headless ? HEADLESS : plan.person().client().terminal());
  }

  private static Shares part(Shares all, Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < all.names().size(); i++) {
      if (wanted.test(all.names().get(i))) {
        names.add(all.names().get(i));
        weights.add(all.weights().get(i));
      }
    }
    return new Shares(names, weights);
  }

  private static boolean neitherOfThese(String tool) {
    return !EDIT.contains(tool)
        && !SEARCH.contains(tool)
        && !tool.startsWith("Task")
        && !tool.startsWith("Todo")
        && !tool.equals("Read")
        && !tool.equals("Bash");
  }

  /**
   * A dial whose figure varies within sessions more than between them: sessions that are unusual in
   * it, of whatever kind, are so by more than the little that sessions differ in the mean.
   */
  private double reach(Dial dial, double more) {
    double score = plan.score(dial);
    return score * (1 + more * Math.max(0, Math.abs(score) - 1));
  }

  /** Batches and loops repeat themselves more than the real logs show, which hold few of either. */
  private double rare(Dial dial) {
    return 0.35 * logistic(3 * (plan.score(dial) - 1.9));
  }

  private void run() {
    int calls = (int) Math.max(1, Math.round(fitted.at("calls", plan.score(Dial.CALLS))));
    calls = (int) Math.max(1, Math.round(calls * (1 - agentCalls)));
    double left = Math.max(1, fitted.at("calls_per_prompt", plan.score(Dial.CALLS_PER_PROMPT)));
    int turns = (int) Math.max(1, Math.min(calls, Math.round(calls / left)));
    Strand main =
        new Strand(
            headless ? "sdk" : "repl_main_thread",
            "",
            plan.model(),
            fitted.at("first_context", 0.8 * plan.person().habit(Dial.CONTEXT) / Staff.HABIT_SPREAD)
                    * Math.exp(0.1 * draw.normal())
                + Math.exp(7.3 + 1.35 * plan.score(Dial.CONTEXT)),
            plan.startedAt().toEpochMilli());
    int done = 0;
    for (int turn = 0; turn < turns; turn++) {
      if (turn > 0) {
        main.at += think();
      }
      int until = turn == turns - 1 ? calls : done + share(calls - done, turns - turn);
      main.pasted = ask(main);
      while (done < until && call < MOST_CALLS) {
        done++;
        respond(main, done == until);
      }
    }
    if (commitsAtAll && editedLines > 0) {
      commit(main);
    }
  }

  /** A random part of what is left, one at least, such that each of the rest gets one. */
  private int share(int left, int turns) {
    double mean = (double) left / turns;
    int most = left - (turns - 1);
    return Math.max(1, Math.min(most, 1 + draw.geometric(Math.max(0.01, mean - 1))));
  }

  private long think() {
    double evenness = Math.max(0.15, Math.min(1.3, Math.exp(-0.35 * plan.score(Dial.RHYTHM))));
    double score = reach(Dial.THINK, 0.8) - (headless ? 1.5 : 0);
    return 200 + Math.round(1000 * fitted.at("think_s", score, draw.normal(), evenness));
  }

  /** Writes a prompt and returns its tokens. */
  private double ask(Strand strand) {
    prompt = draw.uuid();
    double repeat =
        fitted.at("prompt_repeat", plan.score(Dial.PROMPT_REPEAT)) + rare(Dial.PROMPT_REPEAT);
    boolean again =
        !prompts.isEmpty() && draw.chance(repeat * prompts.size() / (prompts.size() + 1));
    boolean template = draw.chance(templateShare);
    long key =
        again
            ? draw.pick(prompts)
            : template ? template() : Draw.key(plan.seed(), "prompt", prompts.size());
    prompts.add(key);
    double own = Draw.of(key, "chars").normal();
    double session = again || template ? 0 : 1;
    int chars =
        (int)
            Math.max(
                1,
                Math.round(
                    fitted.at("prompt_chars", session * reach(Dial.PROMPT_CHARS, 1.2), own, 1)));
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("prompt_length", (long) chars);
    attributes.put("prompt", promptText(key, chars));
    attributes.put("message.uuid", prompt);
    events.add(new Event(strand.at, "user_prompt", prompt, attributes, 0));
    return chars / BYTES_A_TOKEN;
  }

  private long template() {
    return Draw.key(plan.world(), "template", templateOwner(), draw.below(7));
  }

  private String templateOwner() {
    return draw.chance(0.15) ? plan.person().team() : Integer.toString(plan.person().index());
  }

  private String promptText(long key, int chars) {
    Prompts way = plan.person().client().prompts();
    if (way == Prompts.REDACTED || draw.chance(0.02)) {
      return Texts.HIDDEN;
    }
    return way == Prompts.PLAIN ? Texts.prompt(key, chars) : "sha256:" + Texts.hash(key);
  }

  /** One model call and the tools that it asks for. */
  private void respond(Strand strand, boolean last) {
    call++;
    if (draw.chance(Math.min(0.2, 0.0017 * Math.exp(0.9 * plan.score(Dial.ERRORS))))) {
      fail(strand);
    }
    if (strand.context > COMPACT_AT + draw.uniform(0, 8000)) {
      compact(strand);
    }
    List<Input> asked = new ArrayList<>();
    double tools = draw.normal() + 0.3 * reach(Dial.TOOLS, 1.2);
    int count = (int) Math.round(fitted.at("tools_after_call", 0, tools, 1));
    if (last && count > 0 && draw.chance(0.5)) {
      count = 0;
    }
    for (int i = 0; i < count; i++) {
      asked.add(choose(strand.agent.isEmpty()));
    }
    double score =
        Math.sqrt(OUTPUT_BETWEEN) * reach(Dial.OUTPUT, 0.25)
            + Math.sqrt(1 - OUTPUT_BETWEEN) * draw.normal();
    double text = TEXT_TOKENS_MEDIAN * Math.exp(TEXT_TOKENS_SPREAD * score) * (count == 0 ? 2 : 1);
    double output = text + asked.stream().mapToInt(Input::bytes).sum() / BYTES_A_TOKEN;
    call(strand, strand.source, Math.max(1, Math.round(output)));
    use(strand, asked);
  }

  private void call(Strand strand, String source, long output) {
    double latency =
        fitted.at(
            "latency_s",
            0.35 * speed
                + 0.5 * (Math.log(output / 110.0) / TEXT_TOKENS_SPREAD)
                + 0.7 * draw.normal());
    latency = Math.max(latency, 0.6 + output / 95.0);
    long gap = Math.round(1000 * latency);
    double before = strand.context;
    double grown =
        strand.pasted
            + 0.3 * fitted.at("growth_tokens", reach(Dial.GROWTH, 1), draw.normal(), 1)
            + strand.returned / BYTES_A_TOKEN
            + strand.said;
    strand.context = before + grown;
    boolean first = strand.first;
    strand.first = false;
    boolean expired = strand.at - strand.cachedAt > 1000 * CACHE_SECONDS;
    boolean missed = draw.chance(0.004) || (!first && expired && draw.chance(0.6));
    double warm = first ? 0.35 * before * (draw.chance(0.6) ? 1 : 0) : before;
    long read = Math.round(missed ? 0.15 * warm : warm);
    long input = Math.round(fitted.at("input_tokens", speed, draw.normal(), 1));
    long written = Math.max(0, Math.round(strand.context) - read - input);
    strand.at += gap;
    strand.cachedAt = strand.at;
    strand.said = output;
    strand.pasted = 0;
    strand.returned = 0;

    long micros = Prices.micros(strand.model, input, output, read, written);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("model", strand.model);
    attributes.put("input_tokens", input);
    attributes.put("output_tokens", output);
    attributes.put("cache_read_tokens", read);
    attributes.put("cache_creation_tokens", written);
    cost(attributes, micros);
    attributes.put("duration_ms", Math.max(1, gap - 20 - draw.below(200)));
    attributes.put("request_id", "req_011C" + draw.base62(20));
    attributes.put("query_source", source);
    if (!strand.agent.isEmpty()) {
      attributes.put("agent.name", strand.agent);
    }
    events.add(new Event(strand.at, Event.CALL, prompt, attributes, micros));
  }

  private void cost(Map<String, Object> attributes, long micros) {
    Cost way = plan.person().client().cost();
    if (way == Cost.DOUBLE) {
      attributes.put("cost_usd", micros / 1e6);
    } else if (way == Cost.STRING) {
      attributes.put("cost_usd", String.format(Locale.ROOT, "%.6f", micros / 1e6));
    } else {
      attributes.put("cost_usd_micros", micros);
    }
  }

  private void fail(Strand strand) {
    strand.at += 1000L + draw.below(20_000);
    boolean overloaded = draw.chance(0.7);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("model", strand.model);
    attributes.put("error", overloaded ? "Overloaded" : "Connection error.");
    attributes.put("status_code", overloaded ? "529" : "undefined");
    attributes.put("duration_ms", 500L + draw.below(3000));
    attributes.put("attempt", 1L + draw.geometric(0.5));
    attributes.put("query_source", strand.source);
    events.add(new Event(strand.at, "api_error", prompt, attributes, 0));
  }

  private void compact(Strand strand) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("trigger", draw.chance(0.9) ? "auto" : "manual");
    attributes.put("pre_tokens", Math.round(strand.context));
    call(strand, "compact", 900L + draw.below(2500));
    strand.at += 50;
    events.add(new Event(strand.at, "compaction", prompt, attributes, 0));
    strand.context = 28_000 + draw.uniform(0, 12_000);
    strand.first = true;
  }

  private Input choose(boolean mayDelegate) {
    if (!inputs.isEmpty() && draw.chance(inputRepeat)) {
      return draw.pick(inputs);
    }
    String tool = mayDelegate && draw.chance(agentShare) ? "Task" : tool();
    double size = EDIT.contains(tool) ? reach(Dial.EDIT_SIZE, 0.5) : 0;
    String figure = WITH_FIGURES.contains(tool) ? tool : "other";
    int bytes = (int) Math.round(fitted.at("input_bytes." + figure, size, draw.normal(), 1));
    long file = WITH_FILE.contains(tool) ? file() : 0;
    String word = tool.equals("Bash") ? word() : "";
    Input input = new Input(tool, inputKey(tool, file, word), bytes, file, word);
    inputs.add(input);
    return input;
  }

  /** Tools are asked the same in other sessions too: by habit, by template, or of the same file. */
  private long inputKey(String tool, long file, String word) {
    if (tool.equals("Read") && draw.chance(WHOLE_FILE)) {
      return Draw.key(plan.world(), "read", file);
    }
    if (draw.chance(TEMPLATE_INPUTS * templateShare)) {
      return Draw.key(plan.world(), "template input", templateOwner(), tool, draw.below(12));
    }
    if (tool.equals("Bash") && draw.chance(CUSTOMARY)) {
      return Draw.key(plan.world(), "command", plan.task().repository, word, draw.below(3));
    }
    return Draw.key(plan.seed(), "input", call, inputs.size());
  }

  private String tool() {
    int group = draw.weighted(groupWeights);
    if (group >= groups.size()) {
      return group == groups.size() ? "Read" : "Bash";
    }
    return groups.get(group).names().get(draw.weighted(groups.get(group).weights()));
  }

  private long file() {
    if (files.isEmpty() || draw.chance(fileSpread)) {
      int number = (int) (FILES_OF_A_TASK * Math.pow(draw.uniform(), 1.5));
      long key =
          draw.chance(0.6)
              ? Draw.key(0, plan.task().repository, plan.task().branch, number)
              : Draw.key(0, plan.task().repository, draw.below(2000));
      files.add(key);
      return key;
    }
    int back = Math.min(files.size() - 1, draw.geometric(3));
    return files.get(files.size() - 1 - back);
  }

  private String word() {
    Shares words = draw.chance(trivialShare) ? trivialWords : otherWords;
    return words.names().get(draw.weighted(words.weights()));
  }

  /** Runs the tools of one call side by side; the thread goes on when the last has answered. */
  private void use(Strand strand, List<Input> asked) {
    long start = strand.at;
    long end = start;
    for (Input input : asked) {
      long took = tool(strand, input, start);
      end = Math.max(end, start + took);
    }
    strand.at = end;
    for (Input input : asked) {
      if (EDIT.contains(input.tool())) {
        editedLines += input.bytes() / BYTES_A_LINE;
        editsUntilCommit--;
        if (commitsAtAll && editsUntilCommit <= 0) {
          commit(strand);
          editsUntilCommit = 1 + draw.geometric(12);
        }
      }
    }
  }

  private long tool(Strand strand, Input input, long start) {
    String id = "toolu_01" + draw.base62(22);
    boolean rejected = draw.chance(rejectShare);
    boolean hand = rejected || draw.chance(byHand);
    String source = rejected ? "user_reject" : hand ? handSource() : "config";
    long asked = start + 20 + draw.below(60);
    if (plan.person().client().decisions()) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("tool_name", input.tool());
      attributes.put("tool_use_id", id);
      attributes.put("decision", rejected ? "reject" : "accept");
      attributes.put("source", source);
      events.add(new Event(asked, "tool_decision", prompt, attributes, 0));
    }
    String figure = WITH_FIGURES.contains(input.tool()) ? input.tool() : "other";
    long took = Math.round(fitted.at("tool_ms." + figure, speed, draw.normal(), 1));
    if (input.tool().equals("Task") && !rejected) {
      took = Math.max(took / 10, delegate(strand, asked, input));
    }
    boolean ok = !rejected && !draw.chance(errorShare);
    double score = reach(Dial.RESULTS, 0.8);
    long result = Math.round(fitted.at("result_bytes." + figure, score, draw.normal(), 1));
    strand.returned += result;
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("tool_name", input.tool());
    attributes.put("tool_use_id", id);
    attributes.put("success", ok ? "true" : "false");
    attributes.put("duration_ms", took);
    if (!ok) {
      attributes.put("error_type", rejected ? "rejected" : "tool_error");
    }
    attributes.put("decision_type", rejected ? "reject" : "accept");
    attributes.put("decision_source", source);
    attributes.put("tool_input_size_bytes", (long) input.bytes());
    attributes.put("tool_result_size_bytes", result);
    attributes.put("tool_parameters", parameters(input));
    events.add(new Event(asked + took, "tool_result", prompt, attributes, 0));
    return asked + took - start;
  }

  private String handSource() {
    return draw.chance(0.6) ? "user_temporary" : "user_permanent";
  }

  private String parameters(Input input) {
    Map<String, String> fields = new LinkedHashMap<>();
    boolean plain = plan.person().client().paths();
    fields.put("input_sha256", Texts.hash(input.key()));
    if (input.file() != 0) {
      fields.put(
          plain ? "file_path" : "file_path_sha256",
          plain ? Texts.path(input.file()) : Texts.hash(input.file()));
    }
    if (!input.word().isEmpty()) {
      fields.put("bash_command", input.word());
      if (plain) {
        fields.put("full_command", Texts.command(input.word(), input.key()));
      }
    }
    return Json.object(fields);
  }

  /** A sub-agent: calls and tools of its own; milliseconds until it is done. */
  private long delegate(Strand parent, long start, Input input) {
    double delegations = Math.max(0.02, agentShare);
    int calls = 1 + draw.geometric(Math.max(0.5, agentCalls / (1 - agentCalls) / delegations));
    String name = List.of("Explore", "general-purpose", "Plan").get((int) (input.key() & 1));
    String model = draw.chance(0.25) ? Staff.MODELS.get(2) : parent.model;
    Strand agent =
        new Strand("agent:builtin:" + name, name, model, 9000 + draw.uniform(0, 9000), start);
    agent.pasted = input.bytes() / BYTES_A_TOKEN;
    for (int i = 0; i < Math.min(calls, 60) && call < MOST_CALLS; i++) {
      respond(agent, i == calls - 1);
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("agent.name", name);
    attributes.put("total_tokens", Math.round(agent.context + agent.said));
    attributes.put("duration_ms", agent.at - start);
    events.add(new Event(agent.at, "subagent_completed", prompt, attributes, 0));
    return agent.at - start;
  }

  /** A commit of what was edited since the last one. */
  private void commit(Strand strand) {
    int number = commits.size();
    Draw own = Draw.of(plan.seed(), "commit", number);
    double lines = editedLines * kept;
    double rework = logistic(-1.4 + 1.1 * plan.score(Dial.REWORK) + 0.6 * own.normal());
    String sha = own.hex(40);
    long took = 150L + own.below(2500);
    strand.at += took + 60;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("input_sha256", Texts.hash(own.below(Integer.MAX_VALUE)));
    fields.put("bash_command", "git");
    if (plan.person().client().paths()) {
      fields.put("full_command", Texts.command("git commit", plan.seed() + number));
    }
    if (plan.person().client().commits()) {
      fields.put("git_commit_id", sha);
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("tool_name", "Bash");
    attributes.put("tool_use_id", "toolu_01" + own.base62(22));
    attributes.put("success", "true");
    attributes.put("duration_ms", took);
    attributes.put("decision_type", "accept");
    attributes.put("decision_source", own.chance(byHand) ? handSource() : "config");
    attributes.put("tool_input_size_bytes", 90L + own.below(200));
    attributes.put("tool_result_size_bytes", 60L + own.below(300));
    attributes.put("tool_parameters", Json.object(fields));
    events.add(new Event(strand.at, "tool_result", prompt, attributes, 0));
    commits.add(
        new Task.Commit(
            sha,
            Instant.ofEpochMilli(strand.at),
            (int) Math.round(lines * (1 - 0.3 * rework)),
            (int) Math.round(lines * rework),
            Math.max(1, (int) Math.round(Math.sqrt(files.size() + 1.0))),
            Texts.message(plan.seed() + number)));
    editedLines = 0;
  }

  /** A line of calls that share a context: the main one, or a sub-agent. */
  private static final class Strand {
    final String source;
    final String agent;
    final String model;
    double context;
    long at;
    long cachedAt;
    boolean first = true;
    double pasted;
    double returned;
    double said;

    Strand(String source, String agent, String model, double context, long at) {
      this.source = source;
      this.agent = agent;
      this.model = model;
      this.context = context;
      this.at = at;
      this.cachedAt = at;
    }
  }
}
