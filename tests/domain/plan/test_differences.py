"""The difference of two wordings: nothing is lost, and dates and numbers go and come as wholes."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.people.sides import Side
from portal.domain.plan.content import SectionContent
from portal.domain.plan.differences import Op, Segment, Value, changed_fields, changed_words, differences, plainly
from tests.factories.plans import goal, next_step

TEXTS = st.text(st.sampled_from("abäö .,\n-1"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_segments_hold_both_texts_whole(before: str, after: str) -> None:
    segments = changed_words(before, after)
    assert "".join(text for op, text in segments if op is not Op.ADDED) == before
    assert "".join(text for op, text in segments if op is not Op.REMOVED) == after


def test_words_that_change_side_by_side_stand_together() -> None:
    assert changed_words("We use much less electricity.", "We use a lot less electricity.") == (
        Segment(Op.SAME, "We use "),
        Segment(Op.REMOVED, "much"),
        Segment(Op.ADDED, "a lot"),
        Segment(Op.SAME, " less electricity."),
    )


def test_a_date_or_a_number_in_a_text_is_one_token() -> None:
    assert changed_words("Ready 30.6.2027, at 54.5", "Ready 28.6.2027, at 54.6") == (
        Segment(Op.SAME, "Ready "),
        Segment(Op.REMOVED, "30.6.2027"),
        Segment(Op.ADDED, "28.6.2027"),
        Segment(Op.SAME, ", at "),
        Segment(Op.REMOVED, "54.5"),
        Segment(Op.ADDED, "54.6"),
    )


def test_a_moved_date_is_said_in_the_readers_way() -> None:
    def in_finnish(name: str, value: Value) -> str:
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else plainly(name, value)

    (moved,) = changed_fields(goal(due=date(2027, 6, 30)), goal(due=date(2027, 9, 30)), in_finnish)
    assert moved.name == "due"
    assert moved.segments == (Segment(Op.REMOVED, "30.6.2027"), Segment(Op.ADDED, "30.9.2027"))


def test_the_same_wording_has_no_changed_field() -> None:
    assert changed_fields(goal(), goal()) == ()
    assert not any(field.changed for field in differences(goal(), goal()))


def test_what_is_new_is_all_added() -> None:
    found = {field.name: field.segments for field in differences(None, next_step("Walk through", side=Side.CUSTOMER))}
    assert found["title"] == (Segment(Op.ADDED, "Walk through"),)
    assert found["side"] == (Segment(Op.ADDED, "customer"),)


def test_a_target_of_nothing_is_still_a_target() -> None:
    (target,) = changed_fields(goal(target=Decimal(3)), goal(target=Decimal(0)))
    assert target.segments == (Segment(Op.REMOVED, "3"), Segment(Op.ADDED, "0"))


def test_a_broken_paragraph_is_a_change_of_its_own() -> None:
    (text,) = changed_fields(SectionContent("One. Two."), SectionContent("One.\n\nTwo."))
    assert text.segments == (
        Segment(Op.SAME, "One."),
        Segment(Op.REMOVED, " "),
        Segment(Op.ADDED, "\n\n"),
        Segment(Op.SAME, "Two."),
    )
