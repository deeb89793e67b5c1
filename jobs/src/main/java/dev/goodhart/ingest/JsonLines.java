package dev.goodhart.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one JSON reader: bounded in depth, a line must be one whole value. */
final class JsonLines {
  private static final int MAX_DEPTH = 200;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader ANY = MAPPER.readerFor(JsonNode.class);
  private static final ObjectReader EACH_KEY_ONCE =
      ANY.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  /**
   * A decoded line.
   *
   * @param repeatedKey an object of it has a key twice; the last value stands
   */
  record Decoded(JsonNode node, boolean repeatedKey) {}

  private JsonLines() {}

  /**
   * Decodes a line.
   *
   * @throws com.fasterxml.jackson.core.exc.StreamConstraintsException where it is beyond the limits
   * @throws JsonProcessingException where it is not one whole value
   */
  static Decoded decode(String line) throws JsonProcessingException {
    try {
      return new Decoded(EACH_KEY_ONCE.readTree(line), false);
    } catch (MismatchedInputException repeatedKeyOrMoreThanOneValue) {
      return new Decoded(ANY.readTree(line), true);
    }
  }
}
