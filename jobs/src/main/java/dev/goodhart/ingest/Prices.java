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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
 *
 * <p>A model is looked up by its fullest name first, since providers, regions and dated versions
 * ask their own prices; what is cut off, one thing at a time, are the steps of {@link ModelNames}.
 * Where the table has none of these names, the listings that share the normal name serve: their
 * price where they agree, else the middle one, and the call is marked.
 */
public final class Prices implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SHIPPED = "model_prices_2026-08.json";
  private static final Pattern DATED = Pattern.compile(".*_(\\d{4})-(\\d{2})(?:-(\\d{2}))?\\.json");

  /** USD a token above which a listing is a slip (prices a million tokens), not a price. */
  private static final double MOST_A_TOKEN = 1e-3;

  /**
   * USD a token of each kind; {@code longCacheWrite} is kept for an hour, {@code cacheWrite} not.
   */
  record Price(
      double input, double cacheRead, double cacheWrite, double longCacheWrite, double output)
      implements Serializable {
    private static final Comparator<Price> ORDER =
        Comparator.comparingDouble(Price::input)
            .thenComparingDouble(Price::output)
            .thenComparingDouble(Price::cacheRead)
            .thenComparingDouble(Price::cacheWrite)
            .thenComparingDouble(Price::longCacheWrite);
  }

  /**
   * Tokens of one call, each in one kind only.
   *
   * @param longCacheWrite written to a cache that keeps them for an hour
   */
  record Tokens(long input, long cacheRead, long cacheWrite, long longCacheWrite, long output) {}

  /**
   * What a call cost.
   *
   * @param later only a table younger than the call was at hand
   * @param ambiguous listings with several prices share the model's name
   */
  record Cost(double usd, boolean later, boolean ambiguous) {}

  private record Found(Price price, boolean ambiguous) {}

  /** One table: each listing by its own name, and all listings of one normal name together. */
  private record Table(HashMap<String, Price> byName, HashMap<String, ArrayList<Price>> byNormal)
      implements Serializable {
    Optional<Found> find(String model) {
      List<String> steps = ModelNames.steps(model);
      for (String step : steps) {
        Price listed = byName.get(step);
        if (listed != null) {
          return Optional.of(new Found(listed, false));
        }
      }
      List<Price> alike = steps.isEmpty() ? null : byNormal.get(steps.get(steps.size() - 1));
      if (alike == null) {
        return Optional.empty();
      }
      boolean agree = alike.get(0).equals(alike.get(alike.size() - 1));
      return Optional.of(new Found(alike.get((alike.size() - 1) / 2), !agree));
    }
  }

  private final NavigableMap<LocalDate, Table> tables;

  private Prices(NavigableMap<LocalDate, Table> tables) {
    this.tables = tables;
  }

  /** The tables shipped with Goodhart. */
  public static Prices shipped() {
    NavigableMap<LocalDate, Table> tables = new TreeMap<>();
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
    NavigableMap<LocalDate, Table> tables = new TreeMap<>();
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

  private static Table parse(JsonNode listings) {
    Table table = new Table(new HashMap<>(), new HashMap<>());
    for (Map.Entry<String, JsonNode> listing : listings.properties()) {
      Price price = price(listing.getValue());
      if (isKnown(price)) {
        table.byName().put(listing.getKey().toLowerCase(Locale.ROOT), price);
        table
            .byNormal()
            .computeIfAbsent(ModelNames.normalise(listing.getKey()), name -> new ArrayList<>())
            .add(price);
      }
    }
    table.byNormal().values().forEach(alike -> alike.sort(Price.ORDER));
    return table;
  }

  /** Without a price a cost of 0 would claim that the model was free. */
  private static boolean isKnown(Price price) {
    double most = Math.max(price.input(), price.output());
    return most > 0 && most <= MOST_A_TOKEN;
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

  /**
   * The cost of one call; empty where no table knows the model.
   *
   * @param model its name as its source writes it
   */
  Optional<Cost> cost(String model, LocalDate day, Tokens tokens) {
    Map.Entry<LocalDate, Table> inForce = tables.floorEntry(day);
    boolean later = inForce == null;
    return (later ? tables.firstEntry() : inForce)
        .getValue()
        .find(model)
        .map(
            found -> {
              Price price = found.price();
              double usd =
                  tokens.input() * price.input()
                      + tokens.cacheRead() * price.cacheRead()
                      + tokens.cacheWrite() * price.cacheWrite()
                      + tokens.longCacheWrite() * price.longCacheWrite()
                      + tokens.output() * price.output();
              return new Cost(usd, later, found.ambiguous());
            });
  }
}
