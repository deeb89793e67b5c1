package dev.goodhart.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

/** A memory of what came last; what came long before is forgotten, so that no file can fill it. */
final class Newest<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  Newest(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
