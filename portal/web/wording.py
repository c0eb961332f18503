"""The fields of goals, next steps and sections in the reader's words."""

from datetime import date
from decimal import Decimal

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, Horizon
from portal.domain.plan.differences import FieldDifference, Value, changed_fields, differences
from portal.web import languages

FIELD_NAMES = {
    "title": _l("Title"),
    "description": _l("Description"),
    "horizon": _l("Horizon"),
    "measure": _l("Measure"),
    "unit": _l("Unit"),
    "baseline": _l("Baseline"),
    "target": _l("Target"),
    "starts": _l("Starts"),
    "due": _l("Ready by"),
    "side": _l("Promised by"),
    "text": _l("Text"),
    "dropped": _l("Given up"),
}


def say(_field: str, value: Value) -> str:
    """A field's value in the reader's language."""
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, Horizon):
        return str(_("This period") if value is Horizon.SHORT else _("Beyond this period"))
    if isinstance(value, Side):
        return str(_("The provider") if value is Side.PROVIDER else _("The customer"))
    if isinstance(value, date):
        return languages.texts().date(value)
    return languages.texts().decimal(value) if isinstance(value, Decimal) else str(value or "")


def field_name(name: str) -> str:
    """What a field is called."""
    return str(FIELD_NAMES[name])


def what_changed(before: Content | None, after: Content) -> tuple[FieldDifference, ...]:
    """The fields that are not the same, word by word."""
    return changed_fields(before, after, say)


def every_field(before: Content | None, after: Content) -> tuple[FieldDifference, ...]:
    """Every field that says something, word by word where it changed."""
    return differences(before, after, say)


def install(app: Flask) -> None:
    """Let templates say a wording."""
    app.jinja_env.globals |= {
        "field_name": field_name,
        "say": say,
        "what_changed": what_changed,
        "every_field": every_field,
    }
