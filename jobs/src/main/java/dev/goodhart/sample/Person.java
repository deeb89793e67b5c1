package dev.goodhart.sample;

import java.util.List;
import java.util.Map;

/**
 * Somebody who uses agents, or a service account that does.
 *
 * @param index number in the organisation
 * @param zone hours that the person's clock is ahead of UTC
 * @param pace sessions a working day
 * @param habits what is usual for the person, in standard scores
 * @param growth growth of use a week, in standard scores
 * @param kinds how likely each kind of honest work is
 * @param client what the person's installation reports, and how
 * @param gaming gaming archetypes that the person takes to; empty: an honest person
 */
record Person(
    int index,
    String email,
    String login,
    String userId,
    String accountId,
    String team,
    String role,
    int zone,
    double pace,
    Map<Dial, Double> habits,
    double growth,
    Map<Kind, Double> kinds,
    Client client,
    List<String> repositories,
    String model,
    List<Kind> gaming,
    boolean automation) {

  enum Prompts {
    HASHED,
    REDACTED,
    PLAIN
  }

  enum Cost {
    DOUBLE,
    STRING,
    MICROS
  }

  /**
   * @param numbers whole numbers as JSON numbers, else as strings
   * @param paths file paths and full commands in the clear, else hashed
   * @param decisions writes a record for each decision about a tool
   * @param commits names the commits that it makes
   * @param exportSeconds events of so many seconds leave as one batch
   */
  record Client(
      String version,
      String terminal,
      Prompts prompts,
      Cost cost,
      boolean numbers,
      boolean paths,
      boolean decisions,
      boolean commits,
      int exportSeconds) {}

  double habit(Dial dial) {
    return habits.getOrDefault(dial, 0.0);
  }
}
