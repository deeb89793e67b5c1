package dev.goodhart.sample;

import java.time.Instant;
import java.util.List;

/** A branch that somebody works on, and the pull request that it may become. */
final class Task {
  /** A commit that a session made. */
  record Commit(String sha, Instant at, int added, int removed, int files, String message) {}

  /** Default branches, which link a session to nothing. */
  private static final List<String> DEFAULT_BRANCHES = List.of("main", "master");

  final Kind kind;
  final String repository;
  final String branch;
  final String authorLogin;
  final int number;
  final boolean wantsPull;
  final boolean opensEarly;
  final double mergeScore;
  int sessionsLeft;
  boolean opened;
  boolean finished;
  Instant openedAt;
  int commits;
  int added;
  int removed;
  int files;
  String head = "";

  Task(
      Kind kind,
      String repository,
      String branch,
      String authorLogin,
      int number,
      boolean wantsPull,
      boolean opensEarly,
      int sessions,
      double mergeScore) {
    this.kind = kind;
    this.repository = repository;
    this.branch = branch;
    this.authorLogin = authorLogin;
    this.number = number;
    this.wantsPull = wantsPull;
    this.opensEarly = opensEarly;
    this.sessionsLeft = sessions;
    this.mergeScore = mergeScore;
  }

  boolean onDefaultBranch() {
    return DEFAULT_BRANCHES.contains(branch);
  }

  /** Counts commits in. */
  void add(List<Commit> made) {
    for (Commit commit : made) {
      commits++;
      added += commit.added();
      removed += commit.removed();
      files += commit.files();
      head = commit.sha();
    }
  }
}
