package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final Pseudonyms ONE = of("one key of at least thirty-two bytes");
  private static final Pseudonyms TWO = of("two keys of at least thirty-two bytes");

  private static Pseudonyms of(String key) {
    return new Pseudonyms(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldNameAPersonTheSameWhateverTheCase() {
    assertThat(ONE.person(" Jo@Corp.Example ")).isEqualTo(ONE.person("jo@corp.example"));
  }

  @Test
  void shouldNameAPersonOtherwiseUnderAnotherKey() {
    assertThat(ONE.person("jo@corp.example")).isNotEqualTo(TWO.person("jo@corp.example"));
    assertThat(ONE.fingerprint()).isNotEqualTo(TWO.fingerprint());
  }

  @Test
  void shouldNotHashALoginAndABranchOfThatNameAlike() {
    assertThat(ONE.branch("jo")).isNotEqualTo(ONE.person("jo"));
  }

  @Test
  void shouldKeepDefaultBranches() {
    assertThat(ONE.branch("refs/heads/main")).isEqualTo("main");
    assertThat(ONE.branch("HEAD")).isEqualTo("HEAD");
    assertThat(ONE.branch("jo/fix")).matches("[0-9a-f]{64}");
  }

  @Test
  void shouldCallNobodyUnknown() {
    assertThat(ONE.person(null)).isEqualTo("unknown");
    assertThat(ONE.person("unknown@users.example")).isEqualTo("unknown");
  }

  @Test
  void shouldNotTellItsKey() {
    assertThat(ONE.toString()).doesNotContain("one key");
  }

  @Test
  void shouldRefuseAShortKey() {
    assertThatThrownBy(() -> of("short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }
}
