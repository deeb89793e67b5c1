package dev.goodhart.sample;

import dev.goodhart.sample.Person.Client;
import dev.goodhart.sample.Person.Cost;
import dev.goodhart.sample.Person.Prompts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the people of an organisation, each from the seed and the own number alone. */
final class Staff {
  /** Most people work honestly; a gamer's sessions are honest in the main, too. */
  private static final double GAMING_SHARE_OF_A_GAMER = 0.36;

  /** Standard deviation of people's habits; the rest of 1 lies between sessions of one person. */
  static final double HABIT_SPREAD = 0.45;

  private static final Set<Dial> RESULT = EnumSet.of(Dial.YIELD, Dial.PULL, Dial.MERGE);

  private static final int TEAM_SIZE = 8;
  private static final double SESSIONS_A_WORKING_DAY = 0.78;
  private static final double WORKING_DAYS_A_DAY = 5.3 / 7;

  private static final List<String> FIRST =
      List.of(
          "ada", "ben", "cleo", "dina", "emil", "fay", "gus", "hana", "ivo", "jun", "kai", "lena",
          "mira", "nils", "ola", "pia", "quin", "rosa", "sami", "tess", "ugo", "vera", "wim",
          "yara", "zeno");
  private static final List<String> LAST =
      List.of(
          "abel", "brandt", "castro", "dahl", "ekman", "fuchs", "grau", "haas", "iqbal", "jansen",
          "keller", "lund", "marek", "novak", "osei", "petit", "rossi", "sato", "tanaka", "ueda",
          "vogel", "weiss", "yilmaz", "zhou");
  private static final List<String> TEAMS =
      List.of(
          "payments",
          "platform",
          "search",
          "mobile",
          "data",
          "identity",
          "checkout",
          "growth",
          "risk",
          "tools");
  private static final List<String> ROLES =
      List.of("engineer", "senior", "manager", "data", "support", "newcomer");
  private static final double[] ROLE_WEIGHTS = {0.42, 0.2, 0.08, 0.12, 0.08, 0.1};
  private static final double ROLES_VARY = 0.8;
  private static final int[] ZONES = {-8, -5, 0, 1, 1, 1, 2, 5, 9};
  private static final List<String> TERMINALS =
      List.of("iTerm.app", "vscode", "xterm-256color", "WarpTerminal", "tmux");
  private static final List<String> VERSIONS = List.of("2.1.5", "2.1.9", "2.1.14", "2.1.22");
  static final List<String> MODELS =
      List.of(
          "claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001");
  private static final double[] MODEL_WEIGHTS = {0.68, 0.29, 0.03};

  private final SampleOptions options;
  private final List<Kind> archetypes;
  private final double gamers;
  private final double[] roleWeights;

  Staff(SampleOptions options) {
    this.options = options;
    this.archetypes =
        Kind.gamingKinds().stream()
            .filter(k -> options.archetypes().isEmpty() || options.archetypes().contains(k.text()))
            .toList();
    this.roleWeights = roleWeights(options);
    this.gamers =
        Math.ceil(
            options.users() * Math.min(1, gamingAfterAnnouncement() / GAMING_SHARE_OF_A_GAMER));
  }

  /** Organisations that stray from the usual employ other people, too. */
  private static double[] roleWeights(SampleOptions options) {
    Draw draw = Draw.of(options.seed(), "roles");
    return Arrays.stream(ROLE_WEIGHTS)
        .map(weight -> weight * Math.exp(ROLES_VARY * options.variety() * draw.normal()))
        .toArray();
  }

  int size() {
    return options.users() + options.automations();
  }

  /** The share of a gamer's sessions after the announcement that makes the wanted share of all. */
  double gamingChance() {
    double people = options.users() * SESSIONS_A_WORKING_DAY * WORKING_DAYS_A_DAY;
    double all = people + options.automations();
    return Math.min(0.95, gamingAfterAnnouncement() * all / people * options.users() / gamers);
  }

  private double gamingAfterAnnouncement() {
    int after = options.days() - SampleOptions.ANNOUNCED_ON;
    return after <= 0 ? 0 : options.gamingShare() * options.days() / after;
  }

  Person person(int index) {
    boolean automation = index >= options.users();
    Draw draw = Draw.of(options.seed(), "person", index);
    String name = automation ? "svc" : draw.pick(FIRST);
    String surname =
        automation ? List.of("nightly", "docs", "deps", "triage").get(index % 4) : draw.pick(LAST);
    String login = name + (automation ? "-" : "") + surname + (index + 1);
    String role = automation ? "automation" : ROLES.get(draw.weighted(roleWeights));
    int team = team(index);
    List<String> repositories = repositories(team, draw);
    return new Person(
        index,
        name + "." + surname + (index + 1) + "@corp.example",
        login,
        draw.hex(16),
        draw.uuid(),
        teamName(team),
        role,
        automation ? 0 : ZONES[draw.below(ZONES.length)],
        SESSIONS_A_WORKING_DAY * Math.exp(0.3 * draw.normal() - 0.045),
        habits(role, index, draw),
        Math.max(-0.02, 0.04 + 0.04 * draw.normal()),
        kinds(role, draw),
        client(automation, draw),
        repositories,
        MODELS.get(draw.weighted(MODEL_WEIGHTS)),
        gaming(index, automation),
        automation);
  }

  /** Teams of eight, and of what is left over the last two of three and one. */
  private int team(int index) {
    int people = options.users();
    int at = Math.min(index, people - 1);
    if (people >= 2 * TEAM_SIZE) {
      int ordinary = people - 4;
      if (at >= ordinary) {
        return ordinary / TEAM_SIZE + (at == people - 1 ? 2 : 1);
      }
      return Math.min(at / TEAM_SIZE, Math.max(0, ordinary / TEAM_SIZE - 1));
    }
    return at / TEAM_SIZE;
  }

