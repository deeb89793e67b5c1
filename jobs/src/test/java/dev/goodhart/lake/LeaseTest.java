package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Instant NOON = Instant.parse("2026-09-22T12:00:00Z");
  private static final Settings.LakeSettings AT_ONCE = new Settings.LakeSettings(60, 0);
  private static final Settings.LakeSettings PATIENT = new Settings.LakeSettings(60, 600);

  /** A clock that goes on by a while, and may do something, whenever it is looked at. */
  private static final class TickingClock extends Clock {
    private final Duration step;
    private final Runnable atEachLook;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    TickingClock(Duration step, Runnable atEachLook) {
      this.step = step;
      this.atEachLook = atEachLook;
    }

    @Override
    public Instant instant() {
      atEachLook.run();
      return now.updateAndGet(before -> before.plus(step));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @TempDir private Path folder;
  private String root;
  private SmallFiles files;

  @BeforeEach
  void open() throws IOException {
    root = folder.toString();
    files = new SmallFiles(FileSystem.getLocal(new Configuration()));
  }

  @Test
  void shouldBeHeldByOneRunAtATime() throws IOException {
    try (Lease held = Lease.take(files, root, AT_ONCE, clock(NOON))) {
      // Then
      assertThatThrownBy(() -> Lease.take(files, root, AT_ONCE, clock(NOON.plusSeconds(50))))
          .isInstanceOf(LakeHeldException.class)
          .hasMessageContaining(root)
          .hasMessageContaining("since 2026-09-22T12:00:00Z")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThatCode(held::check).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldBeFreeOnceReleased() throws IOException {
    // Given
    Lease.take(files, root, AT_ONCE, clock(NOON)).close();

    // When
    try (Lease next = Lease.take(files, root, AT_ONCE, clock(NOON))) {
      // Then
      assertThatCode(next::check).doesNotThrowAnyException();
    }
    assertThat(folder.resolve("_goodhart/lease")).isDirectoryContaining("glob:**/0000000002.json");
  }

  @Test
  void shouldBeTakenOverAtOnceWhenLongOldAndSoBeLostToItsHolder() throws IOException {
    Lease first = Lease.take(files, root, AT_ONCE, clock(NOON));
    try (Lease second = Lease.take(files, root, AT_ONCE, clock(NOON.plusSeconds(120)))) {
      // Then
      assertThatThrownBy(first::check)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageContaining(root);
      assertThatCode(second::check).doesNotThrowAnyException();

      // When: the first wakes up, renews and lets go of what it has lost
      first.renew();
      first.close();

      // Then
      assertThatCode(second::check).doesNotThrowAnyException();
      assertThatThrownBy(() -> Lease.take(files, root, AT_ONCE, clock(NOON.plusSeconds(130))))
          .isInstanceOf(LakeHeldException.class);
    }
  }

  @Test
  void shouldBeTakenOverWhenNotRenewedWhileWatchedWhateverTheHoldersClockSays() throws IOException {
    // Given
    leaveBehind(
        "{\"holder\":\"x\",\"pid\":1,\"taken_at\":\"a\",\"renewed_at\":\"2030-01-01T00:00:00Z\"}");

    // When
    try (Lease lease = Lease.take(files, root, PATIENT, watching(() -> {}))) {
      // Then
      assertThatCode(lease::check).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldBeTakenOverFromARunThatDiedWhileTakingIt() throws IOException {
    // Given
    leaveBehind("");

    // When
    try (Lease lease = Lease.take(files, root, PATIENT, watching(() -> {}))) {
      // Then
      assertThatCode(lease::check).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldNotBeTakenFromAHolderThatRenewsIt() throws IOException {
    // Given
    TickingClock holders = new TickingClock(Duration.ofSeconds(20), () -> {});
    try (Lease held = Lease.take(files, root, AT_ONCE, holders)) {
      // Then
      assertThatThrownBy(() -> Lease.take(files, root, PATIENT, watching(held::renew)))
          .isInstanceOf(LakeHeldException.class);
      assertThatCode(held::check).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldBeWonByOneOfManyWhoTryAtOnce() throws Exception {
    // Given
    int runs = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    Callable<Lease> run =
        () -> {
          start.await();
          return Lease.take(files, root, AT_ONCE, clock(NOON));
        };

    // When
    List<Future<Lease>> tries = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      tries.add(threads.submit(run));
    }
    start.countDown();
    threads.shutdown();

    // Then
    List<Lease> won = new ArrayList<>();
    for (Future<Lease> each : tries) {
      try {
        won.add(each.get());
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(LakeHeldException.class);
      }
    }
    assertThat(won).hasSize(1);
    won.get(0).check();
    won.get(0).close();
  }

  private void leaveBehind(String content) throws IOException {
    Path file = Path.of(Lease.path(root, 1).toUri().getPath());
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static Clock clock(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private static Clock watching(Runnable atEachLook) {
    return new TickingClock(Duration.ofSeconds(20), atEachLook);
  }
}
