"""What `make judge` and `make peer` came to, as Markdown: a table for each kind of world, then the bars to reach.

    summary.py FOLDER

The folder is that of `make judge`: in a folder for each world outcomes.csv, perhaps peers.csv in the same columns, and
groups.csv, which says to which groups of people a session belongs. An average precision or a ratio of two is that of the worlds' means, drawn
persons being the same for all that a ratio compares; a calibration error is the worlds' mean too, and shares are over
the worlds' sessions.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

import measures
from measures import Estimate

DRAWINGS = 1000
SEED = 20_260_101

CEILING = "truth"
REVIEWS = "reviews"
FEW_REVIEWS = "100 reviews"
PASSIVE = "450 reviews"
LOOP = "loop"
NO_STARTER = "reviews, no starter"
PEER = "LightGBM, reviews and six rules"
PEER_ON_OUR_LABELS = "LightGBM, our labels"
PEER_ON_TRUTH = "LightGBM, truth"
# A group of people whose honest sessions are flagged oftener than so many times as often as others' fares ill.
UNFAIR = 1.5
FEWEST_PEOPLE = 5

# Where there is no figure.
NONE = "–"

# Its scores are no probabilities.
UNCALIBRATED = {"isolation forest"}

SESSION = ["world", "session"]
TRUTH = ["person", "archetype", "gaming", "cost", "young"]


@dataclass(frozen=True)
class Way:
    """How one way of learning judged a kind's held-out sessions, with the weights of the drawings."""

    sessions: pd.DataFrame
    weights: np.ndarray

    @cached_property
    def worlds(self) -> set[int]:
        return set(self.sessions["world"])

    def precision(self, worlds: set[int]) -> np.ndarray:
        """Average precision, the mean over worlds, for each drawing."""
        return np.mean([self._precisions[world] for world in sorted(worlds)], axis=0)

    @cached_property
    def _precisions(self) -> dict[int, np.ndarray]:
        return self.by_world(lambda part, drawn: measures.average_precision(part["probability"], part["gaming"], drawn))

    def by_world(
        self,
        measure: Callable[[dict[str, np.ndarray], np.ndarray], np.ndarray],
        among: pd.Series | None = None,
    ) -> dict[int, np.ndarray]:
        """A measure of each world's sessions, or of those among some, and their drawings."""
        figures = {}
        for world in self.worlds:
            there = (self.sessions["world"] == world).to_numpy()
            if among is not None:
                there = there & among.to_numpy()
            if there.any():
                part = {name: column.to_numpy() for name, column in self.sessions[there].items()}
                figures[world] = measure(part, self.weights[:, there])
        return figures

    def flagged(self, among: pd.Series) -> Estimate:
        return self._share("flagged", among)

    def right(self) -> Estimate:
        """Precision: the share of what is flagged that games."""
        return self._share("gaming", self.sessions["flagged"] == 1)

    def _share(self, hit: str, among: pd.Series) -> Estimate:
        rows = self.sessions[among]
        persons = rows["world"].astype(str) + " " + rows["person"]
        return measures.share(rows[hit].to_numpy() == 1, persons.to_numpy())

    def calibration_error(self, among: pd.Series | None = None) -> Estimate:
        """Mean over the worlds, of all sessions or of some."""
        errors = self.by_world(
            lambda part, drawn: measures.calibration_error(part["probability"], part["gaming"], drawn), among
        )
        return measures.estimate_of_error(np.mean(list(errors.values()), axis=0))

    @property
    def gaming(self) -> pd.Series:
        return self.sessions["gaming"] == 1

    @property
    def young(self) -> pd.Series:
        return self.sessions["young"] == 1

    @property
    def heavy(self) -> pd.Series:
        """The top tenth by cost of each world's honest sessions."""
        honest = self.sessions[~self.gaming]
        place = honest.groupby("world")["cost"].rank(pct=True, method="first")
        return (place > 0.9).reindex(self.sessions.index, fill_value=False)

    @property
    def automations(self) -> pd.Series:
        return self.sessions["archetype"] == "scheduled_automation"


