package dev.goodhart.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Serializable;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whose usage and whose outcomes belong together: e-mail, login and team of each person. */
public final class Identities implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> emailByLogin = new HashMap<>();
  private final HashMap<String, String> teamByEmail = new HashMap<>();

  private Identities() {}

  public static Identities none() {
    return new Identities();
  }

  /**
   * Reads the CSV ({@code email,login,team}, header first, columns in any order; others are not
   * read).
   *
   * @throws IllegalArgumentException naming the file's mistake without a value of it
   */
  public static Identities parse(String csv) {
    Identities identities = new Identities();
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    List<String[]> rows = new CsvParser(settings).parseAll(new StringReader(withoutMark(csv)));
    if (rows.isEmpty()) {
      return identities;
    }
    List<String> header =
        Arrays.stream(rows.get(0))
            .map(cell -> cell == null ? "" : cell.toLowerCase(Locale.ROOT))
            .toList();
    if (!header.contains("email")) {
      throw new IllegalArgumentException(
          "the identities file has no column email; its header must be email,login,team");
    }
    rows.subList(1, rows.size()).forEach(row -> identities.add(header, row));
    return identities;
  }

  private void add(List<String> header, String[] cells) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(header.size(), cells.length); i++) {
      row.put(header.get(i), cells[i]);
    }
    String email = normal(row.get("email"));
    if (email == null) {
      return;
    }
    String login = normal(row.get("login"));
    if (login != null) {
      emailByLogin.put(login, email);
    }
    String team = row.get("team");
    if (team != null && !team.isBlank()) {
      teamByEmail.put(email, team.strip());
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String normal(String text) {
    return text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
  }

  /** The e-mail behind a login where it is known, else the login itself. */
  public String identifierOfLogin(String login) {
    String normal = normal(login);
    return normal == null ? null : emailByLogin.getOrDefault(normal, normal);
  }

  /** The team of an e-mail, or null. */
  public String teamOf(String identifier) {
    String normal = normal(identifier);
    return normal == null ? null : teamByEmail.get(normal);
  }
}
