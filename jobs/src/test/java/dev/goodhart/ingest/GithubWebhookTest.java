package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GithubWebhookTest extends FormatTest {
  GithubWebhookTest() {
    super(new GithubWebhook());
  }

  private static String pull(String action, String mergedAt) {
    return """
        {"action":"%s","number":12,"pull_request":{"number":12,"merged":false,"merged_at":%s,
        "closed_at":"2026-01-06T10:00:00Z","created_at":"2026-01-05T10:00:00Z",
        "updated_at":"2026-01-05T11:00:00Z","merge_commit_sha":"abcdef1234567",
        "head":{"ref":"jo/fix","sha":"1234567abcdef"},"user":{"login":"jo-login"},
        "additions":10,"deletions":4,"changed_files":2},
        "repository":{"full_name":"acme/web"}}"""
        .formatted(action, mergedAt);
  }

  private static String delivered(String event, String payload) {
    return "{\"delivery\":\"d1\",\"event\":\"%s\",\"received_at\":\"2026-01-07T00:00:00Z\",\"payload\":%s}"
        .formatted(event, payload);
  }

  @Test
  void shouldTrustTheTimeOfTheMergeAndNotTheFlag() {
    Event merged =
        read(delivered("pull_request", pull("closed", "\"2026-01-06T09:59:00Z\""))).get(0);

    assertThat(merged.get("kind")).isEqualTo("change_merged");
    assertThat(merged.get("commit_sha")).isEqualTo("abcdef1234567");
    assertThat(merged.get("task_key")).isEqualTo("acme/web#12");
    assertThat(merged.get("actor_id")).isEqualTo(PSEUDONYMS.person("jo@corp.example"));
    assertThat(merged.get("team")).isEqualTo("platform");
    assertThat(merged.get("lines_added")).isEqualTo(10L);
  }

  @Test
  void shouldCallAPullRequestClosedWithoutAMergeAbandoned() {
    assertThat(read(delivered("pull_request", pull("closed", "null"))).get(0).get("kind"))
        .isEqualTo("task_abandoned");
  }

  @Test
  void shouldReadABarePayload() {
    Event opened = read(pull("opened", "null")).get(0);

    assertThat(opened.get("kind")).isEqualTo("task_opened");
    assertThat(opened.get("branch")).isEqualTo(PSEUDONYMS.branch("jo/fix"));
  }

  @Test
  void shouldGiveEachCommitOfAPushAnEventAndFindReverts() {
    List<Event> events =
        read(
            delivered(
                "push",
                """
                {"ref":"refs/heads/main","commits":[
                {"id":"aaaaaaa1","message":"x","timestamp":"2026-01-06T10:00:00Z",
                 "author":{"username":"jo-login"}},
                {"id":"aaaaaaa2","message":"Revert\\n\\nThis reverts commit abcdef1234567.",
                 "timestamp":"2026-01-06T10:00:00+01:00","author":{"email":"JO@corp.example"}}],
                "repository":{"full_name":"acme/web"}}"""));

    assertThat(events)
        .extracting(event -> event.get("kind"))
        .containsExactly("commit_pushed", "change_reverted");
    assertThat(events.get(1).get("reverted_sha")).isEqualTo("abcdef1234567");
    assertThat(events).extracting(event -> event.get("event_id")).doesNotHaveDuplicates();
    assertThat(events)
        .extracting(event -> event.get("actor_id"))
        .containsOnly(PSEUDONYMS.person("jo@corp.example"));
  }

  @Test
  void shouldIgnoreActionsThatChangeNothing() {
    assertThat(read(delivered("pull_request", pull("labeled", "null")))).isEmpty();
    assertThat(read(delivered("star", "{}"))).isEmpty();
  }
}