class Kind:
    """All worlds of a kind."""

    def __init__(self, name: str, rows: pd.DataFrame):
        self.name = name
        sessions = rows[SESSION + TRUTH].drop_duplicates().sort_values(SESSION, ignore_index=True)
        if sessions.duplicated(SESSION).any():
            raise ValueError(f"{name}: not every way of learning was judged by the same truth")
        weights = np.hstack(
            [
                measures.drawings(there["person"].to_numpy(), DRAWINGS, SEED + world)
                for world, there in sessions.groupby("world")
            ]
        )
        self.sessions = Way(sessions, weights)
        self.ways = {
            way: self._way(way, judged[[*SESSION, "probability", "flagged"]])
            for way, judged in rows.groupby("learnt_from", sort=False)
        }

    def _way(self, name: str, judged: pd.DataFrame) -> Way:
        everyone = self.sessions.sessions
        there = everyone["world"].isin(set(judged["world"])).to_numpy()
        sessions = everyone[there].merge(judged, on=SESSION, how="left", validate="one_to_one")
        if sessions["probability"].isna().any():
            raise ValueError(f"{self.name}: {name} did not judge every session")
        return Way(sessions, self.sessions.weights[:, there])

    def ratio(self, above: str, below: str) -> Estimate | None:
        """One way's average precision over another's, in the worlds where both have one."""
        if above not in self.ways or below not in self.ways:
            return None
        shared = self.ways[above].worlds & self.ways[below].worlds
        return measures.estimate(self.ways[above].precision(shared) / self.ways[below].precision(shared))

    def precision(self, way: str) -> Estimate | None:
        if way not in self.ways:
            return None
        return measures.estimate(self.ways[way].precision(self.ways[way].worlds))

    @cached_property
    def cost_precision(self) -> np.ndarray:
        """Average precision of cost alone, the mean over worlds, for each drawing."""
        found = self.sessions.by_world(
            lambda part, drawn: measures.average_precision(part["cost"], part["gaming"], drawn)
        )
        return np.mean(list(found.values()), axis=0)

    @cached_property
    def base_rate(self) -> np.ndarray:
        """Share of gaming sessions, the mean over worlds, for each drawing."""
        found = self.sessions.by_world(lambda part, drawn: drawn @ part["gaming"] / drawn.sum(axis=1))
        return np.mean(list(found.values()), axis=0)

    @property
    def cost_over_base_rate(self) -> Estimate:
        return measures.estimate(self.cost_precision / self.base_rate)


def unfairness(kinds: list[Kind], groups: pd.DataFrame, name: str) -> dict[str, Estimate]:
    """How many times as often as others' honest sessions those of each group of people are flagged, over all worlds.

    As `model.Fairness` has it: half a flag more on each side, among as many more sessions as half a flag takes.
    """
    ways = {kind.name: kind.ways[name] for kind in kinds if name in kind.ways}
    honest = pd.concat([way.sessions.assign(kind=kind) for kind, way in ways.items()], ignore_index=True)
    weights = np.hstack([way.weights for way in ways.values()]) * (honest["gaming"] == 0).to_numpy()
    persons = honest["kind"] + " " + honest["world"].astype(str) + " " + honest["person"]
    keys = pd.MultiIndex.from_frame(honest[["kind", *SESSION]])
    found = {}
    for group, members in groups.groupby("group"):
        inside = keys.isin(pd.MultiIndex.from_frame(members[["kind", *SESSION]]))
        people = [persons[side & (honest["gaming"] == 0)].nunique() for side in (inside, ~inside)]
        if min(people) >= FEWEST_PEOPLE:
            found[group] = measures.estimate(_times_as_often(honest["flagged"].to_numpy(), inside, weights))
    return found


def _times_as_often(flagged: np.ndarray, inside: np.ndarray, weights: np.ndarray) -> np.ndarray:
    theirs, others = weights * inside, weights * ~inside
    flags = weights @ flagged
    with np.errstate(divide="ignore", invalid="ignore"):
        more = 0.5 * weights.sum(axis=1) / flags
        ratio = ((theirs @ flagged + 0.5) / (theirs.sum(axis=1) + more)) / (
            (others @ flagged + 0.5) / (others.sum(axis=1) + more)
        )
    there = (theirs.sum(axis=1) > 0) & (others.sum(axis=1) > 0)
    return np.where(there, np.where(flags > 0, ratio, 1), np.nan)


