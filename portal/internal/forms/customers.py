"""Forms about a customer: its facts, its segment, and who must approve."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.domain.people.details import CustomerDetails
from portal.domain.people.roles import ApprovalPolicy
from portal.web.fields import LineField
from portal.web.form import Form
from portal.web.languages import NAMES
from portal.web.naming import choices

NOT_A_COUNT = _l("Give a whole number of people, or leave this empty.")


class CountField(IntegerField):
    """A whole number or nothing, refused in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[0].split()) if valuelist else ""
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(str(NOT_A_COUNT))
        self.data = int(text)


class CustomerForm(Form):
    """The facts of a customer company."""

    name = LineField(_l("Name"), validators=[InputRequired(_l("Give a name."))])
    business_id = LineField(_l("Business id"))
    industry = LineField(_l("Industry"))
    employees = CountField(_l("Number of people"), validators=[Optional()])
    street = LineField(_l("Street address"))
    postal_code = LineField(_l("Postal code"))
    city = LineField(_l("Town"))
    country = LineField(_l("Country"))
    phone = LineField(_l("Phone"))
    locale = SelectField(_l("Language"), choices=NAMES, default="fi")
    external_id = LineField(_l("Id in the other system"))

    def details(self) -> CustomerDetails:
        """What was typed."""
        lines = {name: field.data or "" for name, field in self._fields.items() if isinstance(field, LineField)}
        return CustomerDetails(**lines, locale=self.locale.data, employees=self.employees.data)


class SegmentForm(Form):
    """In which segment the customer stands, and why."""

    segment = SelectField(_l("Segment"), coerce=int)
    reason = LineField(_l("Why"))


class ApprovalForm(Form):
    """Who must approve goals on the customer's side."""

    policy = RadioField(_l("Who approves goals"), validators=[InputRequired(_l("Choose one."))])
    contact = SelectField(_l("The named approver"), coerce=int)

    def offer(self, approvers: dict[str, str]) -> None:
        """The policies, and the approvers among whom one can be named."""
        self.policy.choices = choices(ApprovalPolicy)
        self.contact.choices = {"0": _("Choose an approver"), **approvers}
