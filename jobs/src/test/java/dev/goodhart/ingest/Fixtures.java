package dev.goodhart.ingest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Raw files as they land, one folder a format. */
final class Fixtures {
  static final String EXPECTED = "expected.csv";

  private Fixtures() {}

  static Path folder(String format) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  Fixtures.class.getResource("fixtures/" + format),
                  () -> "no folder of fixtures for " + format)
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The format's raw files, by name. */
  static List<Path> files(String format) throws IOException {
    try (Stream<Path> files = Files.walk(folder(format))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals(EXPECTED))
          .sorted()
          .toList();
    }
  }

  /** Every line of the format's raw files. */
  static List<String> lines(String format) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(format)) {
      lines.addAll(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList());
    }
    return lines;
  }
}
