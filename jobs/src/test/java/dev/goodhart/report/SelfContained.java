package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Checks that a page neither loads anything nor names a person. */
final class SelfContained {
  private static final Pattern SCRIPT = Pattern.compile("<script>.*?</script>", Pattern.DOTALL);
  private static final Pattern ADDRESS =
      Pattern.compile("\\b(?:src|href|action|data|poster|srcset)\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern E_MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.\\w+");

  private SelfContained() {}

  static void assertLoadsNothing(String html) {
    String page = withoutScripts(html);
    List<String> addresses = ADDRESS.matcher(page).results().map(match -> match.group(1)).toList();
    assertThat(addresses).isNotEmpty().allMatch(address -> address.startsWith("#"));
    assertThat(page)
        .doesNotContain("http:", "https:", "url(", "@import", "<link", "<iframe", "<object")
        .contains("content=\"default-src &#39;none&#39;; script-src");
    assertThat(E_MAIL.matcher(page).results().map(MatchResult::group)).isEmpty();
  }

  static String withoutScripts(String html) {
    return SCRIPT.matcher(html).replaceAll("");
  }
}
