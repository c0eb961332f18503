"""The list of customers as a file for spreadsheets, streamed row by row."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context
from flask_babel import gettext as _

from portal import clock
from portal.documents.internal.spreadsheet import Spreadsheet
from portal.internal import customer_filter
from portal.policy.permissions import Permission
from portal.queries.internal import customers
from portal.web import current, languages
from portal.web.guard import requires
from portal.web.naming import named

blueprint = Blueprint("exports", __name__)


@blueprint.get("/customers.csv")
@requires(Permission.USE_INTERNAL_SIDE)
def customer_list() -> Response:
    """Every customer of the filter, in its order."""
    wanted = customer_filter.read(request.args)
    rows = customers.everything(current.staff(), wanted)
    name = f"{_('customers')}-{clock.today().isoformat()}.csv"
    answer = Response(stream_with_context(_lines(rows)), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _lines(rows: Iterator[customers.CustomerRow]) -> Iterator[bytes]:
    sheet = Spreadsheet(languages.select())
    year = _("Sales %(year)s, €", year=clock.today().year)
    yield sheet.first([_("Customer"), _("Town"), _("Account manager"), _("Plan"), _("Segment"), year])
    for row in rows:
        plan = named(row.plan.state) if row.plan else ""
        yield sheet.line(row.name, row.city, row.manager, plan, row.segment, row.sales_cents)
