"""The texts of a plan: sections that are sent to the customer, and those that only the provider has."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.insight.sections import InternalSectionKind, save_internal_section
from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from portal.domain.plan.content import SectionContent, SectionKind
from portal.internal import drafting, editing
from portal.internal.editing import Place, Theirs
from portal.internal.forms.drafts import TextForm
from portal.policy.permissions import Permission
from portal.queries.internal import plans
from portal.queries.internal.plans import InternalText, SharedText
from portal.web import current
from portal.web.guard import requires
from portal.web.wording import what_changed

blueprint = Blueprint("sections", __name__)
SHARED = "/customers/<customer_key>/plans/<int:plan_number>/sections/<kind>"
INTERNAL = "/customers/<customer_key>/plans/<int:plan_number>/internal-sections/<kind>"


@blueprint.get(SHARED)
@requires(Permission.DRAFT_IN_PLAN)
def edit(kind: str) -> ResponseReturnValue:
    """The section's form, in its place."""
    section = _shared(kind)
    text = section.item.shown.text if section.item and isinstance(section.item.shown, SectionContent) else ""
    edits = section.item.draft.edits if section.item and section.item.draft else 0
    return editing.writing(_shared_place(kind), TextForm(formdata=None, data={"text": text, "edits": edits}))


@blueprint.post(SHARED)
@requires(Permission.DRAFT_IN_PLAN)
def save(kind: str) -> ResponseReturnValue:
    """What was typed, as a draft that waits to be sent."""
    section, form = _shared(kind), TextForm()
    return editing.save(_shared_place(kind), form, lambda: _write(section, form), lambda: _theirs(kind, form.text.data))


@blueprint.get(INTERNAL)
@requires(Permission.DRAFT_IN_PLAN)
def edit_internal(kind: str) -> ResponseReturnValue:
    """The internal section's form, in its place."""
    section = _internal(kind)
    form = TextForm(formdata=None, data={"text": section.text, "edits": section.edits})
    return editing.writing(_internal_place(kind), form)


@blueprint.post(INTERNAL)
@requires(Permission.DRAFT_IN_PLAN)
def save_internal(kind: str) -> ResponseReturnValue:
    """What was typed; it stays with us."""
    section, form = _internal(kind), TextForm()
    plan_id = current.plan().id
    return editing.save(
        _internal_place(kind),
        form,
        lambda: save_internal_section(current.staff(), plan_id, section.kind, form.text.data, form.seen_edits).edits,
        lambda: _their_note(kind, form.text.data),
    )


def _shared(kind: str) -> SharedText:
    sections = {section.kind: section for section in plans.editor(current.staff(), current.plan()).sections}
    if kind not in sections or SectionKind(kind).writer is not Side.PROVIDER:
        raise NotFound
    return sections[SectionKind(kind)]


def _internal(kind: str) -> InternalText:
    texts = {text.kind: text for text in plans.internal_texts(current.plan().id)}
    if kind not in texts:
        raise NotFound
    return texts[InternalSectionKind(kind)]


def _write(section: SharedText, form: TextForm) -> int:
    content = SectionContent(text=form.text.data).check(complete=False)
    item = section.item
    if item is None and not content.text:
        return 0
    if item is not None and item.draft is None and not form.seen_edits and item.opened.content == content:
        return 0
    return drafts.draft_section(current.staff(), current.plan().id, section.kind, content, form.seen_edits).edits


def _theirs(kind: str, text: str) -> Theirs:
    item = _shared(kind).item
    return drafting.theirs(item.id, SectionContent(text=text)) if item else Theirs(edits=0)


def _their_note(kind: str, text: str) -> Theirs:
    saved = _internal(kind)
    differences = what_changed(SectionContent(text=saved.text), SectionContent(text=text))
    return Theirs(saved.edits, saved.edited_by, saved.edited_at, differences)


def _shared_place(kind: str) -> Place:
    return Place(
        f"section-{kind}",
        "internal/sections/_section.html",
        "internal/sections/_form.html",
        lambda: {"section": _shared(kind)},
    )


def _internal_place(kind: str) -> Place:
    return Place(
        f"internal-{kind}",
        "internal/sections/_internal_section.html",
        "internal/sections/_internal_form.html",
        lambda: {"section": _internal(kind)},
    )
