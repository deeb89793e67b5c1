"""What other tools make of the rows that the classifier learns from and is judged on.

    peer.py JUDGED

JUDGED holds a folder for each made-up organisation, <kind>-<number>, as `make judge` writes them. Each gets a
peers.csv, unless it has one: a line for each held-out session and each way of learning, in the columns of outcomes.csv.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.model_selection import StratifiedGroupKFold

SEEDS = range(5)
FOLDS = 5
MOST_ROUNDS = 600
PATIENCE = 40
# Three sizes of tree, of which cross-validation takes one; the rest is what few and noisy labels call for.
SIZES = [
    {"num_leaves": 4, "min_data_in_leaf": 10},
    {"num_leaves": 8, "min_data_in_leaf": 20},
    {"num_leaves": 31, "min_data_in_leaf": 20},
]
USUAL = {
    "objective": "binary",
    "learning_rate": 0.05,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}

PEERS = "peers.csv"

# A reviewer's word weighs 1.
RULE_WEIGHT = 0.3
# What nobody spoke on is honest as a rule: the classifier's own weight for it.
SILENT_WEIGHT = 0.1
# What ended before anybody was told of a target is honest, whatever rules say: the classifier's own weight for it too.
EARLY_WEIGHT = 0.3

NO_FEATURES = {
    "session_id", "person", "ended_on", "evidence", "cost", "archetype", "truth",
    "label", "weight", "origin", "verdict", "early",
}  # fmt: skip
OUTCOMES = [
    "done_share", "abandoned_share", "reverted_share", "log_lines", "log_tokens_per_line", "removed_share",
    "log_lines_per_edit", "log_task_sessions",
]  # fmt: skip


@dataclass(frozen=True)
class Lessons:
    """Training rows: features, whose they are, a label of 0 or 1, and its weight. A session may have two rows."""

    features: pd.DataFrame
    person: pd.Series
    label: np.ndarray
    weight: np.ndarray


def features(rows: pd.DataFrame) -> pd.DataFrame:
    """The features as the classifier's trees see them: what a young session's task has not come to yet is unknown."""
    seen = rows.drop(columns=[name for name in NO_FEATURES if name in rows]).astype(float)
    young = rows["evidence"] == "young"
    nothing_came = ~(seen[["done_share", "abandoned_share", "reverted_share"]] > 0).any(axis=1)
    seen.loc[young & nothing_came, OUTCOMES] = np.nan
    seen.loc[young & (seen["linked"] <= 0), "linked"] = np.nan
    return seen.assign(young=young.astype(float))


def six_rules(rows: pd.DataFrame) -> pd.Series:
    """What six plain rules say: 1 gaming, 0 honest, NaN where none speaks. An unknown figure speaks for nothing."""
    no_product = ~(rows["edit_share"] > 0) & ~(rows["commits"] > 0) & ~(rows["linked"] >= 0.5)
    gaming = (
        # It asks the same over and over.
        ((rows["repeated_prompt_share"] >= 0.5) & (rows["log_calls"] >= np.log1p(10)))
        # It runs commands that do nothing.
        | ((rows["trivial_shell_share"] >= 0.5) & (rows["shell_share"] >= 0.3))
        # It sends many agents to read the same.
        | ((rows["subagent_share"] >= 0.4) & (rows["repeated_tool_input_share"] >= 0.4))
        # It carries a large context along and says next to nothing.
        | ((rows["context_per_call"] >= np.log(100_000)) & (rows["output_share"] <= 0.002) & no_product)
        # It costs several times what is usual for the person, and nothing came of it.
        | ((rows["cost_vs_person"] >= np.log(3)) & no_product)
    )
    # Its task was done, and stayed done.
    honest = (rows["linked"] >= 0.8) & (rows["done_share"] >= 0.5) & ~(rows["reverted_share"] >= 0.5)
    return pd.Series(np.select([gaming, honest], [1.0, 0.0], np.nan), index=rows.index)


def reviews_and_six_rules(rows: pd.DataFrame) -> Lessons:
    reviewed = rows["origin"] == "review"
    ruled = six_rules(rows)
    label = rows["label"].where(reviewed, ruled)
    weight = np.select([reviewed, ruled.notna()], [1.0, RULE_WEIGHT], SILENT_WEIGHT)
    return _lessons(rows, label.fillna(0).to_numpy(), weight)


def our_labels(rows: pd.DataFrame) -> Lessons:
    """What the classifier's own trees learn. A probable label counts as two rows, one of each class, that share its
    weight."""
    early = rows["early"] & (rows["origin"] != "review")
    label = rows["label"].fillna(0).mask(early, 0.0)
    weight = rows["weight"].fillna(SILENT_WEIGHT).mask(early, EARLY_WEIGHT)
    return _lessons(rows, label.to_numpy(), weight.to_numpy())


def whole_truth(rows: pd.DataFrame) -> Lessons:
    return _lessons(rows, rows["truth"].to_numpy(float), np.ones(len(rows)))


def _lessons(rows: pd.DataFrame, probability: np.ndarray, weight: np.ndarray) -> Lessons:
    place = np.tile(np.arange(len(rows)), 2)
    label = np.repeat([1, 0], len(rows))
    share = np.concatenate([probability, 1 - probability]) * weight[place]
    kept = share > 0
    place = place[kept]
    return Lessons(features(rows).iloc[place], rows["person"].iloc[place], label[kept], share[kept])


def boosted(lessons: Lessons, judged: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of LightGBM, and whether they are more likely than not. A person's sessions share a fold."""
    parts = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    folds = list(parts.split(lessons.features, lessons.label, lessons.person))
    tried = []
    for size in SIZES:
        losses = lightgbm.cv(
            USUAL | size | {"seed": 0},
            _dataset(lessons),
            MOST_ROUNDS,
            folds=folds,
            metrics="binary_logloss",
            callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
        )["valid binary_logloss-mean"]
        tried.append((losses[-1], len(losses), size))
    _, rounds, size = min(tried, key=lambda one: one[0])
    models = [lightgbm.train(USUAL | size | {"seed": seed}, _dataset(lessons), rounds) for seed in SEEDS]
    probability = np.mean([model.predict(features(judged)) for model in models], axis=0)
    return probability, probability >= 0.5


