"""Reads Delta tables, as BI tools do, and compares them."""

import math
from pathlib import Path

from deltalake import DeltaTable

# These tell of runs; all others hold neither a run's time nor its id, so equal input gives equal rows.
OF_RUNS = {"ops", "ml"}


def names(lake: Path) -> set[str]:
    return {f"{log.parent.parent.name}/{log.parent.name}" for log in lake.glob("*/*/_delta_log")}


def rows(address: str, storage_options=None) -> list[dict]:
    """The table's rows in an order of their own."""
    return in_order(DeltaTable(address, storage_options=storage_options).to_pyarrow_table().to_pylist())


def in_order(table: list[dict]) -> list[dict]:
    return sorted(table, key=lambda row: [(name, _rank(row[name])) for name in sorted(row)])


def differences(left: list[dict], right: list[dict]) -> list[str]:
    """What differs, row by row; doubles are equal to 1e-9."""
    if len(left) != len(right):
        return [f"{len(left)} rows on the left, {len(right)} on the right"]
    return [
        f"row {number}, {name}: {a.get(name)!r} is not {b.get(name)!r}"
        for number, (a, b) in enumerate(zip(left, right))
        for name in sorted(a.keys() | b.keys())
        if not _equal(a.get(name), b.get(name))
    ]


def _equal(a, b) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and a == b


def _rank(value) -> str:
    # Nearly equal doubles must come in the same place.
    return f"{value:.6e}" if isinstance(value, float) else repr(value)
