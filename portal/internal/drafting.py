"""What the forms of goals, next steps and sections share: the item under edit, what is written, what others wrote."""

from dataclasses import asdict

from portal.domain.errors import NotFound
from portal.domain.plan import drafts
from portal.domain.plan.content import Content, ItemKind
from portal.domain.plan.drafts import Owners
from portal.internal.editing import Theirs
from portal.queries.internal import plan_items
from portal.queries.internal.plan_items import PlanItem
from portal.web import current
from portal.web.wording import what_changed


def item(item_id: int, kind: ItemKind) -> PlanItem:
    """The plan's item of that kind. Raises NotFound."""
    found = plan_items.item_of(current.staff(), current.plan(), item_id)
    if found.kind is not kind:
        raise NotFound
    return found


def typed(item: PlanItem) -> dict[str, object]:
    """What the item's form shows at first."""
    return {
        **asdict(item.shown),
        "edits": item.draft.edits if item.draft else 0,
        "owner_staff": item.owner_staff.id if item.owner_staff else None,
        "owner_contact": item.owner_contact.id if item.owner_contact else None,
        "goal": item.goal.id if item.goal else None,
    }


def write(item: PlanItem, content: Content, edits: int, owners: Owners, goal_id: int | None = None) -> int:
    """Save a draft of the item's wording; of one that nobody else has seen also who would be responsible.

    Gives the draft's count of savings; 0 where nothing differs from what both sides have and no draft is needed.
    """
    if item.draft is None and not edits and item.opened.content == content.check(complete=False):
        return 0
    draft = drafts.draft_change(current.staff(), item.id, content, edits)
    if item.number is None:
        drafts.assign(current.staff(), item.id, owners, goal_id=goal_id)
    return draft.edits


def theirs(item_id: int, mine: Content) -> Theirs:
    """What somebody else saved first, and how mine differs from it."""
    found = plan_items.item_of(current.staff(), current.plan(), item_id)
    if found.draft is None:
        return Theirs(edits=0)
    differences = what_changed(found.draft.content, mine)
    return Theirs(found.draft.edits, found.draft.author, found.draft.edited_at, differences)
