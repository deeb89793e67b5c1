package dev.goodhart.session;

import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * {@link AccountRule} as of each day on which anything of a person landed, put together to spans of
 * days in which an account's standing is the same.
 */
final class PersonStandings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> sourcesBestFirst;

  /** An account with what it has by landing day. */
  private record Account(AccountRule.Key key, Row row, List<Day> days) {
    boolean landedBy(LocalDate day) {
      return days.stream().anyMatch(each -> !each.landed().isAfter(day));
    }

    AccountRule.Account asOf(LocalDate day) {
      List<Day> landed = days.stream().filter(each -> !each.landed().isAfter(day)).toList();
      return new AccountRule.Account(
          key,
          landed.stream().mapToLong(Day::calls).sum(),
          landed.stream().mapToLong(Day::comparable).sum(),
          landed.stream().mapToLong(Day::first).min().orElseThrow(),
          landed.stream().mapToLong(Day::last).max().orElseThrow());
    }
  }

  private record Day(LocalDate landed, long calls, long comparable, long first, long last) {}

  private record Found(AccountRule.Pair pair, LocalDate landed, long calls) {}

  /** From a day on; {@code instead} is null while the account is counted. */
  private record Span(LocalDate from, AccountRule.Key instead) {}

  PersonStandings(List<String> sourcesBestFirst) {
    this.sourcesBestFirst = new ArrayList<>(sourcesBestFirst);
  }

  /**
   * Rows of {@code silver.session_sources} of one person.
   *
   * @param person {@code accounts} and {@code found} as lists of structs
   */
  List<Row> of(Row person) {
    List<Account> accounts =
        person.<Row>getList(person.fieldIndex("accounts")).stream()
            .map(PersonStandings::account)
            .toList();
    int found = person.fieldIndex("found");
    List<Found> matches =
        person.isNullAt(found)
            ? List.of()
            : person.<Row>getList(found).stream().map(PersonStandings::match).toList();
    List<Account> toldTwice = toldTwice(accounts, matches);
    return rows(toldTwice, spans(toldTwice, matches));
  }

  /** Those with another account of the same session, or with calls found in another account. */
  private static List<Account> toldTwice(List<Account> accounts, List<Found> matches) {
    Map<String, Long> accountsOfSession =
        accounts.stream()
            .collect(
                Collectors.groupingBy(account -> account.key().sessionId(), Collectors.counting()));
    Set<AccountRule.Key> matched = new HashSet<>();
    matches.forEach(
        match -> {
          matched.add(match.pair().of());
          matched.add(match.pair().in());
        });
    return accounts.stream()
        .filter(
            account ->
                accountsOfSession.get(account.key().sessionId()) > 1
                    || matched.contains(account.key()))
        .toList();
  }

  private Map<AccountRule.Key, List<Span>> spans(List<Account> accounts, List<Found> matches) {
    TreeSet<LocalDate> days = new TreeSet<>();
    accounts.forEach(account -> account.days().forEach(day -> days.add(day.landed())));
    AccountRule rule = new AccountRule(sourcesBestFirst);
    Map<AccountRule.Key, List<Span>> spans = new LinkedHashMap<>();
    for (LocalDate day : days) {
      List<Account> landed = accounts.stream().filter(each -> each.landedBy(day)).toList();
      Map<AccountRule.Pair, Long> found = new HashMap<>();
      matches.stream()
          .filter(match -> !match.landed().isAfter(day))
          .forEach(match -> found.merge(match.pair(), match.calls(), Long::sum));
      Map<AccountRule.Key, AccountRule.Key> insteadOf =
          rule.insteadOf(landed.stream().map(each -> each.asOf(day)).toList(), found);
      for (Account account : landed) {
        List<Span> before = spans.computeIfAbsent(account.key(), key -> new ArrayList<>());
        Span now = new Span(day, insteadOf.get(account.key()));
        boolean changed =
            before.isEmpty()
                || !Objects.equals(before.get(before.size() - 1).instead(), now.instead());
        if (changed) {
          before.add(now);
        }
      }
    }
    return spans;
  }

  /**
   * Of sessions of which an account was ever left out, and of those that were ever counted in their
   * place. All accounts of such a session: one that nobody tells again keeps it counted.
   */
  private static List<Row> rows(List<Account> accounts, Map<AccountRule.Key, List<Span>> spans) {
    Set<String> involved = new HashSet<>();
    spans.forEach(
        (key, all) ->
            all.stream()
                .filter(span -> span.instead() != null)
                .forEach(
                    span -> {
                      involved.add(key.sessionId());
                      involved.add(span.instead().sessionId());
                    }));
    List<Row> rows = new ArrayList<>();
    for (Account account : accounts) {
      if (involved.contains(account.key().sessionId())) {
        List<Span> all = spans.get(account.key());
        for (int i = 0; i < all.size(); i++) {
          LocalDate until = i + 1 < all.size() ? all.get(i + 1).from() : null;
          rows.add(row(account, all.get(i), until));
        }
      }
    }
    return rows;
  }

  private static Row row(Account account, Span span, LocalDate until) {
    Row head = account.row();
    AccountRule.Key instead = span.instead();
    return RowFactory.create(
        account.key().sessionId(),
        account.key().source(),
        Date.valueOf(span.from()),
        until == null ? null : Date.valueOf(until),
        instead == null,
        instead == null ? null : instead.sessionId(),
        instead == null ? null : instead.source(),
        head.getAs("user_id"),
        head.getAs("repository"),
        head.getAs("started_at"),
        head.getAs("ended_at"),
        head.getAs("all_calls"),
        head.getAs("landed_dates"));
  }

  private static Account account(Row row) {
    List<Day> days =
        row.<Row>getList(row.fieldIndex("days")).stream()
            .map(
                day ->
                    new Day(
                        day.<Date>getAs("landed_date").toLocalDate(),
                        day.getAs("calls"),
                        day.getAs("comparable"),
                        day.getAs("first"),
                        day.getAs("last")))
            .toList();
    AccountRule.Key key = new AccountRule.Key(row.getAs("session_id"), row.getAs("source"));
    return new Account(key, row, days);
  }

  private static Found match(Row row) {
    AccountRule.Key of = new AccountRule.Key(row.getAs("session_id"), row.getAs("source"));
    AccountRule.Key in = new AccountRule.Key(row.getAs("in_session"), row.getAs("in_source"));
    return new Found(
        new AccountRule.Pair(of, in),
        row.<Date>getAs("landed_date").toLocalDate(),
        row.getAs("calls"));
  }
}
