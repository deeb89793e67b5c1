package dev.goodhart.lake;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;

/**
 * Small whole files: written so that a reader sees all of a file or none, and created by one writer
 * only. Local folders go through {@code java.nio}, because Hadoop's local file system checks and
 * then writes, which two processes can do at once.
 */
final class SmallFiles {
  private static final String CREATE_IF_ABSENT = "fs.option.create.conditional.overwrite";
  private static final int ATTEMPTS = 3;

  private final FileSystem fileSystem;

  SmallFiles(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /**
   * Creates the file unless there is one.
   *
   * <p>An answer that got lost makes the client ask again, and our own first request then refuses
   * the second. So a refusal counts only when what lies there is not what we wrote; the content
   * must therefore be one that no other writer writes.
   *
   * @return whether the file is ours
   */
  boolean createIfAbsent(Path path, byte[] content) throws IOException {
    if (isLocal()) {
      return createLocally(path, content);
    }
    for (int attempt = 1; ; attempt++) {
      try (OutputStream out = openIfAbsent(path)) {
        out.write(content);
      } catch (IOException e) {
        Optional<byte[]> there = there(path, e);
        if (there.isPresent()) {
          return Arrays.equals(there.get(), content);
        }
        // Whoever was first may have taken its file away since. Other failures have been retried.
        if (!isRefusal(e) || attempt == ATTEMPTS) {
          throw e;
        }
        continue;
      }
      return true;
    }
  }

  private Optional<byte[]> there(Path path, IOException failure) throws IOException {
    try {
      return get(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static boolean isRefusal(IOException e) {
    return e instanceof RemoteFileChangedException
        || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException;
  }

  private OutputStream openIfAbsent(Path path) throws IOException {
    if (fileSystem.getScheme().equals("s3a")) {
      FSDataOutputStreamBuilder<?, ?> creating = fileSystem.createFile(path);
      creating.must(CREATE_IF_ABSENT, true);
      return creating.build();
    }
    return fileSystem.create(path, false);
  }

  private static boolean createLocally(Path path, byte[] content) throws IOException {
    java.nio.file.Path file = local(path);
    java.nio.file.Path unseen = writeUnseen(file, content);
    try {
      // A link is made whole or not at all, and never over a file that is there.
      Files.createLink(file, unseen);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(unseen);
    }
  }

  /** Writes the file, over an older one if there is one. */
  void put(Path path, byte[] content) throws IOException {
    if (!isLocal()) {
      try (OutputStream out = fileSystem.create(path, true)) {
        out.write(content);
      }
      return;
    }
    java.nio.file.Path file = local(path);
    java.nio.file.Path unseen = writeUnseen(file, content);
    try {
      Files.move(unseen, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unseen);
    }
  }

  /** Beside the file, under a name that no reader looks at. */
  private static java.nio.file.Path writeUnseen(java.nio.file.Path file, byte[] content)
      throws IOException {
    Files.createDirectories(file.getParent());
    java.nio.file.Path unseen =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    return Files.write(unseen, content, StandardOpenOption.CREATE_NEW);
  }

  /** The file's content, if there is one; never a mixture of an old and a new one. */
  Optional<byte[]> get(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return getOnce(path);
      } catch (RemoteFileChangedException e) {
        // Somebody wrote it anew between our looking for it and our reading.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Optional<byte[]> getOnce(Path path) throws IOException {
    FutureDataInputStreamBuilder opening = fileSystem.openFile(path);
    try (var in = org.apache.hadoop.util.functional.FutureIO.awaitFuture(opening.build())) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The file's content as UTF-8, if there is one. */
  Optional<String> text(Path path) throws IOException {
    return get(path).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  /** Names of the files in a folder; none where there is no folder. */
  List<String> names(Path folder) throws IOException {
    return List.copyOf(sizes(folder).keySet());
  }

  /** Files of a folder by name, with their sizes in bytes; none where there is no folder. */
  Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try {
      for (FileStatus status : fileSystem.listStatus(folder)) {
        if (status.isFile()) {
          sizes.put(status.getPath().getName(), status.getLen());
        }
      }
    } catch (FileNotFoundException e) {
      return Map.of();
    }
    return sizes;
  }

  void delete(Path path) throws IOException {
    fileSystem.delete(path, false);
  }

  private boolean isLocal() {
    return fileSystem.getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path path) {
    return new File(path.toUri().getPath()).toPath();
  }
}
