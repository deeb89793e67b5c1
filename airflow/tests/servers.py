"""What the tests start: an S3 server and a standalone Spark cluster, each in processes of its own on free loopback ports."""

import os
import re
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyarrow import fs

ROOT = Path(__file__).resolve().parents[2]
SPARK_HOME = next((ROOT / "build/venv-spark/lib").glob("python3*/site-packages/pyspark"))
S3_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "goodhart-test", "AWS_SECRET_ACCESS_KEY": "a-key-for-the-tests-only"}
BUCKET = "goodhart"
REGION = "us-east-1"


@dataclass(frozen=True)
class S3:
    """An S3 server with one bucket, whose objects lie in a folder."""

    endpoint: str
    bucket: Path

    def address(self, key: str) -> str:
        return f"s3a://{BUCKET}/{key}"

    def upload(self, folder: Path, key: str) -> None:
        there = fs.S3FileSystem(
            access_key=S3_CREDENTIALS["AWS_ACCESS_KEY_ID"],
            secret_key=S3_CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            endpoint_override=self.endpoint,
            region=REGION,
        )
        for file in filter(Path.is_file, folder.rglob("*")):
            # As it is: by default a name that ends in .gz makes the client compress once more.
            with there.open_output_stream(f"{BUCKET}/{key}/{file.relative_to(folder)}", compression=None) as out:
                out.write(file.read_bytes())

    def spark_settings(self) -> dict[str, str]:
        return {
            "spark.hadoop.fs.s3a.endpoint": self.endpoint,
            "spark.hadoop.fs.s3a.endpoint.region": REGION,
            "spark.hadoop.fs.s3a.path.style.access": "true",
            "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        }

    def reader_settings(self) -> dict[str, str]:
        """What delta-rs wants in order to read from here."""
        return {"endpoint_url": self.endpoint, "allow_http": "true", "region": REGION} | {
            name.lower(): value for name, value in S3_CREDENTIALS.items()
        }


@contextmanager
def s3_server(folder: Path):
    bucket = folder / "data" / BUCKET
    bucket.mkdir(parents=True)
    properties = folder / "s3proxy.properties"
    properties.write_text(
        "s3proxy.endpoint=http://127.0.0.1:0\n"
        "s3proxy.authorization=aws-v2-or-v4\n"
        f"s3proxy.identity={S3_CREDENTIALS['AWS_ACCESS_KEY_ID']}\n"
        f"s3proxy.credential={S3_CREDENTIALS['AWS_SECRET_ACCESS_KEY']}\n"
        "jclouds.provider=filesystem-nio2\n"
        f"jclouds.filesystem.basedir={bucket.parent}\n"
    )
    jar = ROOT / "jobs/target/s3proxy/s3proxy.jar"
    command = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-jar", str(jar), "--properties", str(properties)]
    with process(command, folder / "s3proxy.log", os.environ) as log:
        port = await_line(log, r"Started .*\{127\.0\.0\.1:(\d+)\}")
        yield S3(f"http://127.0.0.1:{port}", bucket)


@contextmanager
def spark_cluster(folder: Path):
    """A master and a worker of one core; yields the master's address."""
    environment = os.environ | S3_CREDENTIALS | {
        "SPARK_HOME": str(SPARK_HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    # The key of the pseudonyms belongs to the driver alone.
    environment.pop("GOODHART_PSEUDONYM_KEY", None)
    spark_class = str(SPARK_HOME / "bin/spark-class")
    master = [spark_class, "org.apache.spark.deploy.master.Master",
              "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    with process(master, folder / "master.log", environment) as master_log:
        address = await_line(master_log, r"Starting Spark master at (spark://\S+)")
        worker = [spark_class, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--port", "0",
                  "--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work"), address]
        with process(worker, folder / "worker.log", environment) as worker_log:
            await_line(worker_log, r"(Successfully registered) with master")
            yield address


@contextmanager
def process(command, log: Path, environment):
    """Runs a server for as long as the block; yields its log and itself."""
    with log.open("w") as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        yield log, running
    finally:
        stop(running)


def stop(running: subprocess.Popen) -> None:
    running.terminate()
    try:
        running.wait(20)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def await_line(started, pattern: str, seconds: int = 180) -> str:
    log, running = started
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.poll() is None:
        found = re.search(pattern, log.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"{running.args[0]} did not start: {log.read_text()[-2000:]}")
