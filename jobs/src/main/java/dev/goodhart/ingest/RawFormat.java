package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;

/**
 * Reads one raw format. A format turns each line into records and each record into events of one
 * bronze table; what it can't use it rejects with a reason, what it has no use for it ignores.
 *
 * <p>To add a format: one class that implements this, one line in {@link RawFormats}, one folder of
 * fixtures.
 */
interface RawFormat extends Serializable {
  /** Name of the format, as in {@code source} and in the setting {@code ingest.prefixes}. */
  String name();

  Target target();

  /** The keys that the format itself has; only these are named in a rejected record's shape. */
  List<String> knownKeys();

  /** The records of one line, in order; a line is one record unless the format batches them. */
  default List<JsonNode> records(JsonNode line) {
    return List.of(line);
  }

  /** A record's fields side by side, as a rejected record's shape shows them by name and type. */
  default JsonNode shown(JsonNode rec) {
    return rec;
  }

  /**
   * A reader for the records of one file, in the file's order. Formats in which a record says what
   * later ones mean (a session's head, a running total) remember it there; the others are a plain
   * function.
   */
  RecordReader reader(Context.ForFile context);

  /** Turns the records of one file into events. */
  @FunctionalInterface
  interface RecordReader {
    /**
     * The events of one record; none where the record is well-formed but of a kind that is not
     * used.
     *
     * @throws RejectedException where it can't be used
     */
    List<Event> events(JsonNode rec);
  }
}
