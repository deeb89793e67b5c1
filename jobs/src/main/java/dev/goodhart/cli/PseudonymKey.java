package dev.goodhart.cli;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the pseudonym key: in a file that the settings name, else in the environment. */
final class PseudonymKey {
  static final String VARIABLE = "GOODHART_PSEUDONYM_KEY";

  private PseudonymKey() {}

  static Pseudonyms read(Settings settings, Map<String, String> environment) {
    Optional<Path> file = settings.privacy().keyFile();
    String where = file.map(path -> "the file " + path).orElse(VARIABLE);
    byte[] key = file.map(PseudonymKey::bytes).orElseGet(() -> fromEnvironment(environment));
    if (key.length < Pseudonyms.MIN_KEY_BYTES) {
      throw new UsageException(
          "the pseudonym key in "
              + where
              + " has "
              + key.length
              + " bytes; it needs at least "
              + Pseudonyms.MIN_KEY_BYTES);
    }
    return new Pseudonyms(key);
  }

  private static byte[] fromEnvironment(Map<String, String> environment) {
    String key = environment.get(VARIABLE);
    if (key == null || key.isBlank()) {
      throw new UsageException(
          "the pseudonym key is missing; set "
              + VARIABLE
              + " to a text of 32 bytes or more, or privacy.key_file to a file that holds one");
    }
    return key.strip().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          "privacy.key_file " + file + " can't be read; name a readable file with the key");
    }
  }
}
