package dev.goodhart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ServerTest {
  private static S3Server server;
  private static FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    Configuration configuration = new Configuration();
    server.hadoopSettings().forEach(configuration::set);
    files = FileSystem.newInstance(URI.create(server.address("")), configuration);
  }

  @AfterAll
  static void stop() throws IOException {
    files.close();
    server.close();
  }

  @Test
  void shouldGiveBackWhatWasPut() throws IOException {
    // Given
    Path object = new Path(server.address("a/b.txt"));

    // When
    try (FSDataOutputStream out = files.create(object)) {
      out.write("tokens".getBytes(UTF_8));
    }

    // Then
    try (FSDataInputStream in = files.open(object)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("tokens");
    }
    assertThat(files.listStatus(new Path(server.address("a"))))
        .extracting(f -> f.getPath().getName())
        .containsExactly("b.txt");
  }

  @Test
  void shouldRefuseToCreateAnObjectTwice() throws IOException {
    // Given
    Path object = new Path(server.address("once.txt"));
    createOnlyIfAbsent(object, "first");

    // When, Then
    assertThatThrownBy(() -> createOnlyIfAbsent(object, "second"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("412");
    try (FSDataInputStream in = files.open(object)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("first");
    }
  }

  private static void createOnlyIfAbsent(Path object, String content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> creation = files.createFile(object);
    creation.must("fs.option.create.conditional.overwrite", true);
    try (FSDataOutputStream out = creation.build()) {
      out.write(content.getBytes(UTF_8));
    }
  }
}
