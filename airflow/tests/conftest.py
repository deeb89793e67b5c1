import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from servers import ROOT

# Every Java program here ends before the costlier compiler's work would pay.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m")

# So few rows are read that compiling and planning anew for them would cost the most.
FOR_FEW_ROWS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.subexpressionElimination.enabled": "false",
}

DAY, NEXT_DAY = "2026-01-06", "2026-01-07"

# Seconds without a word after which a command hangs.
SILENCE = 900

# Of the tests' own made-up people.
KEY = {"GOODHART_PSEUDONYM_KEY": "the pseudonym key of the tests, 40 bytes"}


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing with them")


def pytest_configure():
    # So that a test run that is told to stop takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))


class Airflow:
    """An Airflow of its own: a database, the project's DAGs, and a folder that is first on the PATH."""

    def __init__(self, home: Path):
        self.home = home
        self.binaries = home / "bin"
        self.binaries.mkdir()
        own = Path(sys.executable).parent
        self.environment = os.environ | {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "airflow/dags"),
            "AIRFLOW_CONN_SPARK_DEFAULT": "spark://127.0.0.1:7077?deploy-mode=client",
            "PATH": os.pathsep.join([str(self.binaries), str(own), os.environ["PATH"]]),
        }
        self.run("db", "migrate")

    def run(self, *arguments: str, **environment: str) -> None:
        """Runs an `airflow` command; fails the test, with its last output, when it or a first try of a task fails, or
        when it falls silent: how long all of it takes is the machine's affair."""
        log = self.home / "airflow.log"
        heard, size, said = time.monotonic(), 0, ""
        with log.open("w") as output:
            running = subprocess.Popen(
                ["airflow", *arguments], env=self.environment | environment, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                while running.poll() is None and time.monotonic() - heard < SILENCE and "up_for_retry" not in said:
                    time.sleep(0.5)
                    written = log.stat().st_size
                    if written > size:
                        heard, size, said = time.monotonic(), written, log.read_text(errors="replace")
            finally:
                if running.poll() is None:
                    # With what it submitted; it takes no notice of a gentler signal.
                    os.killpg(running.pid, signal.SIGKILL)
                running.wait()
        assert running.returncode == 0, log.read_text()[-6000:]


@pytest.fixture
def airflow(tmp_path) -> Airflow:
    return Airflow(tmp_path)


def goodhart(*arguments) -> None:
    """Runs a command embedded; fails the test with its last output when it fails."""
    command = [ROOT / "bin/goodhart", *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | KEY, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, f"exit {done.returncode}: {(done.stdout + done.stderr)[-6000:]}"


def pipeline(raw: Path, lake: Path, *interval: str) -> None:
    """Runs the whole pipeline embedded."""
    settings = [word for name, value in FOR_FEW_ROWS.items() for word in ("--set", f"{name}={value}")]
    goodhart("pipeline", "--raw", raw, "--lake", lake, *settings, *interval)


@pytest.fixture(scope="session")
def raw(tmp_path_factory) -> Path:
    """Three days, from Monday 5 January 2026, of a made-up organisation of twelve, and three of the real logs."""
    root = tmp_path_factory.mktemp("raw") / "raw"
    goodhart("sample", root, "--truth", root.parent / "truth.csv", "--users", 12, "--days", 3, "--seed", 7)
    real = ROOT / "data-samples/real"
    for day in ["05", "06", "07"]:
        for landing in real.glob(f"*/*/year=2026/month=01/day={day}"):
            shutil.copytree(landing, root / landing.relative_to(real), dirs_exist_ok=True)
    return root


@pytest.fixture(scope="session")
def lake(raw, tmp_path_factory) -> Path:
    """The tables of one day, of a run embedded."""
    root = tmp_path_factory.mktemp("lake")
    pipeline(raw, root, "--from", DAY, "--to", NEXT_DAY)
    return root
