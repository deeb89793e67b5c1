"""Puts the main table of what `make judge` and `make peer` came to into the model card.

    card.py FOLDER CARD

The folder is that of `summary.py`, whose figures these are; the card is a Markdown page that says where the table goes.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import measures
import summary
from summary import (
    CEILING,
    FEW_REVIEWS,
    LOOP,
    NO_STARTER,
    NONE,
    PASSIVE,
    PEER,
    PEER_ON_OUR_LABELS,
    PEER_ON_TRUTH,
    REVIEWS,
    Kind,
    Way,
    figure,
    percent,
)

FROM = "<!-- make peer writes from here -->"
TO = "<!-- to here -->"

TITLES = {
    "ordinary": "ordinary",
    "evasive": "evasive",
    "automations": "scheduled jobs",
    "unlisted": "forms that nobody listed",
}
PRECISIONS = {
    "starter": "starter alone",
    FEW_REVIEWS: "100 reviews",
    REVIEWS: "**reviews**",
    PASSIVE: "450 of them",
    LOOP: "four weeks of 30 that the queue chose",
    CEILING: "the whole truth, learnt by us",
    NO_STARTER: "reviews without a starter",
    PEER: "LightGBM: the same reviews and six plain rules",
    PEER_ON_OUR_LABELS: "LightGBM: our labels",
    PEER_ON_TRUTH: "LightGBM: the whole truth",
    "isolation forest": "isolation forest, no labels",
}
FLAGGING = [REVIEWS, PASSIVE, FEW_REVIEWS, LOOP]


def table(kinds: list[Kind]) -> list[str]:
    """A column for each kind of world."""

    def row(title: str, cell: Callable[[Kind], str]) -> str:
        return summary.row([title, *map(cell, kinds)])

    lines = [row("", lambda kind: TITLES[kind.name]), "|---" + "|---:" * len(kinds) + "|"]
    lines.append(row("held-out sessions; gaming", _sessions))
    lines.append(row("average precision: cost alone (over the base rate)", _cost))
    for way, title in PRECISIONS.items():
        lines.append(row(title, lambda kind, way=way: figure(kind.precision(way))))
    for way in [FEW_REVIEWS, REVIEWS, LOOP]:
        title = f"of the ceiling, which is the whole truth: {way}"
        lines.append(row(title, lambda kind, way=way: figure(kind.ratio(way, CEILING))))
    lines.append(row("loop over 450 reviews", lambda kind: figure(kind.ratio(LOOP, PASSIVE), 3)))
    for way in FLAGGING:
        with_way = "the loop" if way == LOOP else way
        lines.append(row(f"flagged with {with_way}: gaming", _of(way, lambda way: percent(way.flagged(way.gaming), 0))))
        lines.append(row("precision of these flags", _of(way, lambda way: percent(way.right(), 0))))
        lines.append(row("honest; the dearest tenth of the honest", _of(way, _honest)))
    errors = "calibration error: " + "; ".join(FLAGGING)
    lines.append(row(errors, lambda kind: "; ".join(_of(way, _error)(kind) for way in FLAGGING)))
    return lines


def _of(name: str, cell: Callable[[Way], str]) -> Callable[[Kind], str]:
    return lambda kind: cell(kind.ways[name]) if name in kind.ways else NONE


def _sessions(kind: Kind) -> str:
    return f"{len(kind.sessions.sessions):,}; {100 * kind.base_rate[0]:.1f} %"


def _cost(kind: Kind) -> str:
    return f"{measures.estimate(kind.cost_precision).value:.2f} ({kind.cost_over_base_rate.value:.1f})"


def _honest(way: Way) -> str:
    return f"{percent(way.flagged(~way.gaming))}; {percent(way.flagged(way.heavy))}"


def _error(way: Way) -> str:
    return f"{way.calibration_error().value:.3f}"


def put(page: str, lines: list[str]) -> str:
    """The page with other lines between its two marks."""
    place = re.compile(re.escape(FROM) + ".*?" + re.escape(TO), re.DOTALL)
    if len(place.findall(page)) != 1:
        raise ValueError(f"the page must say once where the table goes: {FROM} and {TO}")
    return place.sub(lambda _: "\n".join([FROM, *lines, TO]), page)


def main(folder: Path, card: Path) -> None:
    card.write_text(put(card.read_text(), table(summary.kinds(folder))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
