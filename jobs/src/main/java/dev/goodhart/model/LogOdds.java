package dev.goodhart.model;

/** Probabilities on the scale on which evidence adds up. */
final class LogOdds {
  private static final double LEAST = 1e-6;

  private LogOdds() {}

  /** ln(p / (1 - p)), of probabilities no nearer to 0 or 1 than a millionth. */
  static double of(double probability) {
    double inside = Math.min(1 - LEAST, Math.max(LEAST, probability));
    return Math.log(inside / (1 - inside));
  }

  /** The probability whose log-odds these are. */
  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
