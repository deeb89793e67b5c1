package dev.goodhart.ingest;

import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a model call cost: as reported, else by the prices of its day, else unknown (never 0). */
final class ModelCost {
  private ModelCost() {}

  static void of(Event call, Double reported, Timestamp time, Prices prices) {
    of(call, reported, time, prices, 0);
  }

  /**
   * Likewise, where the source tells cache writes of two prices apart.
   *
   * @param longCacheWrites how many of the cache-write tokens are kept for an hour
   */
  static void of(Event call, Double reported, Timestamp time, Prices prices, long longCacheWrites) {
    if (reported != null) {
      call.set("cost_usd", reported).set("cost_source", "reported");
      return;
    }
    Optional<Prices.Cost> priced =
        prices.cost(
            (String) call.get("model"),
            time.toInstant().atZone(ZoneOffset.UTC).toLocalDate(),
            new Prices.Tokens(
                tokens(call, "input_tokens"),
                tokens(call, "cache_read_tokens"),
                tokens(call, "cache_write_tokens") - longCacheWrites,
                longCacheWrites,
                tokens(call, "output_tokens")));
    if (priced.isEmpty()) {
      call.set("cost_source", "unknown");
      return;
    }
    call.set("cost_usd", priced.get().usd()).set("cost_source", "priced");
    if (priced.get().later()) {
      call.mark("price_later");
    }
  }

  private static long tokens(Event call, String column) {
    Object value = call.get(column);
    return value == null ? 0 : (Long) value;
  }
}