def _dataset(lessons: Lessons) -> lightgbm.Dataset:
    return lightgbm.Dataset(lessons.features, lessons.label, weight=lessons.weight, free_raw_data=False)


def isolated(training: pd.DataFrame, judged: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Anomaly scores, from 0 to 1 but no probabilities, and what the forest itself calls anomalous."""
    known = features(training)
    usual = known.median()
    forest = IsolationForest(n_estimators=500, random_state=0).fit(known.fillna(usual).fillna(0))
    seen = features(judged).fillna(usual).fillna(0)
    return -forest.score_samples(seen), forest.predict(seen) == -1


WAYS: dict[str, Callable] = {
    "LightGBM, reviews and six rules": lambda known, judged: boosted(reviews_and_six_rules(known), judged),
    "LightGBM, our labels": lambda known, judged: boosted(our_labels(known), judged),
    "LightGBM, truth": lambda known, judged: boosted(whole_truth(known), judged),
    "isolation forest": isolated,
}


def outcomes(world: Path) -> pd.DataFrame:
    """How each way judges a world's held-out sessions."""
    kind, _, number = world.name.rpartition("-")
    # In an order of its own, for the same rows in another order give another model.
    training = pd.read_parquet(world / "training").sort_values("session_id", ignore_index=True)
    judged = pd.read_parquet(world / "judged").sort_values("session_id", ignore_index=True)
    parts = []
    for name, way in WAYS.items():
        probability, flagged = way(training, judged)
        parts.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "world": int(number),
                    "learnt_from": name,
                    "session": judged["session_id"],
                    "person": judged["person"],
                    "archetype": judged["archetype"],
                    "gaming": judged["truth"],
                    "cost": judged["cost"],
                    "young": (judged["evidence"] == "young").astype(int),
                    "probability": probability,
                    "flagged": flagged.astype(int),
                }
            )
        )
    return pd.concat(parts)


def main(judged: str) -> None:
    worlds = sorted(path for path in Path(judged).glob("*-*") if path.is_dir())
    if not worlds:
        sys.exit(f"{judged} holds no made-up organisation: run `make judge` first")
    for number, world in enumerate(worlds, start=1):
        if not (world / PEERS).exists():
            print(f"{world.name}, {number} of {len(worlds)}", flush=True)
            unfinished = world / f"{PEERS}.unfinished"
            outcomes(world).to_csv(unfinished, index=False)
            unfinished.rename(world / PEERS)


if __name__ == "__main__":
    main(*sys.argv[1:])
