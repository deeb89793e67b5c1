package dev.goodhart.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.goodhart.lake.LogLines;
import dev.goodhart.lake.RawFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;

/** Parses one raw file line by line; holds one line's rows at a time. */
final class FileParser implements Iterator<Row>, AutoCloseable {
  private final RawFormat format;
  private final String file;
  private final Context.ForFile context;
  private final RawFormat.RecordReader reader;
  private final LogLines lines;
  private final int maxEventAgeDays;
  private final Queue<Row> ready = new ArrayDeque<>();

  FileParser(RawFormat format, RawFile file, Context context, LogLines lines, int maxEventAgeDays) {
    this.format = format;
    this.file = file.relative();
    this.context = context.forFile(file.landed(), file.relative());
    this.reader = format.reader(this.context);
    this.lines = lines;
    this.maxEventAgeDays = maxEventAgeDays;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && lines.hasNext()) {
      parse(lines.next());
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more records");
    }
    return ready.remove();
  }

  private void parse(LogLines.Line line) {
    if (line.tooLong()) {
      reject(line.number(), 0, RejectReason.LINE_TOO_LONG, null);
      return;
    }
    if (line.truncated()) {
      reject(line.number(), 0, RejectReason.FILE_TRUNCATED, null);
      return;
    }
    if (line.text().isBlank()) {
      return;
    }
    JsonNode node;
    List<JsonNode> records;
    try {
      node = JsonLines.MAPPER.readTree(line.text());
    } catch (JsonProcessingException e) {
      reject(line.number(), 0, RejectReason.NOT_JSON, null);
      return;
    }
    try {
      records = format.records(node);
    } catch (RejectedException e) {
      reject(line.number(), 0, e.reason(), Shape.of(node, format.knownKeys()));
      return;
    }
    for (int position = 0; position < records.size(); position++) {
      parse(records.get(position), line.number(), position);
    }
  }

  private void parse(JsonNode rec, long line, int position) {
    try {
      List<Event> events = new ArrayList<>(reader.events(rec));
      if (events.isEmpty()) {
        ready.add(ParsedRow.ignored(file, line, position));
      }
      for (Event event : events) {
        event.set("landed_date", java.sql.Date.valueOf(context.landed()));
        switch (format.target()) {
          case USAGE -> {
            event.set("source", format.name()).set("source_file", context.sourceFile());
            EventTimes.mark(event, context.landed(), maxEventAgeDays);
          }
          case OUTCOME -> event.set("source", format.name());
          case REVIEW -> event.set("source_file", context.sourceFile());
        }
        ready.add(ParsedRow.accepted(file, line, position, format.target(), event));
      }
    } catch (RejectedException e) {
      reject(line, position, e.reason(), Shape.of(format.shown(rec), format.knownKeys()));
    }
  }

  private void reject(long line, int position, RejectReason reason, String shape) {
    ready.add(ParsedRow.rejected(file, line, position, reason, shape));
  }

  @Override
  public void close() {
    lines.close();
  }
}
