"""Trying a rule from a form: what it refuses leaves nothing behind, and the form says why."""

from types import TracebackType

from flask_wtf import FlaskForm

from portal.db import db
from portal.domain.errors import Invalid
from portal.web.forms import problems


class Attempt:
    """`with Attempt(form): verb(…)` inside a POST; after it, `form.errors` tells whether it was refused.

    Every refusal undoes what was written inside; `Invalid` ends here, others go on to the caller.
    """

    def __init__(self, form: FlaskForm) -> None:
        self._form = form

    def __enter__(self) -> None:
        self._savepoint = db.session.begin_nested()
        self._savepoint.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._savepoint.__exit__(kind, error, trace)
        if not isinstance(error, Invalid):
            return False
        problems.show(self._form, error)
        return True
