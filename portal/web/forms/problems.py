"""What a rule refused, beside the field it is about."""

from flask_babel import gettext as _

from portal.domain.errors import Invalid
from portal.web.form import Form


def show(form: Form, refusal: Invalid) -> None:
    """Put the problems of the domain into the form, in the reader's language; what was typed stays."""
    for name, problem in refusal.problems.items():
        words = _(problem, **refusal.values)
        if name in form:
            form[name].errors = [*form[name].errors, words]
        else:
            form.form_errors.append(words)
