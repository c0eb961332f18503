"""View as customer, seen from the internal side: a grant, and the button that carries it over."""

from flask import Blueprint, render_template

from portal.domain.people import previews
from portal.links import customer_links
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("view_as_customer", __name__)


@blueprint.post("/customers/<customer_key>/view-as")
@requires(Permission.SEE_CUSTOMER)
def grant() -> str:
    """Look at what this customer sees."""
    return page(previews.grant_preview(current.staff(), current.customer().id))


def page(token: str) -> str:
    """The button that opens the customer side with the grant; also what the preview of a sending answers with."""
    return render_template(
        "internal/view_as_customer/grant.html",
        token=token,
        preview_url=customer_links(current.config()).preview(),
        customer_name=current.customer().name,
    )
