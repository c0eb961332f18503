"""What `make check` says about a translation that a reader could not use, and manners that every language keeps."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from tools.check_translations import LANGUAGES, strings, texts_of_the_code, translated, what_is_wrong

ONE = Message("Agreed with %(name)s")
MANY = Message(("One goal", "%(num)s goals"))


# What a customer reads, or might: whatever is not told of the internal side alone.
INTERNAL = ("portal/internal/", "templates/internal/", "portal/mail/internal/", "portal/domain/insight/")
MEDICAL = re.compile(r"care plan|hoitosuunnitelma|vårdplan", re.IGNORECASE)
ENDING = re.compile(r"%\(\w+\)s:?[a-zåäö]")


@pytest.fixture(scope="module")
def english() -> Catalog:
    return texts_of_the_code()


def told(english: Catalog, language: str) -> Iterator[tuple[Message, str]]:
    """Each text with each of its forms in one language."""
    theirs = None if language == "en" else translated(language)
    for message in english:
        found = theirs.get(message.id, message.context) if theirs else None
        if message.id:
            yield from ((message, form) for form in strings(found.string if found else message.id))


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_customer_reads_of_a_joint_plan_and_never_of_a_care_plan(english: Catalog, language: str) -> None:
    for message, form in told(english, language):
        if not all(str(file).startswith(INTERNAL) for file, _line in message.locations):
            assert not MEDICAL.search(form), message.id


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_text_raises_its_voice(english: Catalog, language: str) -> None:
    assert [form for _message, form in told(english, language) if "!" in form] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_has_an_ending_glued_to_it(english: Catalog, language: str) -> None:
    assert [form for _message, form in told(english, language) if ENDING.search(form)] == []


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


def test_texts_are_found_in_code_and_in_templates(english: Catalog) -> None:
    places = {location[0].partition("/")[0] for message in english for location in message.locations}
    assert places == {"portal", "templates"}
