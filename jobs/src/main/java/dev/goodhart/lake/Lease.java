package dev.goodhart.lake;

import dev.goodhart.config.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a lake, held by one run at a time.
 *
 * <p>Leases are numbered: the newest one's file says who holds the lake, and its holder renews it.
 * Taking the lake is to create the file of the next number, which the store lets one run do. That
 * is allowed when the newest was released or is stale, so a takeover needs no other agreement, and
 * a holder that was away too long sees a newer number than its own.
 *
 * <p>Stale is what was not renewed while we watched, so that clocks which disagree decide nothing;
 * only a lease twice as old by its own account is taken at once.
 */
final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final int RENEWALS_BEFORE_STALE = 6;
  private static final Duration POLL = Duration.ofMillis(500);

  /** After Spark has stopped, so that nothing is written any more, and before files can't be. */
  private static final int EXIT_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  /** A lease's file. The holder is a random name, so that it tells nothing of a person or host. */
  record State(String holder, long pid, String takenAt, String renewedAt, boolean released) {
    State renewed(Instant now) {
      return new State(holder, pid, takenAt, now.toString(), false);
    }

    State letGo(Instant now) {
      return new State(holder, pid, takenAt, now.toString(), true);
    }
  }

  /** What lay there when we first saw it. */
  private record Sight(long number, String content, Instant since) {}

  private final SmallFiles files;
  private final String root;
  private final Clock clock;
  private final long number;
  private final State taken;
  private final ScheduledExecutorService renewals;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Runnable atExit = this::close;

  private Lease(
      SmallFiles files, String root, Clock clock, Duration stale, long number, State taken) {
    this.files = files;
    this.root = root;
    this.clock = clock;
    this.number = number;
    this.taken = taken;
    renewals =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lake-lease");
              thread.setDaemon(true);
              return thread;
            });
    long every = stale.toMillis() / RENEWALS_BEFORE_STALE;
    var unused = renewals.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lease, waiting for another holder as long as the settings say.
   *
   * @throws LakeHeldException when the other still holds it then
   */
  static Lease take(SmallFiles files, String root, Settings.LakeSettings settings, Clock clock)
      throws IOException {
    Duration stale = Duration.ofSeconds(settings.leaseStaleSeconds());
    Instant deadline = clock.instant().plusSeconds(settings.leaseWaitSeconds());
    Sight sight = null;
    while (true) {
      OptionalLong newest = newest(files, root);
      boolean free = newest.isEmpty();
      if (!free) {
        sight = look(files, root, newest.getAsLong(), sight, clock.instant());
        free = isFree(sight, stale, clock.instant());
      }
      if (free) {
        Optional<Lease> lease = tryTake(files, root, clock, stale, newest.orElse(0) + 1);
        if (lease.isPresent()) {
          return lease.get();
        }
      } else if (!clock.instant().isBefore(deadline)) {
        throw held(root, sight, settings);
      } else {
        sleep();
      }
    }
  }

  private static Sight look(SmallFiles files, String root, long number, Sight before, Instant now)
      throws IOException {
    String content = files.text(path(root, number)).orElse("");
    boolean unchanged =
        before != null && before.number() == number && before.content().equals(content);
    return unchanged ? before : new Sight(number, content, now);
  }

  private static boolean isFree(Sight sight, Duration stale, Instant now) {
    if (!now.isBefore(sight.since().plus(stale))) {
      return true;
    }
    Optional<State> state = Json.read(sight.content(), State.class);
    return state.isPresent()
        && (state.get().released()
            || !now.isBefore(Instant.parse(state.get().renewedAt()).plus(stale.multipliedBy(2))));
  }

  private static Optional<Lease> tryTake(
      SmallFiles files, String root, Clock clock, Duration stale, long number) throws IOException {
    String now = clock.instant().toString();
    State state =
        new State(UUID.randomUUID().toString(), ProcessHandle.current().pid(), now, now, false);
    if (!files.createIfAbsent(path(root, number), Json.write(state))) {
      return Optional.empty();
    }
    // Old numbers are swept away, so one that is free again may lie below the newest.
    if (newest(files, root).orElse(number) != number) {
      files.delete(path(root, number));
      return Optional.empty();
    }
    Lease lease = new Lease(files, root, clock, stale, number, state);
    ShutdownHookManager.get().addShutdownHook(lease.atExit, EXIT_PRIORITY);
    lease.sweep();
    return Optional.of(lease);
  }

  private static LakeHeldException held(String root, Sight sight, Settings.LakeSettings settings) {
    String holder =
        Json.read(sight.content(), State.class)
            .map(s -> "run " + s.holder() + " (process " + s.pid() + ") since " + s.takenAt())
            .orElse("a run that is just starting");
    return new LakeHeldException(
        String.format(
            "the lake at %s is held by %s, and was not released within %d s; wait for that run, or"
                + " end it: %d s after it is gone the lake is free",
            root, holder, settings.leaseWaitSeconds(), settings.leaseStaleSeconds()));
  }

  /**
   * Makes sure that no other run has taken over.
   *
   * @throws LeaseLostException when another run has taken over
   */
  void check() {
    try {
      if (newest(files, root).orElse(0) != number) {
        throw new LeaseLostException(
            "this run lost its lease of the lake at "
                + root
                + ", as it was not heard of for too long; another run may be writing, so this one"
                + " stops. Run it again");
      }
    } catch (IOException e) {
      throw new LakeException(
          "can't look at the lease of the lake at "
              + root
              + ": "
              + StoreTrouble.explain(e, e.toString()),
          e);
    }
  }

  /** Tells the others that this run is alive. */
  void renew() {
    try {
      files.put(path(root, number), Json.write(taken.renewed(clock.instant())));
    } catch (IOException | RuntimeException e) {
      // The next renewal may succeed; if none does, check() finds out before a commit.
      LOG.warn("could not renew the lease of the lake at {}", root, e);
    }
  }

  /** Lets the lake go, so that the next run need not wait. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atExit);
    }
    renewals.shutdownNow();
    try {
      if (!renewals.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a renewal of the lease of the lake at {} hangs", root);
      }
      files.put(path(root, number), Json.write(taken.letGo(clock.instant())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("could not release the lease of the lake at {}; it will become stale", root, e);
    }
  }

  private void sweep() {
    try {
      for (String name : files.names(folder(root))) {
        OptionalLong old = numberOf(name);
        if (old.isPresent() && old.getAsLong() < number) {
          files.delete(new Path(folder(root), name));
        }
      }
    } catch (IOException e) {
      // They decide nothing, and the next holder sweeps again.
      LOG.warn("could not sweep away old leases of the lake at {}", root, e);
    }
  }

  private static OptionalLong newest(SmallFiles files, String root) throws IOException {
    return files.names(folder(root)).stream()
        .map(Lease::numberOf)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .max();
  }

  private static OptionalLong numberOf(String name) {
    return name.matches("\\d{1,18}\\.json")
        ? OptionalLong.of(Long.parseLong(name.substring(0, name.length() - ".json".length())))
        : OptionalLong.empty();
  }

  private static Path folder(String root) {
    return new Path(root + "/_goodhart/lease");
  }

  static Path path(String root, long number) {
    return new Path(folder(root), String.format("%010d.json", number));
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LakeException("interrupted while waiting for the lake", e);
    }
  }
}
