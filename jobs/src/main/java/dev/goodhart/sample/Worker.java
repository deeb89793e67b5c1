package dev.goodhart.sample;

import static dev.goodhart.sample.Fitted.logistic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A person at work, day by day: which sessions, of which kind, on which branch. Holds the person's
 * few open branches and nothing of the past.
 */
final class Worker {
  private static final int MOST_OPEN_TASKS = 3;
  private static final double HONEST_VARIES = 0.15;

  /** No session lies further out than honest ones do: about one in two hundred on either side. */
  private static final double EXTREME = 2.6;

  /** Without cover, gaming is plain to see; evasion takes it back. */
  private static final double GAMING_STRENGTH = 2.6;

  /** To hide these means to do real work: they still show a little. */
  private static final Set<Dial> COSTLY_TO_HIDE =
      EnumSet.of(Dial.YIELD, Dial.PULL, Dial.MERGE, Dial.EDIT, Dial.EDIT_SIZE, Dial.CALLS);

  /**
   * Whoever hides more than half of the tells hides each less well; no more so from three quarters.
   */
  private static final double MOST_SLIPS = 0.1;

  /** The real logs hold heavy kinds of work too: ordinary sessions alone are lighter than those. */
  private static final double LIGHTER = -0.5;

  private final SampleOptions options;
  private final Tells tells;
  private final Person person;
  private final int people;
  private final double gamingChance;
  private final List<Task> open = new ArrayList<>();
  private Task game;
  private Task published;
  private int tasks;
  private double owed;

  Worker(SampleOptions options, Tells tells, Person person, Staff staff) {
    this.tells = tells;
    this.options = options;
    this.person = person;
    this.people = staff.size();
    this.gamingChance = person.gaming().isEmpty() ? 0 : staff.gamingChance();
  }

  Person person() {
    return person;
  }

  /** The branch that colleagues see on the next day. */
  Task published() {
    return published;
  }

  /** Called when everybody's day is over. */
  void endDay() {
    published = open.isEmpty() ? null : open.get(open.size() - 1);
  }

  /** The sessions that the person starts on a day, and the tasks that the person gives up. */
  List<SessionPlan> day(int day, Task colleagues, List<Task> givenUp) {
    LocalDate date = options.start().plusDays(day);
    Draw draw = Draw.of(options.seed(), "day", person.index(), day);
    List<SessionPlan> plans = new ArrayList<>();
    int sessions = sessions(date, draw);
    for (int i = 0; i < sessions; i++) {
      Draw own = Draw.of(options.seed(), "session", person.index(), day, i);
      boolean gaming = day >= SampleOptions.ANNOUNCED_ON && games(own);
      Kind kind = gaming ? gamingKind(date, own) : null;
      Task task = gaming ? gamingTask(kind, own) : honestTask(day, own, givenUp);
      boolean helps = kind == null && helps(task.kind) && colleagues != null && own.chance(0.6);
      Kind done = kind == null ? task.kind : kind;
      Instant start = null;
      int together = together(done, own);
      for (int j = 0; j < together; j++) {
        if (j > 0 && done == Kind.SPLIT_CHANGE && own.chance(0.7)) {
          task = newTask(done, own);
        }
        Draw drawn = Draw.of(options.seed(), "session", person.index(), day, i, j);
        Map<Dial, Double> scores = scores(done, day, drawn);
        start =
            start == null
                ? startedAt(date, scores.get(Dial.HOURS), drawn)
                : start.plusSeconds(20L + drawn.below(1500));
        if (j == 0 || done == Kind.SPLIT_CHANGE) {
          task.sessionsLeft--;
        }
        boolean lastOfTask = j == together - 1 || done == Kind.SPLIT_CHANGE;
        plans.add(
            new SessionPlan(
                drawn.uuid(),
                person,
                done,
                start,
                scores,
                helps ? colleagues : task,
                model(done, day, drawn),
                options.seed(),
                Draw.key(options.seed(), "script", person.index(), day, i, j),
                !helps,
                lastOfTask && task.sessionsLeft <= 0));
        if (gaming && j > 0) {
          owed--;
        }
      }
    }
    return plans;
  }

