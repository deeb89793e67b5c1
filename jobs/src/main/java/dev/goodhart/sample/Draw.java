package dev.goodhart.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random draws that depend on a seed and a name only, so that the order in which an organisation is
 * generated decides nothing.
 */
final class Draw {
  private static final char[] BASE_62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

  private final SplittableRandom random;

  private Draw(long state) {
    this.random = new SplittableRandom(state);
  }

  /** The draws of one thing, named by {@code path}, in the organisation with that seed. */
  static Draw of(long seed, Object... path) {
    return new Draw(key(seed, path));
  }

  /** A stable 64-bit hash: FNV-1a over the parts, then a strong mix. */
  static long key(long seed, Object... path) {
    long hash = 0xcbf29ce484222325L ^ mix(seed);
    for (Object part : path) {
      String text = part.toString();
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0x1f) * 0x100000001b3L;
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  double uniform() {
    return random.nextDouble();
  }

  double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Failures before a success: mean {@code mean}. */
  int geometric(double mean) {
    return (int) Math.floor(Math.log1p(-random.nextDouble()) / Math.log(mean / (1 + mean)));
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** An index, drawn by weight. */
  int weighted(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double at = random.nextDouble() * sum;
    for (int i = 0; i < weights.length - 1; i++) {
      at -= weights[i];
      if (at < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  int weighted(List<Double> weights) {
    return weighted(weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    while (text.length() < digits) {
      long bits = random.nextLong();
      for (int shift = 60; shift >= 0 && text.length() < digits; shift -= 4) {
        text.append(Character.forDigit((int) (bits >>> shift & 0xf), 16));
      }
    }
    return text.toString();
  }

  String base62(int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(BASE_62[random.nextInt(BASE_62.length)]);
    }
    return text.toString();
  }

  String uuid() {
    String hex = hex(32);
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + "-4"
        + hex.substring(13, 16)
        + "-a"
        + hex.substring(17, 20)
        + '-'
        + hex.substring(20);
  }
}
