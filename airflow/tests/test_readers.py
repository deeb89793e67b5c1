"""The tables as others read them: a notebook, delta-rs, DuckDB."""

import json
import os
import subprocess
from pathlib import Path

import duckdb
import duckdb_extension_delta
import pytest

import tables
from servers import ROOT

NOTEBOOKS = ROOT / "notebooks"
PYTHON = ROOT / "build/venv-notebooks/bin/python"


def outputs(notebook: Path) -> list[dict]:
    cells = json.loads(notebook.read_text())["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def execute(notebook: Path, lake: Path, folder: Path) -> Path:
    """Runs the notebook on a lake and returns it with its outputs."""
    command = [PYTHON, "-m", "nbconvert", "--to", "notebook", "--execute", notebook, "--output-dir", folder]
    environment = os.environ | {"GOODHART_LAKE": str(lake)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / notebook.name


def test_should_run_the_notebook_on_a_lake(lake, tmp_path):
    # When
    executed = outputs(execute(NOTEBOOKS / "what-did-our-tokens-buy.ipynb", lake, tmp_path))

    # Then
    pictures = [output for output in executed if "image/png" in output.get("data", {})]
    warnings = ["".join(output["text"]) for output in executed if output.get("name") == "stderr"]
    assert len(pictures) == 4
    assert warnings == []


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_should_keep_no_outputs_in_a_committed_notebook(notebook):
    cells = json.loads(notebook.read_text())["cells"]
    assert outputs(notebook) == []
    assert all(cell.get("execution_count") is None for cell in cells)


def test_should_give_delta_rs_and_duckdb_the_same_rows(lake):
    # Given
    extension = next(Path(duckdb_extension_delta.__file__).parent.glob("extensions/*/delta.duckdb_extension"))
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    connection.execute(f"LOAD '{extension}'")
    table = lake / "gold/team_daily"

    # When
    read = connection.execute(f"SELECT * FROM delta_scan('{table}')").to_arrow_table().to_pylist()

    # Then
    assert read
    assert tables.differences(tables.in_order(read), tables.rows(str(table))) == []
