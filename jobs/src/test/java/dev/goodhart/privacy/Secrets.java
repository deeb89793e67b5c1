package dev.goodhart.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goodhart.ingest.Pseudonyms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/** What raw logs hold that names a person or quotes one, and the search for it. */
public final class Secrets {
  /** Kinds of secrets. */
  public enum Kind {
    EMAIL,
    ACCOUNT,
    LOGIN,
    PROMPT,
    COMMAND,
    FILE,
    BRANCH,
    WORDS
  }

  /** The fields of the raw formats that hold them. */
  private static final Map<String, Kind> FIELDS =
      Map.ofEntries(
          Map.entry("user.email", Kind.EMAIL),
          Map.entry("email", Kind.EMAIL),
          Map.entry("reviewer", Kind.EMAIL),
          Map.entry("user.id", Kind.ACCOUNT),
          Map.entry("user.account_uuid", Kind.ACCOUNT),
          Map.entry("user.account_id", Kind.ACCOUNT),
          Map.entry("login", Kind.LOGIN),
          Map.entry("username", Kind.LOGIN),
          Map.entry("prompt", Kind.PROMPT),
          Map.entry("bash_command", Kind.COMMAND),
          Map.entry("file_path", Kind.FILE),
          Map.entry("vcs.ref.head.name", Kind.BRANCH),
          Map.entry("ref", Kind.BRANCH),
          Map.entry("head_branch", Kind.BRANCH),
          Map.entry("message", Kind.WORDS),
          Map.entry("note", Kind.WORDS),
          Map.entry("title", Kind.WORDS),
          Map.entry("description", Kind.WORDS));

  /** Statistics are cut short: a text leaves a trace if as much as this of it is there. */
  private static final int TRACE = 32;

  /** Shorter texts stand in any hash by chance. */
  private static final int SHORTEST = 6;

  private static final String TOOL_PARAMETERS = "tool_parameters";
  private static final String BRANCHES = "refs/heads/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Kind, Set<String>> byKind = new EnumMap<>(Kind.class);
  private Trie search;

  private Secrets() {}

  /** The secrets of every file below a raw root. */
  public static Secrets of(Path raw) throws IOException {
    Secrets secrets = new Secrets();
    for (Kind kind : Kind.values()) {
      secrets.byKind.put(kind, new TreeSet<>());
    }
    try (Stream<Path> files = Files.walk(raw)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".csv")) {
          secrets.identities(file);
        } else if (!file.toString().endsWith(".md")) {
          secrets.lines(file);
        }
      }
    }
    secrets.search =
        Trie.builder()
            .ignoreCase()
            .addKeywords(
                secrets.byKind.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
            .build();
    return secrets;
  }

  public Set<String> of(Kind kind) {
    return byKind.get(kind);
  }

  /** The secrets that stand in a piece. */
  Set<String> in(byte[] piece) {
    Collection<Emit> found = search.parseText(new String(piece, StandardCharsets.ISO_8859_1));
    return found.stream().map(Emit::getKeyword).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where below a folder a secret stands, in whatever is stored there, and which. */
  public List<String> below(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    StoredBytes.below(
        folder,
        (where, bytes) -> in(bytes).forEach(secret -> found.add(where + ": holds " + secret)));
    return found;
  }

  /** A raw file's text, decompressed. */
  static String text(Path file) throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream open = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
      return new String(open.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void identities(Path csv) throws IOException {
    text(csv)
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            cells -> {
              add(Kind.EMAIL, cells[0]);
              add(Kind.LOGIN, cells[1]);
            });
  }

  private void lines(Path file) throws IOException {
    for (String line : text(file).split("\n", -1)) {
      if (!line.isBlank()) {
        search(JSON.readTree(line));
      }
    }
  }

  private void search(JsonNode node) {
    if (node.path("key").isTextual() && node.has("value")) {
      field(node.path("key").asText(), node.path("value").path("stringValue"));
    }
    node.properties().forEach(field -> field(field.getKey(), field.getValue()));
    if (node.isArray()) {
      node.forEach(this::search);
    }
  }

  private void field(String name, JsonNode value) {
    if (!value.isTextual()) {
      search(value);
    } else if (name.equals(TOOL_PARAMETERS)) {
      toolParameters(value.asText());
    } else if (FIELDS.containsKey(name)) {
      add(FIELDS.get(name), value.asText());
    }
  }

  private void toolParameters(String json) {
    try {
      search(JSON.readTree(json));
    } catch (IOException unreadable) {
      add(Kind.WORDS, json);
    }
  }

  private void add(Kind kind, String text) {
    String plain = text.startsWith(BRANCHES) ? text.substring(BRANCHES.length()) : text;
    String trace = plain.lines().findFirst().orElse("").strip();
    trace = trace.substring(0, Math.min(trace.length(), TRACE));
    boolean secret =
        trace.length() >= SHORTEST
            && !Pseudonyms.isDefaultBranch(plain)
            && !trace.equals("<REDACTED>")
            && !trace.equals(Pseudonyms.UNKNOWN_PERSON)
            // A command's first word is kept, if it is a common one.
            && !(kind == Kind.COMMAND && trace.matches("[a-z0-9]+"))
            // The deliveries' sender is the platform, and nobody's login.
            && !trace.equals("github");
    if (secret) {
      byKind
          .get(kind)
          .add(new String(trace.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
  }
}
