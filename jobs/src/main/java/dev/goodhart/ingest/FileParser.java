package dev.goodhart.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
    switch (line.state()) {
      case TOO_LONG -> reject(line.number(), RejectReason.LINE_TOO_LONG);
      case TRUNCATED -> reject(line.number(), RejectReason.FILE_TRUNCATED);
      case WHOLE, BROKEN_UTF8 -> {
        if (!line.text().isBlank()) {
          decode(line);
        }
      }
    }
  }

  private void decode(LogLines.Line line) {
    JsonLines.Decoded decoded;
    try {
      decoded = JsonLines.decode(line.text());
    } catch (StreamConstraintsException e) {
      reject(line.number(), RejectReason.BEYOND_LIMITS);
      return;
    } catch (JsonProcessingException e) {
      reject(line.number(), RejectReason.NOT_JSON);
      return;
    }
    List<RejectReason> doubts = doubts(line, decoded);
    if (!doubts.isEmpty() && !format.target().hasMarks()) {
      reject(line.number(), doubts.get(0), decoded.node());
      return;
    }
    List<JsonNode> records;
    try {
      records = format.records(decoded.node());
    } catch (RejectedException e) {
      reject(line.number(), e.reason(), decoded.node());
      return;
    }
    for (int position = 0; position < records.size(); position++) {
      parse(records.get(position), line.number(), position, doubts);
    }
  }

  private static List<RejectReason> doubts(LogLines.Line line, JsonLines.Decoded decoded) {
    List<RejectReason> doubts = new ArrayList<>();
    if (line.state() == LogLines.State.BROKEN_UTF8) {
      doubts.add(RejectReason.BROKEN_UTF8);
    }
    if (decoded.repeatedKey()) {
      doubts.add(RejectReason.REPEATED_KEY);
    }
    return doubts;
  }

  private void parse(JsonNode rec, long line, int position, List<RejectReason> doubts) {
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
          case OUTCOME -> {
            event.set("source", format.name());
            EventTimes.markFuture(event, context.landed());
          }
          case REVIEW -> event.set("source_file", context.sourceFile());
        }
        doubts.forEach(doubt -> event.mark(doubt.code()));
        ready.add(ParsedRow.accepted(file, line, position, format.target(), event));
      }
    } catch (RejectedException e) {
      reject(line, position, e.reason(), Shape.of(format.shown(rec), format.knownKeys()));
    }
  }

  private void reject(long line, RejectReason reason) {
    reject(line, 0, reason, null);
  }

  private void reject(long line, RejectReason reason, JsonNode node) {
    reject(line, 0, reason, Shape.of(node, format.knownKeys()));
  }

  private void reject(long line, int position, RejectReason reason, String shape) {
    ready.add(ParsedRow.rejected(file, line, position, reason, shape));
  }

  @Override
  public void close() {
    lines.close();
  }
}
