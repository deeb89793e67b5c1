package dev.goodhart.ingest;

import java.util.regex.Pattern;

/** Object keys without the parts that name a person. */
final class SourceFiles {
  private static final Pattern USER_PART = Pattern.compile("(^|/)user=([^/]*)/");

  private SourceFiles() {}

  /** Whom the key's last {@code user=…} folder names; null where there is none. */
  static String person(String key) {
    return USER_PART
        .matcher(key)
        .results()
        .map(folder -> folder.group(2))
        .filter(name -> !name.isBlank())
        .reduce((first, last) -> last)
        .orElse(null);
  }

  /** The key with each {@code user=…} folder cut out. */
  static String withoutPeople(String key) {
    return USER_PART.matcher(key).replaceAll("$1");
  }

  /** The key with each {@code user=…} folder hashed, so that it still names one file. */
  static String pseudonymous(String key, Pseudonyms pseudonyms) {
    return USER_PART
        .matcher(key)
        .replaceAll(
            match ->
                match.group(1)
                    + "user="
                    + pseudonyms.hash("file", match.group()).substring(0, 12)
                    + "/");
  }
}
