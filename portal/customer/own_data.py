"""Taking one's own data along."""

import json

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from portal.domain.people import own_details
from portal.domain.people.contacts import ContactAccount
from portal.policy.permissions import Permission
from portal.queries.customer.own_data import own_data
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("own_data", __name__)


@blueprint.post("/settings/own-data")
@requires(Permission.KEEP_OWN_ACCOUNT)
@fresh
def download() -> Response:
    """Everything that is kept about the person, as JSON; that it was taken is written down."""
    account: ContactAccount = g.account
    own_details.export_own_data(account, of_request(current.sign_in()))
    content = json.dumps(own_data(account.id), ensure_ascii=False, indent=2)
    answer = Response(content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=_("my-data") + ".json")
    return answer
