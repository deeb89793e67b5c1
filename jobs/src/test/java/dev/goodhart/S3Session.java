package dev.goodhart;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;

/** Leads the tests' Spark session to an S3 server, until closed: the next test has another one. */
public final class S3Session implements AutoCloseable {
  private static final String TIME_OUT = "fs.s3a.connection.timeout";

  private final Map<String, String> settings;

  private S3Session(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Leads it there, and lets an answer take no longer than so. */
  public static S3Session open(Map<String, String> settings, Duration timeOut) {
    AWSClientConfig.setMinimumOperationDuration(timeOut);
    Map<String, String> impatient = new TreeMap<>(settings);
    impatient.put(TIME_OUT, timeOut.toMillis() + "ms");
    return open(impatient);
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

  /** Copies a folder into the bucket. */
  public void upload(java.nio.file.Path folder, String address) throws IOException {
    bucket().copyFromLocalFile(new Path(folder.toUri()), new Path(address));
  }

  @Override
  public void close() throws IOException {
    bucket().close();
    settings.keySet().forEach(hadoop()::unset);
    AWSClientConfig.resetMinimumOperationDuration();
  }

  private static Configuration hadoop() {
    return SparkTest.session().sparkContext().hadoopConfiguration();
  }
}
