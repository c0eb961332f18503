"""Messages: what was sent, waits or failed, and sending it again."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.outbox import OutboxState
from portal.domain.people import resending
from portal.policy.permissions import Permission, can
from portal.queries.internal import messages
from portal.queries.internal.messages import Message
from portal.web import current, paging
from portal.web.guard import requires

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@requires(Permission.USE_INTERNAL_SIDE)
def index() -> ResponseReturnValue:
    """The newest first, by state and by customer."""
    state = next((one for one in OutboxState if one.value == request.args.get("state")), None)
    customer_key = request.args.get("customer", "")
    page = messages.page(current.staff(), state=state, customer_key=customer_key, before=paging.edge("before"))
    return render_template(
        "internal/messages/index.html",
        page=page,
        state=state,
        states=list(OutboxState),
        customer_key=customer_key,
        may_send_again=_may_send_again,
    )


@blueprint.post("/messages/<key>/send-again")
@requires(Permission.USE_INTERNAL_SIDE)
def send_again(key: str) -> ResponseReturnValue:
    """Put it back into the queue."""
    resending.send_again(current.staff(), key)
    flash(_("It is in the queue again and leaves in a moment."), "success")
    return redirect(url_for(".index", customer=request.form.get("customer") or None), 303)


def _may_send_again(message: Message) -> bool:
    """Whether the reader keeps the customer that the message is about; asked row by row, without a statement."""
    staff, customer_id = current.staff(), message.customer_id
    if customer_id is None:
        return can(staff, Permission.ADMINISTER)
    parts = {customer_id: message.part} if message.part else {}
    return can(replace(staff, assignments=parts), Permission.EDIT_CUSTOMER, customer_id)
