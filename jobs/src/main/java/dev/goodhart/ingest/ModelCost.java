package dev.goodhart.ingest;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What a model call cost: as reported, else by the prices of its day, else unknown (never 0). */
final class ModelCost {
  private static final List<String> TOKENS =
      List.of("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens");

  private ModelCost() {}

  /**
   * Sets what a call cost; its time and its tokens must be set.
   *
   * @param model its name as the source writes it: providers and versions have prices of their own
   */
  static void of(Event call, String model, Double reported, Prices prices) {
    of(call, model, reported, prices, 0);
  }

  /**
   * Likewise, where the source tells cache writes of two prices apart.
   *
   * @param longCacheWrites how many of the cache-write tokens are kept for an hour
   */
  static void of(Event call, String model, Double reported, Prices prices, long longCacheWrites) {
    if (reported != null) {
      call.set("cost_usd", reported).set("cost_source", "reported");
      return;
    }
    Optional<Prices.Cost> priced =
        isCounted(call)
            ? prices.cost(model, day(call), tokens(call, longCacheWrites))
            : Optional.empty();
    if (priced.isEmpty()) {
      call.set("cost_source", "unknown");
      return;
    }
    call.set("cost_usd", priced.get().usd()).set("cost_source", "priced");
    if (priced.get().later()) {
      call.mark("price_later");
    }
    if (priced.get().ambiguous()) {
      call.mark("price_ambiguous");
    }
  }

  private static boolean isCounted(Event call) {
    return TOKENS.stream().anyMatch(column -> call.get(column) != null);
  }

  private static LocalDate day(Event call) {
    return ((Timestamp) call.get("event_time")).toInstant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Prices.Tokens tokens(Event call, long longCacheWrites) {
    return new Prices.Tokens(
        tokens(call, "input_tokens"),
        tokens(call, "cache_read_tokens"),
        tokens(call, "cache_write_tokens") - longCacheWrites,
        longCacheWrites,
        tokens(call, "output_tokens"));
  }

  private static long tokens(Event call, String column) {
    Object value = call.get(column);
    return value == null ? 0 : (Long) value;
  }
}
