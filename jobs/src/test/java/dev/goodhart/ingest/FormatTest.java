package dev.goodhart.ingest;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What tests of raw formats have in common: a line in, events out. */
abstract class FormatTest {
  static final Pseudonyms PSEUDONYMS =
      new Pseudonyms("a key of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8));
  static final Identities IDENTITIES =
      Identities.parse("email,login,team,role\nJo@corp.example,jo-login,platform,engineer\n");

  private static final Context.ForFile CONTEXT =
      new Context(PSEUDONYMS, IDENTITIES, Prices.shipped())
          .forFile(LocalDate.of(2026, 9, 22), "usage/file.json");

  private final RawFormat format;

  FormatTest(RawFormat format) {
    this.format = format;
  }

  List<Event> read(String line) {
    try {
      List<Event> events = new ArrayList<>();
      RawFormat.RecordReader reader = format.reader(CONTEXT);
      format
          .records(JsonLines.MAPPER.readTree(line))
          .forEach(rec -> events.addAll(reader.events(rec)));
      return events;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("the test's line is no JSON", e);
    }
  }
}
