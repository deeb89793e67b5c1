package dev.goodhart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input that shows only once Spark is up, given to a process of its own, as a user gives it: an
 * exit code and one line that says what, where and what to do.
 */
class BadInputIT {
  private static final String KEY = "the pseudonym key of the tests, 40 bytes";

  @TempDir private Path folder;
  private Path raw;
  private Path lake;

  private record Ended(int code, List<String> out, List<String> err) {}

  @BeforeEach
  void makeRawRoot() throws IOException {
    raw = Files.createDirectories(folder.resolve("raw"));
    lake = folder.resolve("lake");
  }

  @Test
  void shouldRefuseARawRootThatIsNotThere() throws IOException {
    Ended ended = pipeline(KEY, "--raw", folder.resolve("rwa").toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).hasSize(1).first().asString().contains("rwa");
    assertThat(lake).doesNotExist();
  }

  @Test
  void shouldRefuseALakeOfANewerVersion() throws IOException {
    writeLake("{\"format_version\": 99, \"key_fingerprint\": \"0\"}");

    Ended ended = pipeline(KEY, "--raw", raw.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).hasSize(1).first().asString().contains("newer version", "upgrade");
  }

  @Test
  void shouldSucceedWhereNothingLandedAndRefuseAnotherKeyAfterwards() throws IOException {
    Ended empty = pipeline(KEY, "--raw", raw.toString());
    assertThat(empty.err()).isEmpty();
    assertThat(empty.code()).isZero();
    assertThat(empty.out()).anySatisfy(line -> assertThat(line).contains("nothing to do"));

    Ended quiet =
        pipeline(KEY, "--raw", raw.toString(), "--from", "2026-01-05", "--to", "2026-01-06");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.code()).isZero();
    assertThat(quiet.out()).anySatisfy(line -> assertThat(line).contains("nothing landed"));

    Ended other = pipeline("another key, of just as many bytes as it", "--raw", raw.toString());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).hasSize(1).first().asString().contains("another pseudonym key");
  }

  private void writeLake(String meta) throws IOException {
    Files.createDirectories(lake.resolve("_goodhart"));
    Files.writeString(lake.resolve("_goodhart/lake.json"), meta);
  }

  private Ended pipeline(String key, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X") || argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("pipeline", "--lake", lake.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("GOODHART_PSEUDONYM_KEY", key);
    builder.environment().put("GOODHART_LOG", folder.resolve("spark.log").toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new Ended(
        process.exitValue(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8));
  }
}
