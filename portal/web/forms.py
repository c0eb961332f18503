"""What every form of either side has: a refused rule shows beside the field that it is about."""

import secrets
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.domain.errors import Invalid


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The base of all forms."""

    def show_problems(self, refused: Invalid, names: Mapping[str, str] | None = None) -> None:
        """Put what a rule refused beside its fields; `names` maps the rule's names to the form's where they differ."""
        for name, problem in refused.problems.items():
            words = _(problem, **refused.values) if refused.values else _(problem)
            field = self._fields.get((names or {}).get(name, name))
            if field is None:
                self.form_errors.append(words)
            else:
                field.errors = [*field.errors, words]


def new_request_key() -> str:
    """What a form carries so that sending it twice has one effect; `token(once=…)` puts it there."""
    return secrets.token_urlsafe(16)
