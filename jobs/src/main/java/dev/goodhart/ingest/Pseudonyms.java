package dev.goodhart.ingest;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes (HMAC-SHA-256, hex) in place of people, branches and texts. Each kind of value is
 * hashed in a domain of its own, so that a branch called like a login does not give the login away.
 */
public final class Pseudonyms implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for a person whom nothing names; never a pseudonym. */
  public static final String UNKNOWN_PERSON = "unknown";

  /** Shortest key that is accepted, bytes. */
  public static final int MIN_KEY_BYTES = 32;

  private static final Set<String> DEFAULT_BRANCHES =
      Set.of("HEAD", "main", "master", "trunk", "develop");
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;
  private transient Mac mac;

  public Pseudonyms(byte[] key) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the pseudonym key has " + key.length + " bytes, at least " + MIN_KEY_BYTES + " needed");
    }
    this.key = key.clone();
  }

  /** Tells two keys apart without giving either away; the lake keeps it. */
  public String fingerprint() {
    return hash("fingerprint", "goodhart").substring(0, 16);
  }

  /** A person by e-mail, account id or user id; {@link #UNKNOWN_PERSON} where none is given. */
  public String person(String identifier) {
    if (identifier == null || identifier.isBlank()) {
      return UNKNOWN_PERSON;
    }
    String normal = identifier.strip().toLowerCase(Locale.ROOT);
    if (normal.equals(UNKNOWN_PERSON) || normal.startsWith(UNKNOWN_PERSON + "@")) {
      return UNKNOWN_PERSON;
    }
    return hash("person", normal);
  }

  /** A branch, which often holds a login; a default branch stays as it is. */
  public String branch(String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String plain = name.startsWith("refs/heads/") ? name.substring("refs/heads/".length()) : name;
    return isDefaultBranch(plain) ? plain : hash("branch", plain);
  }

  /** Whether work on this branch names no task. */
  public static boolean isDefaultBranch(String branch) {
    return DEFAULT_BRANCHES.contains(branch);
  }

  /** Names of the branches that {@link #branch} leaves as they are. */
  public static Set<String> defaultBranches() {
    return DEFAULT_BRANCHES;
  }

  /** A text in one domain ("content", "file", "event" …). */
  public String hash(String domain, String text) {
    byte[] digest = mac().doFinal((domain + '\n' + text).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private Mac mac() {
    if (mac == null) {
      try {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + ALGORITHM, e);
      }
    }
    return mac;
  }

  @Override
  public String toString() {
    return "Pseudonyms(" + fingerprint() + ")";
  }
}
