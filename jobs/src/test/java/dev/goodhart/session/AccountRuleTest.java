package dev.goodhart.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRuleTest {
  private static final List<String> BEST_FIRST = List.of("otlp", "spans", "proxy");

  /**
   * Accounts are {@code session:source:calls:first-last}, calls found {@code
   * session:source>session:source:calls}; what is expected is {@code left out>counted instead}.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one source alone is counted | a:otlp:10:0-9 | | ",
        "of one session the better source is counted | a:proxy:10:0-9 a:otlp:10:0-9 | |"
            + " a:proxy>a:otlp",
        "a few calls less do not make a source worse | a:proxy:10:0-9 a:otlp:9:0-9 | |"
            + " a:proxy>a:otlp",
        "a much fuller account is counted | a:proxy:10:0-9 a:otlp:8:0-9 | | a:otlp>a:proxy",
        "accounts of one session that follow each other are both counted | a:proxy:10:0-9"
            + " a:otlp:10:10-19 | | ",
        "of three the best is counted | a:proxy:10:0-9 a:otlp:10:0-9 a:spans:10:0-9 | |"
            + " a:proxy>a:otlp a:spans>a:otlp",
        "accounts that follow the best are told apart too | a:otlp:10:0-9 a:spans:9:10-19"
            + " a:proxy:9:10-19 | | a:proxy>a:spans",
        "no calls at all, the better source is counted | a:proxy:0:0-9 a:otlp:0:0-9 | |"
            + " a:proxy>a:otlp",
        "an unlisted source is the worst | a:other:10:0-9 a:proxy:10:0-9 | | a:other>a:proxy",
        "under other ids, nearly all calls found both ways | a:otlp:10:0-9 b:proxy:10:0-9 |"
            + " a:otlp>b:proxy:9 b:proxy>a:otlp:9 | b:proxy>a:otlp",
        "under other ids, too few found | a:otlp:10:0-9 b:proxy:10:0-9 |"
            + " a:otlp>b:proxy:8 b:proxy>a:otlp:8 | ",
        "a part is told by the whole, though its source is better | a:otlp:4:0-9 b:proxy:10:0-9 |"
            + " a:otlp>b:proxy:4 b:proxy>a:otlp:4 | a:otlp>b:proxy",
        "each of many parts is told by the whole | a:otlp:3:0-9 b:proxy:1:0-0 c:proxy:1:1-1"
            + " d:proxy:1:2-2 | b:proxy>a:otlp:1 a:otlp>b:proxy:1 c:proxy>a:otlp:1"
            + " a:otlp>c:proxy:1 d:proxy>a:otlp:1 a:otlp>d:proxy:1 |"
            + " b:proxy>a:otlp c:proxy>a:otlp d:proxy>a:otlp",
        "what is left out under its own id decides nothing elsewhere | a:otlp:10:0-9"
            + " a:proxy:10:0-9 b:spans:10:0-9 | b:spans>a:proxy:10 a:proxy>b:spans:10 |"
            + " a:proxy>a:otlp",
      })
  void shouldCountEachSessionOnce(String what, String accounts, String found, String insteadOf) {
    Map<AccountRule.Key, AccountRule.Key> result =
        new AccountRule(BEST_FIRST).insteadOf(accounts(accounts), found(found));

    Map<String, String> told = new TreeMap<>();
    result.forEach((of, by) -> told.put(text(of), text(by)));
    assertThat(told).isEqualTo(expected(insteadOf));
  }

  private static List<AccountRule.Account> accounts(String texts) {
    List<AccountRule.Account> accounts = new ArrayList<>();
    for (String each : texts.split(" ", -1)) {
      String[] parts = each.split(":", -1);
      String[] span = parts[3].split("-", -1);
      long calls = Long.parseLong(parts[2]);
      accounts.add(
          new AccountRule.Account(
              new AccountRule.Key(parts[0], parts[1]),
              calls,
              calls,
              Long.parseLong(span[0]),
              Long.parseLong(span[1])));
    }
    return accounts;
  }

  private static Map<AccountRule.Pair, Long> found(String texts) {
    Map<AccountRule.Pair, Long> found = new HashMap<>();
    for (String each : texts == null ? new String[0] : texts.split(" ", -1)) {
      int colon = each.lastIndexOf(':');
      String[] sides = each.substring(0, colon).split(">", -1);
      found.put(
          new AccountRule.Pair(key(sides[0]), key(sides[1])),
          Long.parseLong(each.substring(colon + 1)));
    }
    return found;
  }

  private static Map<String, String> expected(String texts) {
    Map<String, String> expected = new TreeMap<>();
    for (String each : texts == null ? new String[0] : texts.split(" ", -1)) {
      String[] sides = each.split(">", -1);
      expected.put(sides[0], sides[1]);
    }
    return expected;
  }

  private static AccountRule.Key key(String text) {
    String[] parts = text.split(":", -1);
    return new AccountRule.Key(parts[0], parts[1]);
  }

  private static String text(AccountRule.Key key) {
    return key.sessionId() + ":" + key.source();
  }
}
