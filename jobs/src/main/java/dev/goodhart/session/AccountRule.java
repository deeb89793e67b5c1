package dev.goodhart.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which source's account of a session is counted where several sources tell of the same one.
 *
 * <p>Accounts under one session id tell of the same session, if they overlap in time. Accounts
 * under different ids do where nearly all calls of the one are found in the other: same person,
 * model and tokens, at about the same time. The fuller account is counted; of accounts about as
 * full, the one of the better source. Nothing else of the account that is not counted is: its
 * prompts and tools are the same ones, told again.
 */
final class AccountRule {
  /** Accounts as full as this beside the fullest are about as full; this share is nearly all. */
  static final double NEARLY_ALL = 0.9;

  /** Whose account: what a source calls a session. */
  record Key(String sessionId, String source) {}

  /**
   * An account as of a day.
   *
   * @param calls its model calls
   * @param comparable those of them that name a model and tokens, by which they can be found again
   * @param first when its first event happened, epoch milliseconds
   * @param last when its last event happened
   */
  record Account(Key key, long calls, long comparable, long first, long last) {
    boolean overlaps(Account other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** How many calls of one account are found in another. */
  record Pair(Key of, Key in) {}

  private final List<String> sourcesBestFirst;

  AccountRule(List<String> sourcesBestFirst) {
    this.sourcesBestFirst = List.copyOf(sourcesBestFirst);
  }

  /**
   * The accounts that are not counted, each with the one that is counted in its place.
   *
   * @param accounts all accounts of a person
   * @param found calls of one account found in another, of other sources and sessions
   */
  Map<Key, Key> insteadOf(List<Account> accounts, Map<Pair, Long> found) {
    Map<Key, Key> better = new HashMap<>();
    Map<String, List<Account>> bySession = new HashMap<>();
    accounts.forEach(
        each ->
            bySession.computeIfAbsent(each.key().sessionId(), id -> new ArrayList<>()).add(each));
    bySession.values().forEach(same -> better.putAll(besidesBest(same)));
    Map<Key, Account> best = new LinkedHashMap<>();
    accounts.stream()
        .filter(account -> !better.containsKey(account.key()))
        .forEach(account -> best.put(account.key(), account));
    Map<Key, List<Account>> foundIn = new HashMap<>();
    found.keySet().stream()
        .filter(pair -> best.containsKey(pair.of()) && best.containsKey(pair.in()))
        .forEach(
            pair ->
                foundIn
                    .computeIfAbsent(pair.of(), of -> new ArrayList<>())
                    .add(best.get(pair.in())));
    foundIn.forEach(
        (of, others) ->
            others.stream()
                .filter(other -> tellsAllOf(best.get(of), other, found))
                .min(fullestThenBest())
                .ifPresent(other -> better.put(of, other.key())));
    return better;
  }

  private Map<Key, Key> besidesBest(List<Account> ofOneSession) {
    Map<Key, Key> besides = new HashMap<>();
    List<Account> left = new ArrayList<>(ofOneSession);
    while (left.size() > 1) {
      Account best = best(left);
      left.remove(best);
      left.removeIf(
          account -> {
            boolean toldTwice = best.overlaps(account);
            if (toldTwice) {
              besides.put(account.key(), best.key());
            }
            return toldTwice;
          });
    }
    return besides;
  }

  private Account best(List<Account> accounts) {
    long fullest = accounts.stream().mapToLong(Account::calls).max().orElseThrow();
    return accounts.stream()
        .filter(account -> account.calls() >= NEARLY_ALL * fullest)
        .min(bySource())
        .orElseThrow();
  }

  private boolean tellsAllOf(Account account, Account other, Map<Pair, Long> found) {
    if (!nearlyAllFound(account, other, found)) {
      return false;
    }
    return !nearlyAllFound(other, account, found) || bySource().compare(other, account) < 0;
  }

  private static boolean nearlyAllFound(Account of, Account in, Map<Pair, Long> found) {
    long calls = found.getOrDefault(new Pair(of.key(), in.key()), 0L);
    return calls > 0 && calls >= NEARLY_ALL * of.comparable();
  }

  private Comparator<Account> fullestThenBest() {
    return Comparator.comparingLong(Account::comparable).reversed().thenComparing(bySource());
  }

  private Comparator<Account> bySource() {
    return Comparator.comparingInt((Account account) -> rank(account.key().source()))
        .thenComparing(account -> account.key().source())
        .thenComparing(account -> account.key().sessionId());
  }

  private int rank(String source) {
    int place = sourcesBestFirst.indexOf(source);
    return place < 0 ? sourcesBestFirst.size() : place;
  }
}
