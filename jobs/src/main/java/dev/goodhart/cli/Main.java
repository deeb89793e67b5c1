package dev.goodhart.cli;

import dev.goodhart.config.SettingsException;
import dev.goodhart.job.ChecksFailedException;
import dev.goodhart.job.InputRefusedException;
import dev.goodhart.job.MissingLabelsException;
import dev.goodhart.job.Pipeline;
import dev.goodhart.lake.LakeException;
import dev.goodhart.lake.LakeHeldException;
import dev.goodhart.lake.LakeKeyException;
import dev.goodhart.lake.LakeMissingException;
import dev.goodhart.lake.LakeVersionException;
import dev.goodhart.lake.RawRootException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: the one place that decides exit codes. */
@Command(
    name = "goodhart",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells what AI tokens bought, and which sessions look like tokenmaxxing.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_ARGUMENTS = 2;
  static final int INPUT_REFUSED = 3;
  static final int CHECKS_FAILED = 4;
  static final int LAKE_HELD = 5;

  private static final Map<Class<? extends Exception>, Integer> EXIT_CODES = new LinkedHashMap<>();

  static {
    EXIT_CODES.put(UsageException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(SettingsException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(RawRootException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(LakeKeyException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(LakeMissingException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(IllegalArgumentException.class, BAD_ARGUMENTS);
    EXIT_CODES.put(InputRefusedException.class, INPUT_REFUSED);
    EXIT_CODES.put(ChecksFailedException.class, CHECKS_FAILED);
    EXIT_CODES.put(LakeHeldException.class, LAKE_HELD);
    EXIT_CODES.put(MissingLabelsException.class, FAILED);
    EXIT_CODES.put(LakeVersionException.class, FAILED);
    EXIT_CODES.put(LakeException.class, FAILED);
  }

  private Main() {}

  public static void main(String[] arguments) {
    // Numbers in sentences that tables hold must not depend on the machine's language.
    Locale.setDefault(Locale.ROOT);
    LogFile.use();
    System.exit(run(arguments, utf8(System.out), utf8(System.err)));
  }

  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Runs one command and tells how it went. */
  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine commands = new CommandLine(new Main());
    Pipeline.JOBS.forEach(job -> add(commands, job.name(), JobCommand.of(job)));
    add(commands, JobCommand.PIPELINE, JobCommand.pipeline());
    commands.addSubcommand(new ReviewCommand());
    commands.addSubcommand(new SampleCommand());
    commands.addSubcommand(new EvaluateCommand());
    commands.addSubcommand(new VerifyCommand());
    commands.addSubcommand(new TablesCommand());
    commands.registerConverter(LocalDate.class, Main::date);
    commands.setOut(out);
    commands.setErr(err);
    commands.setParameterExceptionHandler(
        (e, given) -> {
          err.println("goodhart: " + mistake(e, commands) + " (see goodhart --help)");
          return BAD_ARGUMENTS;
        });
    commands.setExecutionExceptionHandler((e, command, parsed) -> fail(e, err));
    return commands.execute(arguments);
  }

  private static void add(CommandLine commands, String name, JobCommand command) {
    commands.addSubcommand(name, command);
    commands
        .getSubcommands()
        .get(name)
        .getCommandSpec()
        .usageMessage()
        .description(command.description());
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a date like 2026-09-22");
    }
  }

  private static String mistake(ParameterException e, CommandLine commands) {
    if (e instanceof UnmatchedArgumentException unmatched
        && e.getCommandLine() == commands
        && !unmatched.isUnknownOption()) {
      return "there is no command " + unmatched.getUnmatched().get(0);
    }
    return firstLine(e);
  }

  private static int fail(Exception e, PrintWriter err) {
    int code =
        EXIT_CODES.entrySet().stream()
            .filter(entry -> entry.getKey().isInstance(e))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(FAILED);
    Logger log = LogManager.getLogger(Main.class);
    log.error("exit {}", code, e);
    boolean expected = EXIT_CODES.keySet().stream().anyMatch(type -> type.isInstance(e));
    err.println("goodhart: " + firstLine(e) + (expected ? "" : LogFile.hint()));
    return code;
  }

  private static String firstLine(Exception e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return message.lines().findFirst().orElse(message);
  }
}
