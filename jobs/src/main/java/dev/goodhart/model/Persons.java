package dev.goodhart.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Whose sessions are. Where nobody is named a session stands for itself: it is in a fold of its own
 * and no other is taken for the same person's. Where people are counted, it is nobody.
 */
public final class Persons {
  /** No pseudonym begins so. */
  private static final String NOBODY = "session ";

  private Persons() {}

  /** Of a row with {@code user_id} and {@code session_id}. */
  static String of(Row row) {
    String user = row.getAs("user_id");
    return user == null || user.equals(Pseudonyms.UNKNOWN_PERSON)
        ? NOBODY + row.getAs("session_id")
        : user;
  }

  /** The same as a column. */
  public static Column column() {
    Column unnamed = col("user_id").equalTo(Pseudonyms.UNKNOWN_PERSON);
    return when(coalesce(unnamed, lit(true)), concat(lit(NOBODY), col("session_id")))
        .otherwise(col("user_id"));
  }

  /** Whether this is a person, rather than a session that stands for itself. */
  static boolean isNamed(String person) {
    return !person.startsWith(NOBODY);
  }

  /** How many people are among them. */
  static long number(Stream<String> persons) {
    return persons.filter(Persons::isNamed).distinct().count();
  }
}
