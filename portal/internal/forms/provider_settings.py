"""The form of the provider's settings."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from portal.domain.people.details import ProviderDetails
from portal.web.fields import LineField
from portal.web.form import Form
from portal.web.languages import NAMES


class ProviderForm(Form):
    """The company as customers see it, and its house rules."""

    name = LineField(_l("Name of our company"), validators=[InputRequired(_l("Give a name."))])
    business_id = LineField(_l("Business id"))
    street = LineField(_l("Street address"))
    postal_code = LineField(_l("Postal code"))
    city = LineField(_l("Town"))
    locale = SelectField(_l("Our language"), choices=NAMES)
    staff_need_second_factor = BooleanField(
        _l("Every colleague signs in with a second factor"),
        description=_l("Who has none yet is asked to take one into use at the next sign-in."),
    )
    staff_read_all_customers = BooleanField(
        _l("Every colleague may read every customer"),
        description=_l("Otherwise only those whose account team they are on. Writing stays with the account team."),
    )

    def details(self) -> ProviderDetails:
        """What was chosen."""
        return ProviderDetails(**{name: field.data for name, field in self._fields.items() if name != "csrf_token"})
