"""What `make check` says about a translation that a reader could not use."""

import pytest
from babel.messages.catalog import Message

from tools.check_translations import texts_of_the_code, what_is_wrong

ONE = Message("Agreed with %(name)s")
MANY = Message(("One goal", "%(num)s goals"))


def test_a_good_translation_is_left_in_peace() -> None:
    assert what_is_wrong(ONE, Message(ONE.id, "Sovittu: %(name)s")) is None
    assert what_is_wrong(MANY, Message(MANY.id, ("Yksi tavoite", "%(num)s tavoitetta"))) is None


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        (None, "not in the catalogue"),
        (Message(ONE.id, ""), "not translated"),
        (Message(ONE.id, "Sovittu: %(name)s", flags=["fuzzy"]), "a guess"),
        (Message(ONE.id, "Sovittu: %(nimi)s"), "does not give"),
        (Message(ONE.id, "Sovittu"), "lacks a placeholder"),
    ],
)
def test_a_bad_one_is_told_with_its_reason(theirs: Message | None, reason: str) -> None:
    assert reason in (what_is_wrong(ONE, theirs) or "")


def test_a_plural_without_its_second_form_is_told() -> None:
    assert what_is_wrong(MANY, Message(MANY.id, ("Yksi tavoite", ""))) == "not translated"


def test_texts_are_found_in_code_and_in_templates() -> None:
    places = {location[0].partition("/")[0] for message in texts_of_the_code() for location in message.locations}
    assert places == {"portal", "templates"}
