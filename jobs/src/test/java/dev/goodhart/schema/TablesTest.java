package dev.goodhart.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.lake.Table;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void shouldDescribeEveryColumn() {
    for (Table table : Tables.ALL) {
      assertThat(table.grain()).as(table.fullName()).isNotBlank();
      assertThat(Arrays.stream(table.schema().fields()))
          .as(table.fullName())
          .allSatisfy(field -> assertThat(field.getComment().get()).isNotBlank());
    }
  }

  @Test
  void shouldNameEachTableOnce() {
    assertThat(Tables.ALL).extracting(Table::fullName).doesNotHaveDuplicates();
  }
}