def fairness_table(kinds: list[Kind], groups: pd.DataFrame) -> list[str]:
    """Groups of people, all kinds of world together; teams, which are each world's own, are only counted."""
    teams = groups["group"].str.startswith("team ")
    own = groups.assign(group=groups["kind"] + " " + groups["world"].astype(str) + " " + groups["group"])[teams]
    lines = ["## Groups of people", "| honest sessions flagged, times as often as others' | reviews | loop | |", "|---|---:|---:|---|"]
    by_reviews, by_loop = (unfairness(kinds, groups[~teams], name) for name in (REVIEWS, LOOP))
    for group, ratio in by_reviews.items():
        beside = by_loop.get(group)
        mark = "**unfair**" if _is_unfair(ratio) or (beside and _is_unfair(beside)) else ""
        lines.append(row([group, figure(ratio, 1), figure(beside, 1), mark]))
    for name in (REVIEWS, LOOP):
        by_team = unfairness(kinds, own, name)
        unfair = [team for team, ratio in by_team.items() if _is_unfair(ratio)]
        lines += ["", f"With {name}, shown unfair to {len(unfair)} of {len(by_team)} teams{': ' * bool(unfair)}{', '.join(unfair)}."]
    return lines


def _is_unfair(ratio: Estimate) -> bool:
    return ratio.low > UNFAIR


@dataclass(frozen=True)
class Bar:
    """What a figure is to be; `found` is None where no model was judged."""

    says: str
    kind: Kind
    way: str
    found: Estimate | None
    least: float = -np.inf
    most: float = np.inf

    def verdict(self) -> str:
        if self.found is None:
            return "no figure"
        worlds = self.kind.sessions.worlds
        lacking = len(worlds) - len(self.kind.ways[self.way].worlds) if self.way in self.kind.ways else 0
        found = measures.verdict(self.found, self.least, self.most)
        return f"no model in {lacking} of {len(worlds)} worlds, elsewhere {found}" if lacking else found


def bars(kind: Kind) -> Iterator[Bar]:
    """The bars of a kind of world."""
    of_ceiling = {"ordinary": 0.9, "evasive": 0.75, "automations": 0.75, "unlisted": 0.55}.get(kind.name)
    recall = {"ordinary": 1 / 2, "evasive": 1 / 3}.get(kind.name)
    peer = {"ordinary": 0.68, "evasive": 0.55, "automations": 0.33, "unlisted": 0.31}.get(kind.name)

    # That the worlds are hard enough, and not too hard.
    yield Bar("cost alone over the base rate", kind, "cost", kind.cost_over_base_rate, most=2)
    if peer:
        yield Bar(f"{PEER}: average precision", kind, PEER, kind.precision(PEER), peer - 0.1, peer + 0.1)
    yield Bar("ceiling: average precision", kind, CEILING, kind.precision(CEILING), least=0.9)

    if of_ceiling:
        yield Bar(f"{REVIEWS}: of the ceiling", kind, REVIEWS, kind.ratio(REVIEWS, CEILING), of_ceiling)
        few = kind.ratio(FEW_REVIEWS, CEILING)
        yield Bar(f"{FEW_REVIEWS}: of the ceiling", kind, FEW_REVIEWS, few, 0.85 * of_ceiling)
    by_loop = {"ordinary": 0.95, "evasive": 0.85, "unlisted": 0.75}.get(kind.name)
    if by_loop:
        yield Bar(f"{LOOP}: of the ceiling", kind, LOOP, kind.ratio(LOOP, CEILING), by_loop)
    yield Bar(f"{LOOP}: over {PASSIVE}", kind, LOOP, kind.ratio(LOOP, PASSIVE), 1)
    for ours, theirs in [(REVIEWS, PEER_ON_OUR_LABELS), (NO_STARTER, PEER_ON_OUR_LABELS), (CEILING, PEER_ON_TRUTH)]:
        yield Bar(f"{ours}: over {theirs}", kind, ours, kind.ratio(ours, theirs), 0.98)

    for name in [REVIEWS, PASSIVE, FEW_REVIEWS, LOOP]:
        way = kind.ways.get(name)
        if way is None:
            continue
        if recall and name in [REVIEWS, PASSIVE]:
            yield Bar(f"{name}: recall", kind, name, way.flagged(way.gaming), recall)
            yield Bar(f"{name}: recall of young ones", kind, name, way.flagged(way.gaming & way.young), recall)
        yield Bar(f"{name}: honest flagged", kind, name, way.flagged(~way.gaming), most=0.01)
        yield Bar(f"{name}: heaviest tenth flagged", kind, name, way.flagged(way.heavy), most=0.02)
        yield Bar(f"{name}: automations flagged", kind, name, way.flagged(way.automations), most=0.02)
        third = float(kind.base_rate[0]) / 3
        yield Bar(f"{name}: calibration error", kind, name, way.calibration_error(), most=min(0.02, third))
        young = way.calibration_error(way.young)
        yield Bar(f"{name}: calibration error of young ones", kind, name, young, most=min(0.02, third))


