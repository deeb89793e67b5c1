"""One day on a real cluster: Airflow submits the jobs to a standalone Spark master, raw logs and lake lie on S3."""

import os

import pytest

import tables
from conftest import FOR_FEW_ROWS, KEY, NEXT_DAY
from servers import ROOT, S3_CREDENTIALS, SPARK_HOME, s3_server, spark_cluster

# Airflow passes on each line that Spark logs; those that only inform are many.
WARNINGS_ALONE = """\
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
"""


@pytest.fixture
def s3(tmp_path):
    folder = tmp_path / "s3"
    folder.mkdir()
    with s3_server(folder) as server:
        yield server


@pytest.fixture
def master(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    with spark_cluster(folder) as address:
        yield address


def test_should_leave_the_tables_of_an_embedded_run(airflow, raw, lake, s3, master, tmp_path):
    # Given
    s3.upload(raw, "raw")
    configuration = tmp_path / "spark"
    configuration.mkdir()
    defaults = s3.spark_settings() | FOR_FEW_ROWS | {
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.ui.enabled": "false",
    }
    (configuration / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in defaults.items()))
    (configuration / "log4j2.properties").write_text(WARNINGS_ALONE)
    settings = tmp_path / "goodhart.conf"
    settings.write_text("# Every setting at its default.\n")
    environment = KEY | S3_CREDENTIALS | {
        "AIRFLOW_CONN_SPARK_DEFAULT": f"{master}?deploy-mode=client",
        "AIRFLOW_VAR_GOODHART_RAW": s3.address("raw"),
        "AIRFLOW_VAR_GOODHART_LAKE": s3.address("lake"),
        "AIRFLOW_VAR_GOODHART_JAR": str(ROOT / "jobs/target/goodhart-jobs-all.jar"),
        "AIRFLOW_VAR_GOODHART_CONF": str(settings),
        "PATH": os.pathsep.join([str(SPARK_HOME / "bin"), airflow.environment["PATH"]]),
        "SPARK_HOME": str(SPARK_HOME),
        "SPARK_CONF_DIR": str(configuration),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }

    # When: the run that closes the day
    airflow.run("dags", "test", "goodhart_daily", NEXT_DAY, **environment)

    # Then
    assert tables.names(s3.bucket / "lake") == tables.names(lake)
    for name in sorted(tables.names(lake)):
        if name.split("/")[0] in tables.OF_RUNS:
            continue
        there = tables.rows(s3.address(f"lake/{name}"), s3.reader_settings())
        here = tables.rows(str(lake / name))
        assert tables.differences(there, here) == [], name
    assert (s3.bucket / "lake/report/index.html").is_file()
