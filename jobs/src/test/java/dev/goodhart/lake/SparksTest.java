package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.Test;

class SparksTest extends SparkTest {

  @Test
  void shouldFixWhatDecidesResults() {
    // When
    RuntimeConfig conf = session().conf();

    // Then
    assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(conf.get("spark.sql.ansi.enabled")).isEqualTo("true");
    assertThat(conf.get("spark.sql.shuffle.partitions")).isEqualTo("2");
    assertThat(session().sparkContext().master()).isEqualTo("local[2]");
  }

  @Test
  void shouldLetSettingsWinOverDefaults() {
    // Given
    Settings settings =
        Settings.load(
            Optional.empty(),
            List.of("spark.ui.enabled=true", "spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:9"));

    // When
    SparkConf conf = Sparks.conf(settings, "test");

    // Then
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("true");
    assertThat(conf.get("spark.hadoop.fs.s3a.endpoint")).isEqualTo("http://127.0.0.1:9");
    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get("spark.delta.logStore.s3a.impl")).isEqualTo(S3CommitStore.class.getName());
  }
}
