"""Measures of how sessions were judged, with 95 % intervals that count a person's sessions as alike.

What is not a share gets its interval by drawing persons with replacement. A drawing is a row of weights, how often each
session's person was drawn; the first row is all ones, the sessions as they are. A measure gives one figure a row.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

GROUPS = 10


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float


def drawings(persons: np.ndarray, number: int, seed: int) -> np.ndarray:
    """Weights of the sessions of so many drawings of their persons, after a row of ones."""
    names, whose = np.unique(persons, return_inverse=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), number)
    return np.vstack([np.ones(len(persons)), drawn[:, whose]])


def average_precision(score: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Precision at each positive, averaged; sessions of equal score are one step. NaN without a positive."""
    order = np.argsort(-score, kind="stable")
    last_of_step = np.append(np.diff(score[order]) != 0, True)
    found = np.cumsum((weights * positive)[:, order], axis=1)[:, last_of_step]
    seen = np.cumsum(weights[:, order], axis=1)[:, last_of_step]
    gained = np.diff(found, axis=1, prepend=0)
    with np.errstate(invalid="ignore"):
        precision = np.where(seen > 0, found / seen, 0)
        return (gained * precision).sum(axis=1) / found[:, -1]


def calibration_error(probability: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Expected calibration error: the mean distance, over ten groups of equal size by probability, between what was
    foretold and what came. Sessions stay in their group whoever is drawn."""
    order = np.argsort(probability, kind="stable")
    distance = (weights * (probability - positive))[:, order]
    groups = np.array_split(np.arange(len(order)), GROUPS)
    return sum(np.abs(distance[:, group].sum(axis=1)) for group in groups) / weights.sum(axis=1)


def estimate(figures: np.ndarray) -> Estimate:
    """The first figure, with the percentiles of the others."""
    drawn = figures[1:][np.isfinite(figures[1:])]
    if drawn.size == 0:
        return Estimate(figures[0], np.nan, np.nan)
    return Estimate(figures[0], *np.quantile(drawn, [0.025, 0.975]))


def estimate_of_error(figures: np.ndarray) -> Estimate:
    """As `estimate`, moved by how much drawing itself adds: distances grow by chance, and never shrink."""
    added = figures[1:].mean() - figures[0]
    drawn = estimate(figures)
    return Estimate(drawn.value, max(0.0, drawn.low - added), max(0.0, drawn.high - added))


def share(hit: np.ndarray, persons: np.ndarray) -> Estimate:
    """A share with the interval of C. Clopper and E. Pearson (1934), for as many sessions as theirs are worth: their
    number over the design effect, the share's variance over persons beside that of independent sessions (E. Korn and
    B. Graubard, 1998). Drawing persons would call a share of none certain."""
    number = len(hit)
    if number == 0:
        return Estimate(np.nan, 0, 1)
    value = hit.mean()
    worth = number / max(1.0, _design_effect(hit, persons, value))
    hits = value * worth
    low = beta.ppf(0.025, hits, worth - hits + 1) if hits > 0 else 0.0
    high = beta.ppf(0.975, hits + 1, worth - hits) if hits < worth else 1.0
    return Estimate(value, low, high)


def _design_effect(hit: np.ndarray, persons: np.ndarray, value: float) -> float:
    if value in (0, 1):
        return 1.0
    _, whose = np.unique(persons, return_inverse=True)
    by_person = np.bincount(whose, weights=hit - value)
    return (by_person**2).sum() / (len(hit) * value * (1 - value))


def verdict(found: Estimate, least: float = -np.inf, most: float = np.inf) -> str:
    """Whether a figure lies between two bounds, as far as its interval can tell."""
    if not np.isfinite([found.low, found.high]).all():
        return "cannot tell"
    if least <= found.low and found.high <= most:
        return "met"
    if found.high < least or most < found.low:
        return "not met"
    return "cannot tell"