  private static String teamName(int team) {
    String name = TEAMS.get(team % TEAMS.size());
    return team < TEAMS.size() ? name : name + "-" + (team / TEAMS.size() + 1);
  }

  private static List<String> repositories(int team, Draw draw) {
    List<String> own = new ArrayList<>();
    own.add("corp/" + teamName(team) + "-api");
    if (draw.chance(0.5)) {
      own.add("corp/" + teamName(team) + "-web");
    }
    if (draw.chance(0.25)) {
      own.add("corp/infrastructure");
    }
    return List.copyOf(own);
  }

  private Map<Dial, Double> habits(String role, int index, Draw draw) {
    Map<Dial, Double> habits = new EnumMap<>(Dial.class);
    for (Dial dial : Dial.values()) {
      habits.put(dial, HABIT_SPREAD * draw.normal());
    }
    Map<Dial, Double> shifts =
        switch (role) {
          case "senior" -> Map.of(Dial.FANOUT, 0.4, Dial.UNATTENDED, 0.4, Dial.CALLS, 0.2);
          case "manager" -> Map.of(Dial.EDIT, -0.7, Dial.READ, 0.3, Dial.CALLS, -0.4);
          case "data" -> Map.of(Dial.SHELL, 0.4, Dial.UNATTENDED, 0.4, Dial.RESULTS, 0.4);
          case "support" -> Map.of(Dial.SEARCH, 0.5, Dial.EDIT, -0.5, Dial.PULL, -0.4);
          case "newcomer" -> Map.of(Dial.CALLS_PER_PROMPT, -0.4, Dial.REJECTS, 0.4);
          case "automation" -> scheduled(Draw.of(options.seed(), "job", index));
          default -> Map.of();
        };
    shifts.forEach((dial, shift) -> habits.merge(dial, shift, Double::sum));
    return habits;
  }

  /**
   * What a scheduled job does whenever it runs. Each resembles some kind of gaming, and half of
   * them commit as little: what tells them apart is that they did the same before anybody counted.
   * Towards repeated prompts they are moved half as far: jobs outnumber those who game, and a rule
   * that looks for repeats would find little but jobs.
   */
  private static Map<Dial, Double> scheduled(Draw draw) {
    Map<Dial, Double> job = new EnumMap<>(Dial.class);
    double likeness = draw.uniform(0.4, 1.2);
    Tells.listed(draw.pick(Kind.gamingKinds())).forEach((dial, by) -> job.put(dial, likeness * by));
    job.computeIfPresent(Dial.PROMPT_REPEAT, (dial, by) -> by / 2);
    if (draw.chance(0.5)) {
      job.keySet().removeAll(RESULT);
    }
    return job;
  }

  private static Map<Kind, Double> kinds(String role, Draw draw) {
    Map<Kind, Double> weights = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      double weight =
          switch (kind) {
            case FEATURE -> 20;
            case RESEARCH -> role.equals("manager") ? 5 : 1.8;
            case CODE_REVIEW -> role.equals("senior") ? 3 : 1.4;
            case EVALUATION_BATCH -> role.equals("data") ? 3 : 0.5;
            case INCIDENT -> role.equals("support") ? 3 : 0.8;
            case PARALLEL_AGENTS -> role.equals("senior") ? 1.6 : 0.5;
            case HARD_DEBUGGING -> 1.4;
            case QUICK_QUESTION -> 2.5;
            case MIGRATION, LARGE_REFACTOR -> role.equals("newcomer") ? 0.2 : 0.8;
            case PROTOTYPE_DISCARDED, PAIRING -> 1.2;
            case LONG_CONTEXT_QUESTION, FAILED_ATTEMPT -> 0.8;
            case RUNAWAY -> 0.25;
            case NEW_MODEL_TRIAL -> 0.5;
            default -> 0;
          };
      weights.put(kind, weight * Math.exp(0.5 * draw.normal()));
    }
    return weights;
  }

  private static Client client(boolean automation, Draw draw) {
    double prompts = draw.uniform();
    double cost = draw.uniform();
    return new Client(
        draw.pick(VERSIONS),
        automation ? SessionScript.HEADLESS : draw.pick(TERMINALS),
        prompts < 0.7 ? Prompts.HASHED : prompts < 0.82 ? Prompts.REDACTED : Prompts.PLAIN,
        cost < 0.75 ? Cost.DOUBLE : cost < 0.9 ? Cost.STRING : Cost.MICROS,
        draw.chance(0.3),
        draw.chance(0.4),
        draw.chance(0.35),
        draw.chance(0.6),
        draw.pick(List.of(5, 5, 10, 30, 60)));
  }

  /**
   * The gamers are spread over the organisation; each takes to two archetypes, dealt round by
   * round, so that few gamers still show all of them.
   */
  private List<Kind> gaming(int index, boolean automation) {
    if (automation || options.gamingShare() == 0) {
      return List.of();
    }
    long before = (long) Math.floor(index * gamers / options.users());
    long after = (long) Math.floor((index + 1) * gamers / options.users());
    if (before == after) {
      return List.of();
    }
    int rank = (int) before;
    int turn = (int) Math.floorMod(Draw.key(options.seed(), "deal"), (long) archetypes.size());
    return List.of(
        archetypes.get((turn + 2 * rank) % archetypes.size()),
        archetypes.get((turn + 2 * rank + 1) % archetypes.size()));
  }

  /** The line of the identities file. */
  static String identity(Person person) {
    return String.format(
        Locale.ROOT, "%s,%s,%s,%s", person.email(), person.login(), person.team(), person.role());
  }
}
