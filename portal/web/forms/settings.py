"""The forms of one's own settings."""

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length

from portal.web.form import Form
from portal.web.forms.sign_in import PASSWORD_HINT
from portal.web.languages import NAMES


class DetailsForm(Form):
    """How one is called and reached."""

    name = StringField(_l("Name"), [InputRequired(_l("Give a name."))])
    phone = TelField(_l("Phone"))


class LanguageForm(Form):
    """The language of every page and mail."""

    locale = RadioField(_l("Language"), choices=[SelectChoice(code, name) for code, name in NAMES.items()])


class PasswordForm(Form):
    """Another password; the old one is asked where there is one."""

    old = PasswordField(_l("Your password now"))
    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))], description=PASSWORD_HINT)


class SetupForm(Form):
    """The first code of an authenticator."""

    code = StringField(
        _l("Code from the authenticator"),
        [InputRequired(_l("Give the code.")), Length(max=20, message=_l("This is too long for a code."))],
    )
