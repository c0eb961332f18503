"""Forms about people: contacts of a customer, the account team, colleagues."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from portal.domain.people.contacts import Contact
from portal.domain.people.details import ContactDetails, StaffDetails
from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.web.fields import LineField
from portal.web.form import Form
from portal.web.languages import NAMES
from portal.web.naming import choices

NAME = [InputRequired(_l("Give a name."))]


class ContactForm(Form):
    """Who a contact is."""

    name = LineField(_l("Name"), validators=NAME)
    title = LineField(_l("Job title"))
    email = LineField(_l("E-mail"))
    phone = LineField(_l("Phone"))

    def details(self, before: Contact | None = None) -> ContactDetails:
        """What was typed; the id in the other system stays."""
        external_id = before.external_id if before else None
        return ContactDetails(
            self.name.data or "", self.title.data or "", self.email.data or None, self.phone.data or "", external_id
        )


class RoleForm(Form):
    """What a contact may do on the customer's side."""

    role = RadioField(_l("May come in as"), default=ContactRole.PARTICIPANT.value)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.role.choices = choices(ContactRole)

    def chosen(self) -> ContactRole:
        return ContactRole(self.role.data)


class AssignmentForm(Form):
    """A colleague's part on an account team."""

    role = SelectField(_l("Part"), default=AssignmentRole.TEAM_MEMBER.value)
    duty = LineField(_l("Looks after"))

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.role.choices = choices(AssignmentRole)

    def chosen(self) -> AssignmentRole:
        return AssignmentRole(self.role.data)


class NewAssignmentForm(AssignmentForm):
    """A colleague who joins an account team."""

    staff = SelectField(_l("Colleague"), coerce=int)

    def offer(self, colleagues: dict[str, str]) -> None:
        """Those who are not on the team yet."""
        self.staff.choices = {"0": _("Choose a colleague"), **colleagues}


class StaffForm(Form):
    """Who a colleague is, and what they may do."""

    name = LineField(_l("Name"), validators=NAME)
    email = LineField(_l("E-mail"), validators=[InputRequired(_l("Give the e-mail address to sign in with."))])
    title = LineField(_l("Job title"))
    phone = LineField(_l("Phone"))
    locale = SelectField(_l("Language"), choices=NAMES, default="fi")
    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose one."))])

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.role.choices = choices(StaffRole)

    def details(self) -> StaffDetails:
        """What was typed."""
        return StaffDetails(
            name=self.name.data or "",
            email=self.email.data or "",
            role=StaffRole(self.role.data),
            title=self.title.data or "",
            phone=self.phone.data or "",
            locale=self.locale.data,
        )