  private int sessions(LocalDate date, Draw draw) {
    if (person.automation()) {
      return 1;
    }
    DayOfWeek weekday = date.getDayOfWeek();
    boolean weekend = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
    double left = weekend ? 0.1 * person.pace() : person.pace();
    double limit = Math.exp(-left);
    int sessions = 0;
    for (double p = draw.uniform(); p > limit && sessions < 6; p *= draw.uniform()) {
      sessions++;
    }
    return sessions;
  }

  /** Held near the wanted share by what was left undone so far. */
  private boolean games(Draw draw) {
    if (gamingChance == 0) {
      return false;
    }
    owed += gamingChance;
    boolean gaming = draw.chance(Math.max(0, Math.min(0.95, gamingChance + 0.25 * (owed - 0.5))));
    if (gaming) {
      owed--;
    }
    return gaming;
  }

  private Kind gamingKind(LocalDate date, Draw draw) {
    double[] weights = new double[person.gaming().size()];
    boolean deadline =
        date.getDayOfWeek().compareTo(DayOfWeek.THURSDAY) >= 0
            || date.plusDays(3).getMonth() != date.getMonth();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = person.gaming().get(i) == Kind.TARGET_BINGE ? deadline ? 2.5 : 0.4 : 1;
    }
    return person.gaming().get(draw.weighted(weights));
  }

  /** A gamer who covers up works on the branch of real work. */
  private Task gamingTask(Kind kind, Draw draw) {
    boolean covered = draw.chance(0.6 * options.evasion());
    if (covered && !open.isEmpty()) {
      Task real = open.get(open.size() - 1);
      real.sessionsLeft++;
      return real;
    }
    if (game == null || game.kind != kind || game.sessionsLeft <= 0) {
      game = newTask(kind, draw);
    }
    return game;
  }

  private Task honestTask(int day, Draw draw, List<Task> givenUp) {
    open.removeIf(task -> task.sessionsLeft <= 0);
    if (!open.isEmpty() && draw.chance(0.85)) {
      return draw.pick(open);
    }
    Task task = newTask(honestKind(day, draw), draw);
    open.add(task);
    if (open.size() > MOST_OPEN_TASKS) {
      Task dropped = open.remove(0);
      dropped.sessionsLeft = 0;
      givenUp.add(dropped);
    }
    return task;
  }

  private Kind honestKind(int day, Draw draw) {
    if (person.automation()) {
      return Kind.SCHEDULED_AUTOMATION;
    }
    Map<Kind, Double> weights = new EnumMap<>(person.kinds());
    if (person.role().equals("newcomer") && day < 28) {
      weights.put(Kind.ONBOARDING, 12.0);
    }
    boolean joins = Draw.of(options.seed(), "hackathon", person.index()).chance(0.3);
    if (joins && day % 35 >= 21 && day % 35 < 26) {
      weights.put(Kind.HACKATHON_WEEK, 25.0);
    }
    if (day % 30 >= 9 && day % 30 < 16) {
      weights.merge(Kind.NEW_MODEL_TRIAL, 4.0, (usual, more) -> usual * more);
    }
    if (Draw.of(options.seed(), "schedules", person.index()).chance(0.2)) {
      weights.put(Kind.SCHEDULED_AUTOMATION, 2.0);
    }
    List<Kind> kinds = List.copyOf(weights.keySet());
    return kinds.get(draw.weighted(List.copyOf(weights.values())));
  }

  private static boolean helps(Kind kind) {
    return kind == Kind.CODE_REVIEW || kind == Kind.PAIRING;
  }

  private int together(Kind kind, Draw draw) {
    return switch (kind) {
      case PARALLEL_AGENTS -> 1 + draw.below(2);
      case SPLIT_CHANGE -> 1 + draw.below(3);
      case EVALUATION_BATCH, SUBAGENT_FAN_OUT, BUSYWORK -> draw.chance(0.25) ? 2 : 1;
      default -> draw.chance(0.04) ? 2 : 1;
    };
  }

  private Task newTask(Kind kind, Draw draw) {
    double pull = score(kind, Dial.PULL, draw);
    double company = score(kind, Dial.COMPANY, draw);
    boolean wantsPull = pull > -0.95;
    boolean main = !wantsPull && draw.chance(0.5);
    int number = 1 + tasks * people + person.index();
    tasks++;
    return new Task(
        kind,
        person.repositories().get(draw.below(person.repositories().size())),
        main ? "main" : branch(number, draw),
        person.login(),
        number,
        wantsPull,
        draw.chance(0.5),
        1 + draw.geometric(1.1 * Math.exp(0.5 * company)),
        score(kind, Dial.MERGE, draw));
  }

  private String branch(int number, Draw draw) {
    String what = List.of("fix", "feature", "chore", "spike").get(draw.below(4));
    return draw.chance(0.5)
        ? person.login() + "/" + what + "-" + draw.hex(5)
        : what + "/" + person.team().substring(0, 2).toUpperCase(Locale.ROOT) + "-" + number;
  }

  private Map<Dial, Double> scores(Kind kind, int day, Draw draw) {
    Map<Dial, Double> scores = new EnumMap<>(Dial.class);
    double strength = draw.uniform(0.7, 1.3);
    Set<Dial> hidden = hidden(kind, draw);
    for (Dial dial : Dial.values()) {
      double score = strength * shown(kind, dial, hidden.contains(dial), draw) + usual(dial, draw);
      scores.put(dial, Math.max(-EXTREME, Math.min(EXTREME, score)));
    }
    scores.merge(Dial.CALLS, person.growth() * day / 7.0 + LIGHTER, Double::sum);
    return scores;
  }

  /** Which of a session's tells stay hidden: the wanted share of them, any ones. */
  private Set<Dial> hidden(Kind kind, Draw draw) {
    List<Dial> moved = new ArrayList<>();
    for (Dial dial : Dial.values()) {
      if (tells.shift(kind, dial) != 0) {
        moved.add(dial);
      }
    }
    int wanted = (int) Math.floor(hiddenShare(kind) * moved.size() + draw.uniform());
    Set<Dial> hidden = EnumSet.noneOf(Dial.class);
    for (int i = 0; i < wanted && !moved.isEmpty(); i++) {
      Dial dial = moved.remove(draw.below(moved.size()));
      hidden.add(dial);
    }
    return hidden;
  }

  private double hiddenShare(Kind kind) {
    return kind.gaming() ? options.evasion() : HONEST_VARIES;
  }

  private double score(Kind kind, Dial dial, Draw draw) {
    return shown(kind, dial, draw.chance(hiddenShare(kind)), draw) + usual(dial, draw);
  }

  private double usual(Dial dial, Draw draw) {
    double rest = Math.sqrt(1 - Staff.HABIT_SPREAD * Staff.HABIT_SPREAD);
    return person.habit(dial) + rest * draw.normal();
  }

  /** What a kind of session moves a dial by, or the little that shows where it is hidden. */
  private double shown(Kind kind, Dial dial, boolean hidden, Draw draw) {
    double left = draw.uniform(0.1, 0.5) + (COSTLY_TO_HIDE.contains(dial) ? 0.3 : 0);
    if (kind.gaming()) {
      left += MOST_SLIPS * Math.max(0, Math.min(1, (options.evasion() - 0.5) / 0.25));
    }
    double full = (kind.gaming() ? GAMING_STRENGTH : 1) * tells.shift(kind, dial);
    return hidden ? full * left : full;
  }

  private Instant startedAt(LocalDate date, double hours, Draw draw) {
    double local =
        person.automation()
            ? 1 + person.index() % 5 + 0.02 * draw.normal()
            : draw.chance(logistic(-3.2 + 1.7 * hours))
                ? draw.uniform(20, 27)
                : Math.max(7, Math.min(20, 13.2 + 2.5 * draw.normal()));
    double utc = ((local - person.zone()) % 24 + 24) % 24;
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().plusMillis(Math.round(utc * 3_600_000));
  }

  private String model(Kind kind, int day, Draw draw) {
    boolean trial = draw.chance(kind == Kind.NEW_MODEL_TRIAL ? 0.6 : day >= 9 ? 0.08 : 0);
    if (trial) {
      return "claude-opus-4-6";
    }
    return draw.chance(0.85) ? person.model() : draw.pick(Staff.MODELS);
  }
}
