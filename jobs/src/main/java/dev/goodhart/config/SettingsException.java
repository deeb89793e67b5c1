package dev.goodhart.config;

import java.util.List;

/** Settings that can't be used, with every mistake named. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(List<String> mistakes) {
    super(String.join("; ", mistakes));
  }
}
