package dev.goodhart.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * Raw logs as they land in an object store: below each format's prefix, in folders named by day
 * ({@code year=2026/month=09/day=22}, deeper ones by hour or minute, or {@code date=2026-09-22}).
 * Other folders may stand before the day, such as {@code user=…}. Only folders that may hold a day
 * asked for are listed. Files whose names begin with a dot or an underscore are not logs.
 *
 * <p>A folder that can't be listed is an error, never an empty folder.
 */
public final class RawLogs {
  /** A folder that holds what landed on a day. */
  private record Landed(LocalDate day, Path folder) {}

  private final FileSystem fileSystem;
  private final Path root;
  private final Set<Path> outsideDays = new HashSet<>();

  private RawLogs(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /**
   * Opens a folder or {@code s3a://} address, with the session's access to it.
   *
   * @throws RawRootException when there is no such root
   */
  public static RawLogs open(SparkSession spark, String root) {
    return open(spark.sessionState().newHadoopConf(), root);
  }

  /**
   * Opens a folder or {@code s3a://} address.
   *
   * @throws RawRootException when there is no such root
   */
  public static RawLogs open(Configuration hadoop, String root) {
    try {
      Path path = new Path(root);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      Path place = fileSystem.makeQualified(path);
      if (!fileSystem.getFileStatus(place).isDirectory()) {
        throw new RawRootException(
            "the raw root " + root + " is a file; name the folder that holds the raw logs");
      }
      return new RawLogs(fileSystem, place);
    } catch (FileNotFoundException e) {
      throw new RawRootException(
          "there is no raw root " + root + "; name the folder or bucket that holds the raw logs");
    } catch (IOException | IllegalArgumentException e) {
      throw new LakeException(
          "can't open the raw root " + root + ": " + StoreTrouble.explain(e, e.toString()), e);
    }
  }

  /** What landed below a prefix on one of the days, by day and name. */
  public List<RawFile> list(String prefix, Days days) {
    return list(prefix, days.from(), days.to());
  }

  /** All that ever landed below a prefix, by day and name. */
  public List<RawFile> list(String prefix) {
    return list(prefix, LocalDate.MIN, LocalDate.MAX);
  }

  private List<RawFile> list(String prefix, LocalDate from, LocalDate to) {
    List<RawFile> files = new ArrayList<>();
    for (Landed landed : landed(prefix, from, to)) {
      files.addAll(files(landed));
    }
    Collections.sort(files);
    return files;
  }

  /** How many of the files met so far lie in no folder that names a day, and so are not read. */
  public int outsideDays() {
    return outsideDays.size();
  }

  /** The first day on which anything landed below one of the prefixes. */
  public Optional<LocalDate> earliest(Collection<String> prefixes) {
    return firstWithFiles(prefixes, Comparator.comparing(Landed::day));
  }

  /** The last day on which anything landed below one of the prefixes. */
  public Optional<LocalDate> newest(Collection<String> prefixes) {
    return firstWithFiles(prefixes, Comparator.comparing(Landed::day).reversed());
  }

  /** A small file below the root, if it is there. */
  public Optional<String> readSmall(String relative) {
    Path path = new Path(root, relative);
    try {
      return new SmallFiles(fileSystem).text(path);
    } catch (IOException e) {
      throw new LakeException("can't read " + path + ": " + e, e);
    }
  }

  /**
   * Lands a new file below the root.
   *
   * @throws LakeException when there is one of that name already
   */
  public void land(String relative, String content) {
    Path path = new Path(root, relative);
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      if (!new SmallFiles(fileSystem).createIfAbsent(path, bytes)) {
        throw new LakeException("there is a raw file " + path + " already; it was left as it is");
      }
    } catch (IOException e) {
      throw new LakeException("can't write " + path + ": " + e, e);
    }
  }

  private Optional<LocalDate> firstWithFiles(
      Collection<String> prefixes, Comparator<Landed> order) {
    return prefixes.stream()
        .flatMap(prefix -> landed(prefix, LocalDate.MIN, LocalDate.MAX).stream())
        .sorted(order)
        .filter(landed -> !files(landed).isEmpty())
        .map(Landed::day)
        .findFirst();
  }

  private List<Landed> landed(String prefix, LocalDate from, LocalDate to) {
    List<Landed> found = new ArrayList<>();
    Path start = new Path(root, prefix);
    FileStatus[] children;
    try {
      children = fileSystem.listStatus(start);
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unlistable(start, e);
    }
    descend(children, DayFolder.UNKNOWN, from, to, found);
    return found;
  }

  private void descend(
      FileStatus[] children, DayFolder known, LocalDate from, LocalDate to, List<Landed> found) {
    for (FileStatus child : children) {
      Path path = child.getPath();
      if (isHidden(path.getName())) {
        continue;
      }
      if (!child.isDirectory()) {
        outsideDays.add(path);
        continue;
      }
      DayFolder folder = known.into(path.getName());
      if (folder.mayHold(from, to)) {
        if (folder.day().isPresent()) {
          found.add(new Landed(folder.day().get(), path));
        } else {
          descend(children(path), folder, from, to, found);
        }
      }
    }
  }

  private FileStatus[] children(Path folder) {
    try {
      return fileSystem.listStatus(folder);
    } catch (IOException e) {
      throw unlistable(folder, e);
    }
  }

  private List<RawFile> files(Landed landed) {
    List<RawFile> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(landed.folder(), true);
      while (all.hasNext()) {
        LocatedFileStatus status = all.next();
        String below = landed.folder().toUri().relativize(status.getPath().toUri()).getPath();
        if (Arrays.stream(below.split("/")).noneMatch(RawLogs::isHidden)) {
          files.add(
              new RawFile(
                  status.getPath().toString(),
                  root.toUri().relativize(status.getPath().toUri()).getPath(),
                  landed.day(),
                  status.getLen(),
                  version(status)));
        }
      }
    } catch (IOException e) {
      throw unlistable(landed.folder(), e);
    }
    return files;
  }

  private static String version(FileStatus status) {
    String etag = status instanceof EtagSource source ? source.getEtag() : null;
    return etag == null || etag.isEmpty() ? String.valueOf(status.getModificationTime()) : etag;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static LakeException unlistable(Path folder, IOException e) {
    return new LakeException(
        "can't list "
            + folder
            + ": "
            + StoreTrouble.explain(e, e + "; nothing was taken from it, so give the right to"),
        e);
  }
}
