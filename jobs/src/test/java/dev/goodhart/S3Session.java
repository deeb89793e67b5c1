package dev.goodhart;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Leads the tests' Spark session to an S3 server, until closed: the next test has another one. */
public final class S3Session implements AutoCloseable {
  private final Map<String, String> settings;

  private S3Session(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Leads it to where these settings of Hadoop's S3A client lead. */
  public static S3Session open(Map<String, String> settings) {
    settings.forEach(hadoop()::set);
    return new S3Session(settings);
  }

  /** The bucket of the tests. */
  public FileSystem bucket() throws IOException {
    return FileSystem.get(
        URI.create("s3a://" + S3Server.BUCKET), SparkTest.session().sessionState().newHadoopConf());
  }

  @Override
  public void close() throws IOException {
    bucket().close();
    settings.keySet().forEach(hadoop()::unset);
  }

  private static Configuration hadoop() {
    return SparkTest.session().sparkContext().hadoopConfiguration();
  }
}
