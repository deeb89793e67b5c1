package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Price tables by the day from which they hold, in the field names of LiteLLM's public price table.
 * A day's prices are the newest table not later than it, else the oldest there is.
 */
public final class Prices implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SHIPPED = "model_prices_2026-08.json";
  private static final Pattern DATED = Pattern.compile(".*_(\\d{4})-(\\d{2})(?:-(\\d{2}))?\\.json");

  /**
   * USD a token of each kind; {@code longCacheWrite} is kept for an hour, {@code cacheWrite} not.
   */
  record Price(
      double input, double cacheRead, double cacheWrite, double longCacheWrite, double output)
      implements Serializable {}

  /**
   * Tokens of one call, each in one kind only.
   *
   * @param longCacheWrite written to a cache that keeps them for an hour
   */
  record Tokens(long input, long cacheRead, long cacheWrite, long longCacheWrite, long output) {}

  /** What a call cost; {@code later} where only a table younger than the call was at hand. */
  record Cost(double usd, boolean later) {}

  private final NavigableMap<LocalDate, Map<String, Price>> tables;

  private Prices(NavigableMap<LocalDate, Map<String, Price>> tables) {
    this.tables = tables;
  }

  /** The tables shipped with Goodhart. */
  public static Prices shipped() {
    NavigableMap<LocalDate, Map<String, Price>> tables = new TreeMap<>();
    try (InputStream in = Prices.class.getResourceAsStream("/dev/goodhart/prices/" + SHIPPED)) {
      tables.put(dateOf(SHIPPED).orElseThrow(), parse(new ObjectMapper().readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Prices(tables);
  }

  /**
   * Every dated table in a folder.
   *
   * @throws IllegalArgumentException where the folder can't be read or holds none
   */
  public static Prices fromFolder(Path folder) {
    NavigableMap<LocalDate, Map<String, Price>> tables = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Optional<LocalDate> date = dateOf(file.getFileName().toString());
        if (date.isPresent()) {
          tables.put(date.get(), parse(new ObjectMapper().readTree(file.toFile())));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "ingest.prices: the folder " + folder + " can't be read: " + e.getMessage(), e);
    }
    if (tables.isEmpty()) {
      throw new IllegalArgumentException(
          "ingest.prices: "
              + folder
              + " holds no price table named like model_prices_2026-08.json");
    }
    return new Prices(tables);
  }

  private static Optional<LocalDate> dateOf(String file) {
    Matcher matcher = DATED.matcher(file);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int day = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
    return Optional.of(
        LocalDate.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), day));
  }

  private static Map<String, Price> parse(JsonNode table) {
    Map<String, Price> prices = new HashMap<>();
    Map<String, String> namedBy = new HashMap<>();
    table
        .properties()
        .forEach(
            entry -> {
              String model = ModelNames.normalise(entry.getKey());
              Price price = price(entry.getValue());
              if (price.input() == 0 && price.output() == 0) {
                // No price is known; a cost of 0 would claim that it was free.
                return;
              }
              // Several listings share a normal name: the plain one wins, else the first by name.
              boolean plain = entry.getKey().equals(model);
              String earlier = namedBy.get(model);
              boolean wins =
                  earlier == null
                      || plain
                      || (!earlier.equals(model) && entry.getKey().compareTo(earlier) < 0);
              if (wins) {
                prices.put(model, price);
                namedBy.put(model, entry.getKey());
              }
            });
    return prices;
  }

  private static Price price(JsonNode entry) {
    double input = entry.path("input_cost_per_token").asDouble(0);
    double output = entry.path("output_cost_per_token").asDouble(0);
    double cacheWrite = entry.path("cache_creation_input_token_cost").asDouble(input);
    return new Price(
        input,
        entry.path("cache_read_input_token_cost").asDouble(input),
        cacheWrite,
        entry.path("cache_creation_input_token_cost_above_1hr").asDouble(cacheWrite),
        output);
  }

  /** The cost of one call by a normalised model name; empty where no table knows the model. */
  Optional<Cost> cost(String model, LocalDate day, Tokens tokens) {
    Map.Entry<LocalDate, Map<String, Price>> inForce = tables.floorEntry(day);
    boolean later = inForce == null;
    Price price = (later ? tables.firstEntry() : inForce).getValue().get(model);
    if (price == null) {
      return Optional.empty();
    }
    double usd =
        tokens.input() * price.input()
            + tokens.cacheRead() * price.cacheRead()
            + tokens.cacheWrite() * price.cacheWrite()
            + tokens.longCacheWrite() * price.longCacheWrite()
            + tokens.output() * price.output();
    return Optional.of(new Cost(usd, later));
  }
}
