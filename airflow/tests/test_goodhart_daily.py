"""The daily DAG: what it submits, and how it is scheduled. No Spark runs here."""

import runpy
from datetime import timedelta
from pathlib import Path

import pytest

from servers import ROOT

GOLDEN = Path(__file__).parent / "golden/goodhart_daily.txt"
# Writes down what it is asked to submit, and succeeds.
RECORDER = """#!/bin/sh
{ printf 'spark-submit'; printf ' %s' "$@"; echo; } >>"$SUBMITTED"
"""


def test_should_submit_the_jobs_of_the_golden_file(airflow, tmp_path, request):
    # Given
    recorder = airflow.binaries / "spark-submit"
    recorder.write_text(RECORDER)
    recorder.chmod(0o755)
    submitted = tmp_path / "submitted"

    # When: the run that closes 6 January
    airflow.run("dags", "test", "goodhart_daily", "2026-01-07", SUBMITTED=str(submitted))

    # Then
    commands = submitted.read_text()
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(commands)
    assert commands == GOLDEN.read_text()


@pytest.fixture(scope="module")
def dag(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        yield runpy.run_path(str(ROOT / "airflow/dags/goodhart_daily.py"))["dag"]


def test_should_catch_up_day_by_day_and_one_run_at_a_time(dag):
    assert dag.catchup
    assert dag.max_active_runs == 1
    assert dag.max_consecutive_failed_dag_runs == 1


def test_should_run_the_jobs_one_after_the_other(dag):
    jobs = ["ingest", "sessions", "features", "label", "train", "score", "marts", "report"]
    assert [task.task_id for task in dag.topological_sort()] == jobs
    for earlier, later in zip(jobs, jobs[1:]):
        assert dag.get_task(earlier).downstream_task_ids == {later}


def test_should_repeat_a_failed_job_after_growing_pauses(dag):
    for task in dag.tasks:
        assert task.retries == 3
        assert task.retry_exponential_backoff
        assert timedelta() < task.retry_delay < task.max_retry_delay


def test_should_announce_the_tables_of_gold(dag):
    assert [asset.name for asset in dag.get_task("marts").outlets] == [
        "goodhart.gold.team_daily", "goodhart.gold.metric_health"
    ]
