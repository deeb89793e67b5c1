package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 9, 22);

  @TempDir Path folder;

  private Prices table(String... listings) throws IOException {
    Files.writeString(
        folder.resolve("prices_2026-08.json"), "{" + String.join(",", listings) + "}");
    return Prices.fromFolder(folder);
  }

  private static String listing(String name, double input) {
    return "\"%s\":{\"input_cost_per_token\":%s,\"output_cost_per_token\":%s}"
        .formatted(name, input, 2 * input);
  }

  private static Optional<Prices.Cost> input(Prices prices, String model) {
    return prices.cost(model, DAY, new Prices.Tokens(1, 0, 0, 0, 0));
  }

  @Test
  void shouldTakeTheListingOfTheFullestName() throws IOException {
    Prices prices =
        table(
            listing("gpt-4o", 1e-6),
            listing("gpt-4o-2024-05-13", 2e-6),
            listing("azure/eu/gpt-4o-2024-05-13", 3e-6));

    assertThat(input(prices, "azure/eu/gpt-4o-2024-05-13").orElseThrow().usd()).isEqualTo(3e-6);
    assertThat(input(prices, "azure/us/gpt-4o-2024-05-13").orElseThrow().usd()).isEqualTo(2e-6);
    assertThat(input(prices, "azure/gpt-4o-2024-08-06").orElseThrow().usd()).isEqualTo(1e-6);
    assertThat(input(prices, "GPT-4o").orElseThrow())
        .isEqualTo(new Prices.Cost(1e-6, false, false));
  }

  @Test
  void shouldTakeThePriceOnWhichAllListingsOfANameAgree() throws IOException {
    Prices prices = table(listing("a/some-model-latest", 1e-6), listing("b/some-model", 1e-6));

    assertThat(input(prices, "some-model").orElseThrow())
        .isEqualTo(new Prices.Cost(1e-6, false, false));
  }

  @Test
  void shouldTakeTheMiddleOneOfSeveralPricesWhateverTheirOrderAndSaySo() throws IOException {
    List<String> listings = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      listings.add(listing("provider" + i + "/some-model", i * 1e-6));
    }
    for (int turn = 0; turn < listings.size(); turn++) {
      Collections.rotate(listings, 1);

      Prices.Cost cost =
          input(table(listings.toArray(String[]::new)), "other/some-model").orElseThrow();

      assertThat(cost.usd()).isCloseTo(3e-6, within(1e-15));
      assertThat(cost.ambiguous()).isTrue();
    }
  }

  @Test
  void shouldPassOverListingsWithoutAPriceOrWithOneThatIsASlip() throws IOException {
    Prices prices = table(listing("free/some-model", 0), listing("slip/some-model", 0.05));

    assertThat(input(prices, "free/some-model")).isEmpty();
    assertThat(input(prices, "slip/some-model")).isEmpty();
    assertThat(input(prices, "some-model")).isEmpty();
  }

  @Test
  void shouldKnowNoPriceOfATextThatIsNoModel() {
    assertThat(input(Prices.shipped(), "please write my essay")).isEmpty();
    assertThat(input(Prices.shipped(), "x".repeat(10_000))).isEmpty();
    assertThat(input(Prices.shipped(), null)).isEmpty();
  }

  @Test
  void shouldFindEveryPricedListingOfTheShippedTableUnderItsOwnName() throws IOException {
    Prices prices = Prices.shipped();
    try (InputStream in =
        Prices.class.getResourceAsStream("/dev/goodhart/prices/model_prices_2026-08.json")) {
      for (Map.Entry<String, JsonNode> listing : new ObjectMapper().readTree(in).properties()) {
        double price = listing.getValue().path("input_cost_per_token").asDouble();
        double output = listing.getValue().path("output_cost_per_token").asDouble();
        if (price > 0 && Math.max(price, output) < 1e-3) {
          Prices.Cost cost = input(prices, listing.getKey()).orElseThrow();
          assertThat(cost.usd()).as(listing.getKey()).isEqualTo(price);
          assertThat(cost.ambiguous()).as(listing.getKey()).isFalse();
        }
      }
    }
  }
}
