package dev.goodhart.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does work side by side of which each piece by itself leaves most of a machine idle. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * The tasks' results, in the tasks' order. The first task in that order that fails ends it all:
   * the others are interrupted.
   *
   * @param atOnce most tasks at a time
   * @throws ExecutionException with the failure of a task as its cause
   */
  public static <T> List<T> all(int atOnce, List<Callable<T>> tasks)
      throws ExecutionException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<T>> given = tasks.stream().map(workers::submit).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : given) {
        results.add(result.get());
      }
      return results;
    } finally {
      workers.shutdownNow();
    }
  }
}
