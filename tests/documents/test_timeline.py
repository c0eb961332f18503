"""The plot places every goal and step where its day is, and nothing lies on anything else."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.customer.plan_reading import read_plan
from portal.documents.customer.timeline import GOALS_TO_A_PLOT, LEFT, RIGHT, apart, axis_of, plots
from portal.texts import Texts
from tests.documents.sample import canonical, extreme_plan, sample_plan


@given(st.lists(st.floats(LEFT, RIGHT), max_size=60).map(sorted))
def test_marks_keep_their_order_and_their_distance_within_the_edges(places: list[float]) -> None:
    moved = apart(places, 11.6, LEFT, RIGHT)
    gap = min(11.6, (RIGHT - LEFT) / max(1, len(places) - 1))
    assert all(LEFT - 0.1 <= place <= RIGHT for place in moved)
    assert all(after - before >= gap - 0.11 for before, after in pairwise(moved))


@given(st.lists(st.floats(LEFT, RIGHT), max_size=1))
def test_a_mark_with_room_is_not_moved(places: list[float]) -> None:
    assert apart(places, 11.6, LEFT, RIGHT) == [round(place, 1) for place in places]


def test_days_run_from_left_to_right_over_the_period_and_what_follows() -> None:
    axis = axis_of(read_plan(canonical(extreme_plan())))
    days = [
        date(2026, 9, 1),
        date(2026, 9, 15),
        date(2027, 1, 1),
        date(2028, 7, 1),
        date(2033, 5, 1),
        date(2033, 12, 31),
    ]
    places = [axis.x(day) for day in days]
    assert places == sorted(places)
    assert places[0] == LEFT
    assert places[3] == axis.split
    assert places[-1] <= RIGHT
    assert axis.x(date(2020, 1, 1)) == LEFT


def test_a_period_that_nothing_outlives_takes_the_whole_width() -> None:
    assert axis_of(read_plan(canonical(sample_plan(goals=1, steps=0)))).split == RIGHT


def test_many_goals_make_several_plots_and_none_is_lost() -> None:
    plan = read_plan(canonical(sample_plan(goals=45, steps=40)))
    drawn = plots(plan, list(plan.goals), Texts("en"))
    assert [len(plot.goals) for plot in drawn] == [GOALS_TO_A_PLOT] * 3 + [3]
    assert [goal.number for plot in drawn for goal in plot.goals] == list(range(1, 46))
    marks = [mark.number for plot in drawn for row in plot.rows for mark in row.marks]
    assert sorted(marks) == list(range(1, 41))
