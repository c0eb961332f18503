"""Words, dates and amounts outside a request follow the reader's language."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.texts import LOCALES, Texts

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", ["21 Nov 2026", "21 Nov", "Sat 21 November 2026", "November", "17 Dec 2026 09:42"]),
        ("fi", ["21.11.2026", "21.11.", "la 21.11.2026", "Marraskuu", "17.12.2026 klo\u00a09.42"]),
        ("sv", ["21 nov. 2026", "21.11.", "lör 21 november 2026", "November", "17 dec. 2026 kl.\u00a09.42"]),
    ],
)
def test_days_and_moments_are_written_as_the_reader_writes_them(locale: str, written: list[str]) -> None:
    texts = Texts(locale)
    moment = texts.moment("2026-12-17T07:42:00Z")
    assert [texts.date(DAY), texts.short_date(DAY), texts.long_date(DAY), texts.month(DAY), moment] == written


def test_a_moment_stands_in_the_readers_zone() -> None:
    assert Texts("en").moment("2026-12-17T22:42:00Z") == "18 Dec 2026 00:42"
    assert Texts("en").moment("2026-12-17T22:42:00Z", ZoneInfo("UTC")) == "17 Dec 2026 22:42"
    assert Texts("en").day_of("2026-12-17T22:42:00Z") == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("locale", "money", "number", "share"),
    [
        ("en", "€54,300.50", "54,300.5", "20%"),
        ("fi", "54\u00a0300,50\u00a0€", "54\u00a0300,5", "20\u00a0%"),
        ("sv", "54\u00a0300,50\u00a0€", "54\u00a0300,5", "20\u00a0%"),
    ],
)
def test_amounts_are_exact_and_in_the_readers_convention(locale: str, money: str, number: str, share: str) -> None:
    texts = Texts(locale)
    assert (texts.money(5_430_050), texts.decimal("54300.50"), texts.percent(0.195)) == (money, number, share)
    assert texts.decimal("0.0001").endswith("0001")


def test_near_days_are_told_from_today() -> None:
    texts = Texts("en")
    told = [texts.relative(DAY + timedelta(days), DAY) for days in (-400, -1, 0, 1, 12)]
    assert told == ["400 days ago", "yesterday", "today", "tomorrow", "in 12 days"]
    assert Texts("fi").relative(DAY + timedelta(12), DAY) == "12 päivän päästä"
    assert Texts("sv").relative(DAY + timedelta(12), DAY) == "om 12 dagar"


def test_words_take_their_values_and_numbers_their_form() -> None:
    texts = Texts("en")
    assert texts._("Goal %(number)s", number=3) == "Goal 3"
    assert texts._("100 % sure") == "100 % sure"
    assert texts.ngettext("%(num)s goal", "%(num)s goals", 1) == "1 goal"
    assert texts.ngettext("%(num)s goal", "%(num)s goals", 1200) == "1,200 goals"


def test_every_language_is_known_and_no_other() -> None:
    assert [Texts(locale).locale for locale in LOCALES] == ["en", "fi", "sv"]
    with pytest.raises(ValueError, match="no such language: 'de'"):
        Texts("de")
