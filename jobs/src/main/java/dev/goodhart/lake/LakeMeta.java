package dev.goodhart.lake;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** What the lake says of itself: the version of its layout, and which key made its pseudonyms. */
record LakeMeta(int formatVersion, String keyFingerprint) {
  static LakeMeta ofThisVersion(String keyFingerprint) {
    return new LakeMeta(LakeFormat.VERSION, keyFingerprint);
  }

  static Path path(String root) {
    return new Path(root + "/_goodhart/lake.json");
  }

  /**
   * Empty where there is no lake yet.
   *
   * @throws LakeException when there is one that does not say what it is; taken for a new one, its
   *     key would no longer be checked
   */
  static Optional<LakeMeta> read(SmallFiles files, String root) throws IOException {
    return files
        .text(path(root))
        .map(
            content ->
                Json.read(content, LakeMeta.class)
                    .filter(meta -> meta.formatVersion() > 0)
                    .orElseThrow(
                        () ->
                            new LakeException(
                                path(root)
                                    + " can't be read, so nobody knows which key the lake was"
                                    + " written with; restore that file")));
  }

  void write(SmallFiles files, String root) throws IOException {
    files.put(path(root), Json.write(this));
  }

  /** Whether an older version wrote the lake, whose tables may lack columns. */
  boolean isOlder() {
    return formatVersion < LakeFormat.VERSION;
  }

  /**
   * Refuses a lake that this version can't know.
   *
   * @throws LakeVersionException when a newer version wrote the lake
   */
  void requireReadable(String root) {
    if (formatVersion > LakeFormat.VERSION) {
      throw new LakeVersionException(
          String.format(
              "the lake at %s was written by a newer version of Goodhart (format %d, this one knows"
                  + " %d); upgrade Goodhart",
              root, formatVersion, LakeFormat.VERSION));
    }
  }

  /**
   * Refuses a lake whose tables may lack columns.
   *
   * @throws LakeVersionException when only older versions wrote the lake
   */
  void requireUpToDate(String root) {
    if (isOlder()) {
      throw new LakeVersionException(
          String.format(
              "the lake at %s was written by an older version of Goodhart (format %d, this one has"
                  + " %d); run the pipeline on it once, which brings it up in place",
              root, formatVersion, LakeFormat.VERSION));
    }
  }

  /**
   * Refuses a second key.
   *
   * @throws LakeKeyException when another key made the pseudonyms
   */
  void requireKey(String root, String fingerprint) {
    if (!fingerprint.equals(keyFingerprint)) {
      throw new LakeKeyException(
          String.format(
              "the lake at %s was written with another pseudonym key (fingerprint %s, given %s),"
                  + " and two keys would split every person in two; give the key it was written"
                  + " with, or start a new lake",
              root, keyFingerprint, fingerprint));
    }
  }
}
