package dev.goodhart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.round;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Holds a result against rows that a test draws in text, in any order. */
public final class RowAssert {
  /** Two doubles are equal to 1e-9. */
  private static final int DECIMALS = 9;

  private RowAssert() {}

  /**
   * Fails unless the result, in the columns that the drawing has, is exactly the rows drawn.
   *
   * @param drawn as for {@link TableRows#rows}
   */
  public static void assertRows(Dataset<Row> result, String drawn) {
    String[] names = TableRows.cells(drawn.lines().findFirst().orElseThrow());
    Dataset<Row> shown =
        result.select(
            Arrays.stream(names).map(name -> comparable(result, name)).toArray(Column[]::new));
    Dataset<Row> expected = TableRows.of(shown.schema()).rows(drawn).dataset();
    assertSame(expected, shown);
  }

  /** Fails unless both have the same columns and rows, in any order. */
  public static void assertSame(Dataset<Row> expected, Dataset<Row> actual) {
    // A comparator runs its datasets several times over, so each is worked out once.
    Dataset<Row> found = collected(actual);
    try {
      new JavaDatasetSuiteBase().assertDataFrameDataEquals(collected(expected), found);
    } catch (AssertionError e) {
      String rows =
          found.collectAsList().stream().map(Row::toString).collect(Collectors.joining("\n"));
      throw new AssertionError(e.getMessage() + "\nfound:\n" + rows, e);
    }
  }

  private static Column comparable(Dataset<Row> result, String name) {
    boolean fraction = result.schema().apply(name).dataType().equals(DataTypes.DoubleType);
    return fraction ? round(col(name), DECIMALS).as(name) : col(name);
  }

  private static Dataset<Row> collected(Dataset<Row> rows) {
    List<Row> collected = rows.collectAsList();
    return SparkTest.session().createDataFrame(collected, rows.schema());
  }
}
