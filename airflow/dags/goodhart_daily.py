"""Goodhart, once a day: what landed yesterday, from raw logs to the report.

Every task is one spark-submit of the one jar over the run's data interval [from, to). A job replaces exactly what its
interval owns, so a task or a whole run can be repeated at any time, and a backfill is the same runs.

Settings are Airflow Variables (or AIRFLOW_VAR_... in the environment):

    goodhart_raw    root of the raw logs        s3a://goodhart/raw
    goodhart_lake   root of the tables          s3a://goodhart/lake
    goodhart_jar    the shaded jar              /opt/goodhart/goodhart-jobs-all.jar
    goodhart_conf   settings of the jobs        /etc/goodhart/goodhart.conf

Where Spark runs is the connection spark_default (client mode). The pseudonym key (GOODHART_PSEUDONYM_KEY) and the S3
credentials come from the environment of the Airflow worker, which spark-submit inherits: never from an argument or a
Spark setting, where they would be seen.
"""

from datetime import datetime, timedelta, timezone

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Asset, CronDataIntervalTimetable, chain

JOBS = ["ingest", "sessions", "features", "label", "train", "score", "marts", "report"]

OUTLETS = {
    "marts": [Asset("goodhart.gold.team_daily"), Asset("goodhart.gold.metric_health")],
}

UTC = "-Duser.timezone=UTC"


def variable(name: str, default: str) -> str:
    """A template that reads the Airflow Variable when the task runs, not whenever the DAG is parsed."""
    return "{{ var.value.get('%s', '%s') }}" % (name, default)


def job(name: str) -> SparkSubmitOperator:
    return SparkSubmitOperator(
        task_id=name,
        name="goodhart-" + name + "-{{ data_interval_start | ds }}",
        conn_id="spark_default",
        application=variable("goodhart_jar", "/opt/goodhart/goodhart-jobs-all.jar"),
        java_class="dev.goodhart.cli.Main",
        application_args=[
            name,
            "--raw", variable("goodhart_raw", "s3a://goodhart/raw"),
            "--lake", variable("goodhart_lake", "s3a://goodhart/lake"),
            "--from", "{{ data_interval_start | ds }}",
            "--to", "{{ data_interval_end | ds }}",
            "--conf", variable("goodhart_conf", "/etc/goodhart/goodhart.conf"),
        ],
        conf={"spark.driver.extraJavaOptions": UTC, "spark.executor.extraJavaOptions": UTC},
        outlets=OUTLETS.get(name, []),
    )


with DAG(
    dag_id="goodhart_daily",
    doc_md=__doc__,
    # Named, as a bare cron string would give data intervals whose start is their end.
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=True,
    # A lake has one writer, and a day builds on those before it: when a run fails for good, none follows until
    # somebody has seen to it.
    max_active_runs=1,
    max_consecutive_failed_dag_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=30),
    },
    tags=["goodhart"],
) as dag:
    chain(*[job(name) for name in JOBS])
