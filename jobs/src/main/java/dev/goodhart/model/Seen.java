package dev.goodhart.model;

/** A session as far as it decides which {@link Groups} it is in. */
interface Seen {
  String person();

  Unseen.Figured figured();

  Unseen.Traits traits();
}
