package dev.goodhart.ingest;

import java.io.Serializable;
import java.time.LocalDate;

/** What a reader needs besides the line: whose names may not be written down, and prices. */
public record Context(Pseudonyms pseudonyms, Identities identities, Prices prices)
    implements Serializable {

  /**
   * The same for the lines of one file.
   *
   * @param key the file's key below the raw root
   */
  ForFile forFile(LocalDate landed, String key) {
    return new ForFile(this, landed, SourceFiles.withoutPeople(key), SourceFiles.person(key));
  }

  /**
   * What a reader needs for one file.
   *
   * @param sourceFile its key without the parts that name a person
   * @param person whom its key names; null where it names nobody
   */
  record ForFile(Context shared, LocalDate landed, String sourceFile, String person) {
    Pseudonyms pseudonyms() {
      return shared.pseudonyms();
    }

    Identities identities() {
      return shared.identities();
    }

    Prices prices() {
      return shared.prices();
    }
  }
}
