"""Held against examples worked by hand."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

import measures
from measures import Estimate

ONCE = np.ones((1, 4))


def test_should_average_the_precision_at_each_positive():
    # Given: positives come first and third, with precisions 1/1 and 2/3.
    score, positive = np.array([0.2, 0.9, 0.4, 0.6]), np.array([0, 1, 1, 0])

    # When
    found = measures.average_precision(score, positive, ONCE)

    # Then
    assert found == pytest.approx([(1 + 2 / 3) / 2])


def test_should_take_equal_scores_as_one_step():
    # Given: one of the three that come first together is a positive, as is the last: 1/3 and 2/4.
    score, positive = np.array([0.9, 0.9, 0.1, 0.9]), np.array([1, 0, 1, 0])

    # When
    found = measures.average_precision(score, positive, ONCE)

    # Then
    assert found == pytest.approx([(1 / 3 + 2 / 4) / 2])


def test_should_count_a_session_as_often_as_it_was_drawn():
    # Given: the positive on top is drawn twice, the honest one below it three times, the positive at the end once.
    score, positive = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 0, 1, 0])
    weights = np.array([[2, 3, 1, 0], [0, 1, 0, 1]])

    # When
    twice, without = measures.average_precision(score, positive, weights)

    # Then: two at precision 1, one at 3/6; and no positive was drawn the second time.
    assert twice == pytest.approx((2 * 1 + 1 * 3 / 6) / 3)
    assert np.isnan(without)


def test_should_agree_with_scikit_learn():
    # Given
    random = np.random.default_rng(5)
    score, positive = random.integers(0, 30, 400) / 30, random.random(400) < 0.1
    weights = random.integers(0, 4, (3, 400))

    # When
    found = measures.average_precision(score, positive, weights)

    # Then
    assert found == pytest.approx([average_precision_score(positive, score, sample_weight=row) for row in weights])


def test_should_give_the_mean_distance_between_foretold_and_come():
    # Given: ten groups of two. In the lowest 0.1 and 0.1 were foretold, and one game came: off by 0.8 of a session.
    # In the highest 0.9 and 0.7, and both came: off by 0.4. The others foretell 0.5 twice and get one: not off.
    probability = np.concatenate([[0.1, 0.1], np.full(16, 0.5), [0.7, 0.9]])
    positive = np.concatenate([[1, 0], np.tile([1, 0], 8), [1, 1]])

    # When
    found = measures.calibration_error(probability, positive, np.ones((1, 20)))

    # Then
    assert found == pytest.approx([(0.8 + 0.4) / 20])


def test_should_draw_persons_whole():
    # Given
    persons = np.array(["ann", "bob", "ann", "cy"])

    # When
    weights = measures.drawings(persons, 50, seed=1)

    # Then: three persons a time, a person's sessions alike.
    assert weights[0].tolist() == [1, 1, 1, 1]
    assert (weights[1:, 0] == weights[1:, 2]).all()
    assert (weights[1:, [0, 1, 3]].sum(axis=1) == 3).all()
    assert len(np.unique(weights[1:], axis=0)) > 5
    assert (weights == measures.drawings(persons, 50, seed=1)).all()


def test_should_give_percentiles_of_what_was_drawn():
    # Given: 0 to 100, in any order, after the figure itself; and a drawing that had nothing to measure.
    figures = np.concatenate([[40], np.arange(100, -1, -1), [np.nan]])

    # When
    found = measures.estimate(figures)

    # Then
    assert found == Estimate(40, pytest.approx(2.5), pytest.approx(97.5))


def test_should_take_off_what_drawing_adds_to_an_error():
    # Given: 5 on the sessions as they are, 10 to 12 when drawn, 6 more on average.
    figures = np.concatenate([[5], np.linspace(10, 12, 41)])

    # When
    found = measures.estimate_of_error(figures)

    # Then
    assert found == Estimate(5, pytest.approx(4.05), pytest.approx(5.95))


def test_should_bound_a_share_of_none():
    # When: of 100 sessions of as many persons none is flagged.
    found = measures.share(np.zeros(100, bool), np.arange(100))

    # Then: (1 - p)^100 = 0.025.
    assert found == Estimate(0, 0, pytest.approx(1 - 0.025 ** (1 / 100)))


def test_should_take_a_persons_sessions_as_one_where_they_are_all_alike():
    # Given: five of ten persons are flagged, each in all of their 8 sessions.
    persons = np.repeat(np.arange(10), 8)
    hit = persons < 5

    # When
    found = measures.share(hit, persons)

    # Then: as wide as five of ten, 0.187 to 0.813 in the tables.
    assert found.value == 0.5
    assert (found.low, found.high) == (pytest.approx(0.187, abs=5e-4), pytest.approx(0.813, abs=5e-4))


@pytest.mark.parametrize(
    ("found", "least", "most", "expected"),
    [
        (Estimate(0.92, 0.90, 0.95), 0.9, np.inf, "met"),
        (Estimate(0.92, 0.89, 0.95), 0.9, np.inf, "cannot tell"),
        (Estimate(0.85, 0.80, 0.89), 0.9, np.inf, "not met"),
        (Estimate(0.02, 0.011, 0.03), -np.inf, 0.01, "not met"),
        (Estimate(0.004, 0.0, 0.01), -np.inf, 0.01, "met"),
        (Estimate(0.7, 0.6, 0.79), 0.58, 0.78, "cannot tell"),
        (Estimate(np.nan, 0, 1), 0.5, np.inf, "cannot tell"),
        (Estimate(0.9, np.nan, np.nan), 0.5, np.inf, "cannot tell"),
    ],
)
def test_should_say_what_an_interval_can_tell(found, least, most, expected):
    assert measures.verdict(found, least, most) == expected
