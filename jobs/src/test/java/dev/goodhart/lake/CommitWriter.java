package dev.goodhart.lake;

import io.delta.storage.LogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process that commits to a table as Delta does, without Spark: one file after the other, each as
 * the version after the newest one that it has seen.
 */
final class CommitWriter {
  private CommitWriter() {}

  /**
   * Commits and ends.
   *
   * @param arguments class of the log store, table, first version, settings of Hadoop as {@code
   *     name=value} each and, after {@code --}, the actions, each of which becomes a commit
   */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    int end = given.indexOf("--");
    Configuration hadoop = new Configuration();
    given.subList(3, end).stream()
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> hadoop.set(setting[0], setting[1]));
    LogStore store =
        Class.forName(given.get(0))
            .asSubclass(LogStore.class)
            .getConstructor(Configuration.class)
            .newInstance(hadoop);
    long version = Long.parseLong(given.get(2));
    for (String action : given.subList(end + 1, given.size())) {
      while (!commits(store, hadoop, given.get(1), version, action)) {
        // Another writer's commit. Delta looks whether it conflicts, which added files don't.
        version++;
      }
      version++;
    }
  }

  private static boolean commits(
      LogStore store, Configuration hadoop, String table, long version, String action)
      throws IOException {
    try {
      Path path = new Path(String.format("%s/_delta_log/%020d.json", table, version));
      store.write(path, List.of(action).iterator(), false, hadoop);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