def table(kind: Kind) -> list[str]:
    """A kind's worlds in a line, and its ways of learning in a table."""
    rows = kind.sessions.sessions
    worlds = kind.sessions.worlds
    people = len(rows[["world", "person"]].drop_duplicates())
    lines = [
        f"## {kind.name}",
        f"Worlds: {len(worlds)}; {len(rows):,} held-out sessions of {people:,} people, "
        f"{percent(measures.estimate(kind.base_rate))} of them gaming, {_share(rows['young'].mean())} young. "
        f"Cost alone has an average precision of {figure(measures.estimate(kind.cost_precision))}, "
        f"{figure(kind.cost_over_base_rate)} times the base rate.",
        "",
        "| learnt from | worlds | average precision | of the ceiling | recall | of young ones | precision "
        "| honest flagged | heaviest tenth of the honest | automations | calibration error |",
        "|---" + 10 * "|---:" + "|",
    ]
    for name, way in kind.ways.items():
        of_ceiling = None if name == CEILING else kind.ratio(name, CEILING)
        cells = [
            name,
            str(len(way.worlds)),
            figure(kind.precision(name)),
            figure(of_ceiling),
            percent(way.flagged(way.gaming)),
            percent(way.flagged(way.gaming & way.young)),
            percent(way.right()),
            percent(way.flagged(~way.gaming)),
            percent(way.flagged(way.heavy)),
            percent(way.flagged(way.automations)),
            figure(None if name in UNCALIBRATED else way.calibration_error(), 3),
        ]
        lines.append(row(cells))
    return lines


def bars_table(kinds: list[Kind]) -> list[str]:
    lines = ["## Bars", "| world | figure | bar | found | |", "|---|---|---:|---:|---|"]
    for kind in kinds:
        for bar in bars(kind):
            cells = [kind.name, bar.says, _bounds(bar.least, bar.most), figure(bar.found, 3), bar.verdict()]
            lines.append(row(cells))
    return lines


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _bounds(least: float, most: float) -> str:
    if np.isinf(most):
        return f"at least {least:.3g}"
    return f"at most {most:.3g}" if np.isinf(least) else f"{least:.3g} to {most:.3g}"


def figure(found: Estimate | None, digits: int = 2) -> str:
    if found is None or np.isnan(found.value):
        return NONE
    return f"{found.value:.{digits}f} ({found.low:.{digits}f} to {found.high:.{digits}f})"


def percent(found: Estimate, digits: int = 1) -> str:
    if np.isnan(found.value):
        return NONE
    return f"{100 * found.value:.{digits}f} % ({100 * found.low:.{digits}f} to {100 * found.high:.{digits}f})"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def read(folder: Path, names: str) -> pd.DataFrame:
    """All worlds' files of a name; no rows where there are none."""
    parts = [pd.read_csv(file) for file in sorted(folder.glob(f"*/{names}.csv"))]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["kind", "world", "session", "group"])


def kinds(folder: Path) -> list[Kind]:
    """All kinds of world that were judged."""
    rows = pd.concat([read(folder, "outcomes"), read(folder, "peers")], ignore_index=True)
    return [Kind(name, part) for name, part in rows.groupby("kind", sort=False)]


def main(folder: Path) -> None:
    judged = kinds(folder)
    for kind in judged:
        print("\n".join(table(kind)), end="\n\n")
    print("\n".join(fairness_table(judged, read(folder, "groups"))), end="\n\n")
    print("\n".join(bars_table(judged)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
