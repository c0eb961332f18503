"""The forms of signing in and of choosing a password."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.domain.people.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from portal.web.form import Form

LONGEST_ADDRESS = 320
PASSWORD_HINT = _l("At least %(least)s characters. A few words in a row are easy to remember.", least=MINIMUM_LENGTH)


def _email() -> EmailField:
    missing, long = _l("Give your e-mail address."), _l("This is too long for an e-mail address.")
    return EmailField(_l("E-mail"), [InputRequired(missing), Length(max=LONGEST_ADDRESS, message=long)])


def _new_password() -> PasswordField:
    return PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))], description=PASSWORD_HINT)


class EmailForm(Form):
    """Where to send a mail."""

    email = _email()
    next = HiddenField()


class SignInForm(EmailForm):
    """E-mail and password."""

    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Give your password.")), Length(max=MAXIMUM_LENGTH, message=_l("This is too long."))],
    )


class CodeForm(Form):
    """The second step of signing in."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Give the code.")), Length(max=60, message=_l("This is too long for a code."))],
        description=_l("Six digits from your authenticator, or one of your recovery codes."),
    )


class NewPasswordForm(Form):
    """A new password, by a mailed link."""

    password = _new_password()


class InvitationForm(Form):
    """What an invited person confirms."""

    name = StringField(_l("Your name"), [InputRequired(_l("Give a name."))])
    password = PasswordField(_l("Password"), description=PASSWORD_HINT)
