package dev.goodhart.ingest;

import java.io.Serializable;
import java.time.LocalDate;

/** What a reader needs besides the line: whose names may not be written down, and prices. */
public record Context(Pseudonyms pseudonyms, Identities identities, Prices prices)
    implements Serializable {

  /** A copy for the lines of one file. */
  ForFile forFile(LocalDate landed, String sourceFile) {
    return new ForFile(this, landed, sourceFile);
  }

  /** The same for one file: when it landed and what it may be called. */
  record ForFile(Context shared, LocalDate landed, String sourceFile) {
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
