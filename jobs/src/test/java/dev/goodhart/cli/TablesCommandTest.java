package dev.goodhart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TablesCommandTest {
  @Test
  void shouldAgreeWithTheCommittedPage() throws IOException {
    assertThat(Files.readString(Path.of("../docs/tables.md")))
        .as("docs/tables.md is out of date: run bin/goodhart tables --markdown > docs/tables.md")
        .isEqualTo(TablesCommand.markdown());
  }

  @Test
  void shouldAgreeWithTheCommittedPageOfFeatures() throws IOException {
    assertThat(Files.readString(Path.of("../docs/features.md")))
        .as(
            "docs/features.md is out of date: run bin/goodhart tables --features >"
                + " docs/features.md")
        .isEqualTo(FeaturePage.markdown());
  }
}
