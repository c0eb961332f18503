"""Words, dates and amounts in one reader's language, without Flask: for mail, documents and the worker.

Outside a request Flask-Babel stays English in silence, so what has no request takes `Texts(locale)` and hands it down.
"""

import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers, units
from babel.support import NullTranslations, Translations

LOCALES = ("en", "fi", "sv")
HELSINKI = ZoneInfo("Europe/Helsinki")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_CATALOGUES = Path(__file__).parent / "translations"
_CONVENTIONS = {"en": "en_GB", "fi": "fi_FI", "sv": "sv_FI"}
_SHORT_DATES = {"en": "d MMM", "fi": "d.M.", "sv": "d.M."}
_LONG_DATES = {"en": "EEE d MMMM y", "fi": "ccc d.M.y", "sv": "EEE d MMMM y"}
_TIMES = {"en": "HH:mm", "fi": "H.mm", "sv": "H.mm"}


@lru_cache
def _catalogue(locale: str) -> NullTranslations:
    """The compiled words of one language; English msgids where none are compiled."""
    return Translations.load(_CATALOGUES, [locale])


def _day(day: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day


class Texts:
    """Gettext and formats for one of `LOCALES`; days and moments may be given as ISO strings."""

    def __init__(self, locale: str) -> None:
        if locale not in LOCALES:
            raise ValueError(f"no such language: {locale!r}; the languages are {', '.join(LOCALES)}")
        self.locale = locale
        self.convention = Locale.parse(_CONVENTIONS[locale])
        self._words = _catalogue(locale)

    def _(self, message: str, /, **values: object) -> str:
        found: str = self._words.ugettext(message)
        return found % values if values else found

    def ngettext(self, singular: str, plural: str, num: int, /, **values: object) -> str:
        """The form for `num`, which the message may name as %(num)s."""
        found: str = self._words.ungettext(singular, plural, num)
        return found % {"num": self.decimal(num), **values}

    def date(self, day: datetime.date | str) -> str:
        """21.11.2026, 21 Nov 2026."""
        return dates.format_date(_day(day), "medium", self.convention)

    def short_date(self, day: datetime.date | str) -> str:
        """21.11., 21 Nov: where the year is plain."""
        return dates.format_date(_day(day), _SHORT_DATES[self.locale], self.convention)

    def long_date(self, day: datetime.date | str) -> str:
        """la 21.11.2026, Sat 21 November 2026."""
        return dates.format_date(_day(day), _LONG_DATES[self.locale], self.convention)

    def month(self, day: datetime.date | str, *, year: bool = False) -> str:
        """Marraskuu, November; with the year where asked."""
        name: str = dates.format_date(_day(day), "LLLL y" if year else "LLLL", self.convention)
        return name[:1].upper() + name[1:]

    def short_months(self) -> list[str]:
        """The twelve short names, as on an axis."""
        names = dates.get_month_names("abbreviated", "stand-alone", self.convention)
        return [names[number].rstrip(".") for number in range(1, 13)]

    def day_of(self, moment: datetime.datetime | str, zone: ZoneInfo = HELSINKI) -> datetime.date:
        """The reader's calendar day of a moment in UTC."""
        at = datetime.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return at.astimezone(zone).date()

    def moment(self, moment: datetime.datetime | str, zone: ZoneInfo = HELSINKI) -> str:
        """17.12.2026 klo 9.42: in the reader's zone, to the minute."""
        at = (datetime.datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone)
        time = dates.format_time(at, _TIMES[self.locale], tzinfo=zone, locale=self.convention)
        before = {"fi": "klo" + NO_BREAK_SPACE, "sv": "kl." + NO_BREAK_SPACE}.get(self.locale, "")
        return f"{self.date(at.date())} {before}{time}"

    def relative(self, day: datetime.date | str, today: datetime.date) -> str:
        """In 12 days, tomorrow, 3 days ago."""
        days = (_day(day) - today).days
        if near := {0: self._("today"), 1: self._("tomorrow"), -1: self._("yesterday")}.get(days):
            return near
        return dates.format_timedelta(
            datetime.timedelta(days=days),
            granularity="day",
            threshold=10_000,
            add_direction=True,
            locale=self.convention,
        )

    def lasting(self, time: datetime.timedelta) -> str:
        """35 minutes, 2 hours, 4 days: in the largest of these that fits, days at most."""
        minutes = max(int(time.total_seconds()) // 60, 1)
        if minutes >= 24 * 60:
            return self.ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))
        number, unit = (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
        return units.format_unit(number, f"duration-{unit}", length="long", locale=self.convention)

    def decimal(self, number: Decimal | int | str) -> str:
        """54 300,5: as exact as it was given."""
        return numbers.format_decimal(Decimal(number), locale=self.convention, decimal_quantization=False)

    def percent(self, share: Decimal | float) -> str:
        """0.195 as 20 %."""
        return numbers.format_percent(share, locale=self.convention)

    def money(self, cents: int, currency: str = "EUR") -> str:
        """54 300,50 €, from whole cents."""
        return numbers.format_currency(Decimal(cents) / 100, currency, locale=self.convention)
