package dev.goodhart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real S3 server (s3proxy on a temporary folder) in a process of its own, on a free loopback
 * port, with one bucket. It asks for the credentials that stand in {@code AWS_ACCESS_KEY_ID} and
 * {@code AWS_SECRET_ACCESS_KEY}, as S3A does.
 */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "goodhart";

  /** Laid there by Maven. */
  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");

  private static final Pattern LISTENING =
      Pattern.compile("Started .*\\{127\\.0\\.0\\.1:(\\d+)\\}");

  private final Path folder;
  private final Process process;
  private final int port;

  private S3Server(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Returns once the server answers on its port. */
  public static S3Server start() throws IOException {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR.toAbsolutePath() + " is missing: run mvn generate-test-resources");
    }
    Path folder = Files.createTempDirectory("goodhart-s3-");
    Files.createDirectories(folder.resolve("data").resolve(BUCKET));
    Path properties = folder.resolve("s3proxy.properties");
    Files.write(
        properties,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:0",
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + accessKey(),
            "s3proxy.credential=" + secretKey(),
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + folder.resolve("data")),
        UTF_8);
    // Its log goes to a file: an unread pipe would fill up and stop it.
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Also when the tests' JVM is stopped half-way.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new S3Server(folder, process, awaitPort(process, log));
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** An address in the bucket: {@code s3a://goodhart/<key>}. */
  public String address(String key) {
    return "s3a://" + BUCKET + "/" + key;
  }

  public static String accessKey() {
    return environment("AWS_ACCESS_KEY_ID");
  }

  public static String secretKey() {
    return environment("AWS_SECRET_ACCESS_KEY");
  }

  /** The settings of Hadoop's S3A client that lead to this server. */
  public Map<String, String> hadoopSettings() {
    return Map.of(
        "fs.s3a.endpoint", endpoint(),
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.connection.ssl.enabled", "false");
  }

  /** The same, as Spark takes them. */
  public Map<String, String> sparkSettings() {
    Map<String, String> settings = new TreeMap<>();
    hadoopSettings().forEach((name, value) -> settings.put("spark.hadoop." + name, value));
    return settings;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteFolder();
  }

  private void deleteFolder() throws IOException {
    List<Path> deepestFirst = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  private static int awaitPort(Process process, Path log) throws IOException {
    while (process.isAlive()) {
      try (BufferedReader lines = Files.newBufferedReader(log, UTF_8)) {
        String line;
        while ((line = lines.readLine()) != null) {
          Matcher listening = LISTENING.matcher(line);
          if (listening.find()) {
            return Integer.parseInt(listening.group(1));
          }
        }
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        throw new UncheckedIOException(
            new IOException("Interrupted while the S3 server started", e));
      }
    }
    throw new IOException("The S3 server did not start: " + Files.readString(log));
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(name + " is not set: the S3 server of the tests asks for it");
    }
    return value;
  }
}
