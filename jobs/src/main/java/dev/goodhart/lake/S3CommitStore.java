package dev.goodhart.lake;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta's commits on S3, safe with many writers: a commit file is created only if it is absent,
 * which S3 decides. Delta's own store for S3 guards a single driver only and loses commits of two.
 */
public final class S3CommitStore extends HadoopFileSystemLogStore {

  /** Called by Delta, by reflection. */
  public S3CommitStore(Configuration conf) {
    super(conf);
  }

  /**
   * Writes a commit or a checkpoint pointer.
   *
   * @throws FileAlreadyExistsException when another writer's file is there
   */
  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration conf)
      throws IOException {
    byte[] content = content(actions);
    SmallFiles files = new SmallFiles(path.getFileSystem(conf));
    if (overwrite) {
      files.put(path, content);
    } else if (!files.createIfAbsent(path, content)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private static byte[] content(Iterator<String> actions) {
    StringBuilder text = new StringBuilder();
    actions.forEachRemaining(action -> text.append(action).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration conf) {
    return false;
  }
}
