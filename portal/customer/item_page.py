"""The page of one goal or next step: what it says, where it stands, and every answer that the reader may give."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from portal.customer import marks
from portal.customer.facts import facts
from portal.customer.forms.items import LABELS, DateForm, OwnerForm, WordsForm, worded
from portal.domain.plan.content import ItemKind
from portal.queries.customer import plans
from portal.queries.customer.people import who_can_take_on
from portal.queries.customer.shared import SharedItem, SharedRevision
from portal.web import current
from portal.web.form import Form, new_request_key

ROOMS = {ItemKind.GOAL: "goals", ItemKind.NEXT_STEP: "next_steps"}
KINDS = {"goals": ItemKind.GOAL, "next-steps": ItemKind.NEXT_STEP}
PATHS = {kind: path for path, kind in KINDS.items()}


@dataclass(frozen=True)
class Trial:
    """An answer that did not go through: which one, its form as it was typed, and what the person had seen."""

    act: str
    form: Form | None = None
    seen: str = ""
    stale: bool = False


def show(kind: ItemKind, number: int, trial: Trial | None = None) -> str:
    """The page, with an answer that did not go through where there is one. Raises NotFound."""
    marks.opened()
    item, related = plans.item(current.viewer(), current.customer(), current.plan(), kind, number)
    before = item.before(item.asked) if item.open else None
    return render_template(
        f"customer/{ROOMS[kind]}/show.html",
        item=item,
        related=related,
        before=before,
        facts=facts(before.wording if before else None, item.asked.wording),
        forms=forms(item, trial),
        trial=trial,
        news=_news(item, trial),
        plan=plans.head(current.plan()),
        path=PATHS[kind],
        once=new_request_key(),
        focus_page=item.waits_for_you and request.method == "GET",
    )


def forms(item: SharedItem, trial: Trial | None) -> dict[str, Form]:
    """A form for every answer, by its act; ids on the page differ by the prefix."""
    wording = item.asked.wording
    made: dict[str, Form] = {act: WordsForm(act, formdata=None) for act in LABELS}
    made["date"] = DateForm(prefix="date-", formdata=None, data={"due": getattr(wording, "due", None)})
    made["wording"] = worded(wording, "wording-")
    made["suggest"] = worded(wording, "suggest-")
    made["owner"] = owner_form(item)
    if trial is not None and trial.form is not None:
        made[trial.act] = trial.form
    return made


def owner_form(item: SharedItem | None = None) -> OwnerForm:
    """The choice of who is responsible: as it was sent, or with the item's own person chosen."""
    people = {address: name for address, (_id, name) in who_can_take_on(current.customer()).items()}
    if item is None:
        form = OwnerForm(prefix="owner-")
    else:
        now = item.customer_owner.name if item.customer_owner else None
        chosen = next((address for address, name in people.items() if name == now), "")
        form = OwnerForm(prefix="owner-", formdata=None, data={"owner": chosen})
    form.name_people(people)
    return form


def _news(item: SharedItem, trial: Trial | None) -> dict[str, Any] | None:
    """What is otherwise than the person saw; None when the answer is not stale."""
    if trial is None or not trial.stale:
        return None
    seen: SharedRevision | None = item.revision_of(trial.seen)
    now = item.asked
    same = seen is not None and seen.fingerprint == now.fingerprint
    return {
        "seen": seen,
        "facts": [] if same else [fact for fact in facts(seen.wording if seen else None, now.wording) if fact.changed],
    }
