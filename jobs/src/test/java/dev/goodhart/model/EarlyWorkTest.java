package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class EarlyWorkTest extends SparkTest {
  private static final StructType EXAMPLE =
      new StructType()
          .add("fold", DataTypes.IntegerType)
          .add("held_out", DataTypes.BooleanType)
          .add("quiet", DataTypes.BooleanType)
          .add("verdict", DataTypes.StringType);

  private final List<Row> rows = new ArrayList<>();

  private void sessions(int number, int fold, boolean heldOut, boolean quiet, String verdict) {
    for (int i = 0; i < number; i++) {
      rows.add(RowFactory.create(fold, heldOut, quiet, verdict));
    }
  }

  private double times() {
    return EarlyWork.of(session().createDataFrame(rows, EXAMPLE)).timesWithout(0);
  }

  @Test
  void shouldCountAsUsualWhereAsMuchIsMissingOfBoth() {
    for (int fold = 0; fold < 2; fold++) {
      sessions(30, fold, false, true, null);
      sessions(50, fold, false, false, null);
      sessions(2, fold, false, false, "legitimate");
    }

    assertThat(times()).isCloseTo(1, within(1e-12));
  }

  @Test
  void shouldCountLessTheMoreOfWhatCameSinceIsHeldOut() {
    // Given 70 and 3 of weight 10 since, of which other people's 20 and 1 are not held out
    for (int fold = 0; fold < 2; fold++) {
      sessions(30, fold, false, true, null);
    }
    sessions(20, 1, false, false, null);
    sessions(1, 1, false, false, "tokenmaxxing");
    sessions(50, 1, true, false, null);
    sessions(2, 1, true, true, "legitimate");

    assertThat(times()).isCloseTo((30.0 / 100) / (30.0 / 60), within(1e-12));
  }

  @Test
  void shouldCountAsUsualWhereThereIsNothingToCompareWith() {
    sessions(30, 1, false, true, null);
    sessions(50, 1, true, false, null);

    assertThat(times()).isEqualTo(1);
  }
}
