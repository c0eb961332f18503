"""Editing one item in its place on the editor's page: as a fragment where htmx asks, else on the whole page.

What is saved while it is written is answered by out-of-band parts; two editors never overwrite each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import EditConflict, IllegalTransition
from portal.domain.plan.differences import FieldDifference
from portal.internal.forms.drafts import EditForm
from portal.queries.internal import plans
from portal.web import current
from portal.web.attempt import Attempt


@dataclass(frozen=True)
class Place:
    """Where something is edited: the id of its part of the page, and the fragments that read and write it."""

    id: str
    reading: str
    writing: str
    values: Callable[[], dict[str, object]]
    """What both fragments show, read anew."""


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved meanwhile; without `by` the text is gone."""

    edits: int
    by: str = ""
    at: datetime | None = None
    differences: Sequence[FieldDifference] = ()


def wants_fragment() -> bool:
    """True when htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def writing(place: Place, form: EditForm, status: int = 200, theirs: Theirs | None = None) -> ResponseReturnValue:
    """The form in its place; on the whole page where there is no JavaScript.

    Several may be open at once, so every field has an id of its own.
    """
    for field in form:
        field.id = f"{place.id}-{field.name}"
    values = {**place.values(), "place": place, "form": form, "theirs": theirs}
    if wants_fragment():
        return render_template(place.writing, **values), status
    plan = plans.editor(current.staff(), current.plan())
    return render_template("internal/plans/show.html", editor=plan, **values), status


def reading(place: Place) -> ResponseReturnValue:
    """The part of the page as it reads, in the place of the form."""
    if not wants_fragment():
        return redirect(url_for("plans.show", _anchor=place.id), 303)
    answer = make_response(render_template(place.reading, **place.values()))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#{place.id}", "outerHTML"
    return answer


def save(place: Place, form: EditForm, write: Callable[[], int], theirs: Callable[[], Theirs]) -> ResponseReturnValue:
    """Write what was typed. `write` gives the new count of savings, `theirs` what somebody else saved first."""
    if form.validate():
        try:
            with Attempt(form):
                return _saved(place, write())
        except EditConflict:
            return _not_saved(place, form, 409, theirs())
        except IllegalTransition:
            form.form_errors.append(_("The plan was closed meanwhile, so nothing is saved any more."))
            return _not_saved(place, form, 409, None)
    return _not_saved(place, form, 422, None)


def _saved(place: Place, edits: int) -> ResponseReturnValue:
    if "done" in request.form or not wants_fragment():
        return reading(place)
    return render_template("internal/plans/_saved.html", place=place, edits=edits)


def _not_saved(place: Place, form: EditForm, status: int, theirs: Theirs | None) -> ResponseReturnValue:
    if not wants_fragment():
        return writing(place, form, status, theirs)
    return render_template("internal/plans/_problems.html", place=place, form=form, theirs=theirs), status
