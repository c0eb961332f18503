"""The audit log, read by administrators."""

from flask import Blueprint, render_template, request

from portal.domain.audit import AuditEvent
from portal.policy.permissions import Permission
from portal.queries.internal import customer_events
from portal.web import paging
from portal.web.guard import requires

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@requires(Permission.ADMINISTER)
def index() -> str:
    """Everything that happened, newest first, by kind of event and by person."""
    chosen = next((event for event in AuditEvent if event.value == request.args.get("event")), None)
    person = request.args.get("person", "")[:200]
    page = customer_events.log(chosen, person, before=paging.edge("before"), after=paging.edge("after"))
    return render_template("internal/audit/index.html", page=page, chosen=chosen, person=person, kinds=list(AuditEvent))
