"""The summary of a few sessions whose figures can be worked out by hand."""

import pandas as pd
import pytest

import summary

COLUMNS = [
    "kind", "world", "learnt_from", "session", "person", "archetype", "gaming", "cost", "young",
    "probability", "flagged",
]  # fmt: skip


def judged(learnt_from: str, world: int, probabilities: list[float], flagged: list[int]) -> pd.DataFrame:
    """Five sessions of a world: the first two game, the fourth is an automation and the costliest honest one."""
    rows = [
        ("ordinary", world, learnt_from, f"s{number}", f"p{number}", archetype, gaming, cost, young, probability, flag)
        for number, (archetype, gaming, cost, young, probability, flag) in enumerate(
            zip(
                ["busywork", "churn", "feature", "scheduled_automation", "feature"],
                [1, 1, 0, 0, 0],
                [5, 1, 2, 9, 3],
                [1, 0, 1, 1, 1],
                probabilities,
                flagged,
                strict=True,
            )
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


RIGHT = [0.9, 0.8, 0.1, 0.2, 0.3]
# The gaming ones come second and fourth: 1/2 and 2/4.
HALF_RIGHT = [0.8, 0.3, 0.2, 0.9, 0.4]


def kind(*parts: pd.DataFrame) -> summary.Kind:
    return summary.Kind("ordinary", pd.concat(parts, ignore_index=True))


def test_should_average_over_the_worlds_that_both_have():
    # Given: no model in world 1.
    ordinary = kind(
        judged("truth", 0, RIGHT, [1, 1, 0, 0, 0]),
        judged("truth", 1, HALF_RIGHT, [0] * 5),
        judged("reviews", 0, HALF_RIGHT, [0] * 5),
    )

    # Then
    assert ordinary.precision("truth").value == pytest.approx((1 + 0.5) / 2)
    assert ordinary.precision("reviews").value == pytest.approx(0.5)
    assert ordinary.ratio("reviews", "truth").value == pytest.approx(0.5)
    assert ordinary.ratio("reviews", "100 reviews") is None


def test_should_measure_cost_beside_the_base_rate():
    # Given: by cost the gaming ones come second and fifth: 1/2 and 2/5; two of five game.
    ordinary = kind(judged("truth", 0, RIGHT, [0] * 5))

    # Then
    assert ordinary.cost_over_base_rate.value == pytest.approx((1 / 2 + 2 / 5) / 2 / (2 / 5))


def test_should_give_shares_over_all_sessions_of_the_worlds():
    # Given
    ordinary = kind(judged("reviews", 0, RIGHT, [1, 0, 0, 1, 0]), judged("reviews", 1, RIGHT, [1, 1, 0, 0, 0]))
    reviews = ordinary.ways["reviews"]

    # Then
    assert reviews.flagged(reviews.gaming).value == 3 / 4
    assert reviews.flagged(reviews.gaming & reviews.young).value == 2 / 2
    assert reviews.right().value == 3 / 4
    assert reviews.flagged(~reviews.gaming).value == 1 / 6
    assert reviews.flagged(reviews.heavy).value == 1 / 2
    assert reviews.flagged(reviews.automations).value == 1 / 2


def test_should_compare_on_the_same_drawings():
    # Given: two ways that are always equally right.
    ordinary = kind(judged("truth", 0, HALF_RIGHT, [0] * 5), judged("reviews", 0, HALF_RIGHT, [0] * 5))

    # When
    found = ordinary.ratio("reviews", "truth")

    # Then
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_should_say_which_worlds_have_no_model():
    # Given
    ordinary = kind(
        judged("truth", 0, RIGHT, [0] * 5), judged("truth", 1, RIGHT, [0] * 5), judged("reviews", 0, RIGHT, [0] * 5)
    )

    # When
    verdicts = {bar.says: bar.verdict() for bar in summary.bars(ordinary)}

    # Then
    assert verdicts["ceiling: average precision"] == "met"
    assert verdicts["reviews: of the ceiling"] == "no model in 1 of 2 worlds, elsewhere met"
    assert verdicts["100 reviews: of the ceiling"] == "no figure"


def test_should_refuse_a_way_that_left_sessions_out():
    with pytest.raises(ValueError, match="reviews did not judge every session"):
        kind(judged("truth", 0, RIGHT, [0] * 5), judged("reviews", 0, RIGHT, [0] * 5).iloc[1:])


def test_should_refuse_two_truths():
    changed = judged("reviews", 0, RIGHT, [0] * 5).assign(gaming=0)
    with pytest.raises(ValueError, match="same truth"):
        kind(judged("truth", 0, RIGHT, [0] * 5), changed)


def test_should_say_how_often_groups_of_people_are_flagged():
    # Given: of ten honest sessions of the group three are flagged, of five others one.
    flags = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
    worlds = [judged("reviews", world, RIGHT, [0, 0, *flagged]) for world, flagged in enumerate(flags)]
    members = pd.DataFrame(
        [("ordinary", world, f"s{number}", "newcomers") for world in range(5) for number in (2, 3)],
        columns=["kind", "world", "session", "group"],
    )

    # When
    found = summary.unfairness([kind(*worlds)], members, "reviews")

    # Then: at the rate of four in fifteen half a flag takes 1.875 sessions.
    assert found["newcomers"].value == pytest.approx((3.5 / 11.875) / (1.5 / 6.875))


def test_should_leave_out_groups_of_few_people():
    members = pd.DataFrame([("ordinary", 0, "s2", "night workers")], columns=["kind", "world", "session", "group"])

    assert summary.unfairness([kind(judged("reviews", 0, RIGHT, [0, 0, 1, 0, 0]))], members, "reviews") == {}
