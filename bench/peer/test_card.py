"""The model card's table of a few sessions whose figures can be worked out by hand."""

import pytest

import card
from test_summary import RIGHT, judged, kind

PAGE = f"before\n{card.FROM}\nold\n{card.TO}\nafter\n"


def test_should_give_each_kind_a_column():
    # Given
    ordinary = kind(judged("truth", 0, RIGHT, [0] * 5), judged("reviews", 0, RIGHT, [1, 0, 0, 0, 1]))

    # When
    lines = card.table([ordinary, ordinary])

    # Then
    rows = {cells[0]: cells[1:] for cells in (line.strip("| ").split(" | ") for line in lines)}
    assert rows["held-out sessions; gaming"] == ["5; 40.0 %"] * 2
    assert rows["**reviews**"] == ["1.00 (1.00 to 1.00)"] * 2
    assert rows["450 of them"] == ["–"] * 2
    assert rows["flagged with reviews: gaming"][0].startswith("50 % (")
    assert rows["calibration error: reviews; 450 reviews; 100 reviews; loop"][0].endswith("; –; –; –")
    assert {line.count("|") for line in lines} == {4}


def test_should_write_between_the_marks_only():
    assert card.put(PAGE, ["| new |"]) == f"before\n{card.FROM}\n| new |\n{card.TO}\nafter\n"


def test_should_refuse_a_page_that_does_not_say_where():
    with pytest.raises(ValueError, match="once where the table goes"):
        card.put("a page\n", [])
