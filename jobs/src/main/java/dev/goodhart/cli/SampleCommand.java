package dev.goodhart.cli;

import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.sample.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the raw logs of a made-up organisation, and the truth about its sessions. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Makes raw logs of a made-up organisation, and the truth outside them.")
final class SampleCommand implements Callable<Integer> {
  private static final SampleOptions DEFAULTS = SampleOptions.defaults();

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OUT",
      description = "New or empty folder of this machine for the raw logs.")
  private String out;

  @Option(names = "--truth", required = true, paramLabel = "FILE", description = "Truth as CSV.")
  private Path truth;

  @Option(names = "--users", description = "People.")
  private int users = DEFAULTS.users();

  @Option(names = "--days", description = "Days.")
  private int days = DEFAULTS.days();

  @Option(names = "--seed", description = "Decides everything that is drawn.")
  private long seed = DEFAULTS.seed();

  @Option(names = "--start", description = "First day, UTC.")
  private LocalDate start = DEFAULTS.start();

  @Option(
      names = "--gaming-share",
      description = "Share of all sessions that are gaming; none in the first 14 days.")
  private double gamingShare = DEFAULTS.gamingShare();

  @Option(names = "--evasion", description = "Share of the tells that a gamer hides.")
  private double evasion = DEFAULTS.evasion();

  @Option(names = "--archetypes", split = ",", description = "Gaming archetypes; none: all.")
  private Set<String> archetypes = new LinkedHashSet<>();

  @Option(names = "--automations", description = "Honest service accounts.")
  private int automations = DEFAULTS.automations();

  @Option(names = "--reviews", description = "Share of sessions that are reviewed.")
  private double reviews = DEFAULTS.reviews();

  @Option(names = "--formats", split = ",", description = "Usage formats to write.")
  private List<String> formats = List.copyOf(DEFAULTS.formats());

  @Override
  public Integer call() throws IOException {
    if (out.contains("://")) {
      throw new UsageException(
          out + " is no folder of this machine; name one, and copy what is written there");
    }
    PrintWriter terminal = spec.commandLine().getOut();
    SampleOptions options =
        new SampleOptions(
            users,
            days,
            seed,
            gamingShare,
            evasion,
            archetypes,
            automations,
            reviews,
            new HashSet<>(formats),
            DEFAULTS.variety(),
            start);
    Summary summary = Organisation.write(options, Path.of(out), truth, terminal::println);
    terminal.println(written(summary));
    if (gamingShare > 0 && days <= SampleOptions.ANNOUNCED_ON) {
      terminal.printf(
          "Nobody games: the leaderboard is announced after %d days, which these are not.%n",
          SampleOptions.ANNOUNCED_ON);
    }
    return Main.DONE;
  }

  private String written(Summary summary) {
    return String.format(
        Locale.ROOT,
        "%,d sessions (%,d of them gaming), %,d events, %,d outcomes, %,d reviews: %.1f MB in %s;"
            + " the truth is in %s",
        summary.sessions(),
        summary.gaming(),
        summary.events(),
        summary.outcomes(),
        summary.reviews(),
        summary.bytes() / 1e6,
        out,
        truth);
  }
}
