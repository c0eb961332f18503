"""What templates call: formats in the reader's convention, and what every page shows."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, g, request
from markupsafe import Markup, escape

from portal import clock
from portal.domain.people.provider import provider
from portal.texts import Texts
from portal.web import languages
from portal.web.form import new_request_key
from portal.web.guard import allowed
from portal.web.menus import initials
from portal.web.naming import named


def _texts() -> Texts:
    return languages.texts()


def _day_of(value: date | datetime) -> date:
    return _texts().day_of(value) if isinstance(value, datetime) else value


def relative(value: date | datetime) -> str:
    """In 12 days, yesterday."""
    return _texts().relative(_day_of(value), clock.today())


def days_since(value: datetime) -> int:
    """Whole days from that moment to now."""
    return (clock.now() - value).days


def lasting(value: datetime) -> str:
    """How long it has been so: 2 hours, 4 days."""
    return _texts().lasting(clock.now() - value)


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs: blank lines part them, other line ends stay."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n"))) for block in blocks
    )


def install(app: Flask) -> None:
    """Give templates the filters and variables of the layouts."""
    app.jinja_env.filters |= {
        "date": lambda value: _texts().date(_day_of(value)),
        "short_date": lambda value: _texts().short_date(_day_of(value)),
        "day": lambda value: _texts().long_date(_day_of(value)),
        "short_month": lambda value: _texts().short_months()[_day_of(value).month - 1],
        "month": lambda value: _texts().month(_day_of(value), year=True),
        "moment": lambda value: _texts().moment(value),
        "relative": relative,
        "days_since": days_since,
        "lasting": lasting,
        "money": lambda cents, currency="EUR": _texts().money(cents, currency),
        "decimal": lambda number: _texts().decimal(Decimal(number)),
        "paragraphs": paragraphs,
        "initials": initials,
        "named": named,
    }
    app.jinja_env.globals |= {"allowed": allowed, "new_request_key": new_request_key}

    @app.context_processor
    def common() -> dict[str, object]:
        return {
            "locale": languages.select(),
            "theme": languages.theme(),
            "languages": languages.choices(),
            "provider": None if g.get("failed") else provider(),
            "today": clock.today(),
            "now": clock.now(),
            "wants_fragment": bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted"),
        }
