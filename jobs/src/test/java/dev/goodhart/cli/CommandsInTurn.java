package dev.goodhart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goodhart.JavaProcess;
import dev.goodhart.cli.GoodhartProcess.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Commands given one after another to one process: what they print and log is seen as a user sees
 * it, and only the first waits for a cold start.
 */
final class CommandsInTurn implements AutoCloseable {
  private static final String BETWEEN_WORDS = "\t";
  private static final String EXIT = "-- exit ";

  private final Path folder;
  private final JavaProcess process;
  private int linesOut;
  private int linesErr;

  private CommandsInTurn(Path folder, JavaProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts the process. */
  static CommandsInTurn start(Path folder, String key) throws IOException {
    return new CommandsInTurn(
        folder,
        JavaProcess.start(
            folder, GoodhartProcess.environment(folder, key), CommandsInTurn.class, List.of()));
  }

  /** What the process does. */
  public static void main(String[] none) throws IOException {
    LogFile.use();
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int code = Main.run(line.split(BETWEEN_WORDS), out, err);
      out.println(EXIT + code);
      err.println(EXIT + code);
    }
  }

  /** Runs a command to its end. */
  Ended run(List<String> arguments) throws IOException {
    process.send(String.join(BETWEEN_WORDS, arguments));
    List<String> out = linesSince("out", linesOut);
    List<String> err = linesSince("err", linesErr);
    linesOut += out.size();
    linesErr += err.size();
    int code = Integer.parseInt(out.get(out.size() - 1).substring(EXIT.length()));
    return new Ended(code, out.subList(0, out.size() - 1), err.subList(0, err.size() - 1));
  }

  /** What a stream has since, up to and with the line that tells how the command ended. */
  private List<String> linesSince(String stream, int lines) throws IOException {
    process.await(() -> hasEnded(lines(stream), lines));
    List<String> all = lines(stream);
    if (!hasEnded(all, lines)) {
      throw new IOException("ended: " + lines("err"));
    }
    return all.subList(lines, all.size());
  }

  private static boolean hasEnded(List<String> all, int lines) {
    return all.size() > lines && all.get(all.size() - 1).matches(EXIT + "\\d+");
  }

  private List<String> lines(String stream) throws IOException {
    return Files.readAllLines(folder.resolve(stream), UTF_8);
  }

  @Override
  public void close() {
    process.kill();
  }
}
