"""Items of a plan, their numbered revisions, and what people said of them. Moved only by the verbs beside this file."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Choice, Model, UtcDateTime, one_of
from portal.domain.people.contacts import Contact
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import Content, ItemKind, SectionKind, read
from portal.domain.plan.plans import Plan

ONE_AUTHOR = "(staff_id IS NULL) <> (contact_id IS NULL)"


class RevisionState(StrEnum):
    """draft → open → agreed, superseded, withdrawn or declined."""

    DRAFT = "draft"
    OPEN = "open"
    AGREED = "agreed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Turn(StrEnum):
    """Whose approval or answer an open revision waits for."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    BOTH = "both"

    def waits_for(self, side: Side) -> bool:
        """True when that side has something to do."""
        return self is Turn.BOTH or self.value == side.value


class DecisionKind(StrEnum):
    """What one side says to one revision."""

    APPROVE = "approve"
    ASK_FOR_CHANGE = "ask_for_change"
    ASK = "ask"
    ANSWER = "answer"
    DECLINE = "decline"


class Progress(StrEnum):
    """How a next step is coming along; set by its owner's side alone."""

    OPEN = "open"
    DONE = "done"
    BLOCKED = "blocked"


class Sending(Model):
    """Drafts opened together by the provider, with one covering note."""

    __tablename__ = "sending"
    __table_args__ = (Index("ix_sending_plan_id_id", "plan_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    note: Mapped[str] = mapped_column(Text, default="", info=SHARED)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)

    staff: Mapped[StaffMember] = relationship()


class Item(Model):
    """A goal, next step or section of one plan. Its number is given when it is first opened."""

    __tablename__ = "item"
    __table_args__ = (
        one_of("kind", ItemKind),
        one_of("section", SectionKind),
        one_of("progress", Progress),
        CheckConstraint("(kind = 'section') = (section IS NOT NULL)", name="section_has_kind"),
        UniqueConstraint("plan_id", "kind", "number"),
        UniqueConstraint("plan_id", "section"),
        Index("ix_item_plan_id_kind_position", "plan_id", "kind", "position"),
        Index("ix_item_owner_staff_id", "owner_staff_id"),
        Index("ix_item_owner_contact_id", "owner_contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[ItemKind] = mapped_column(Choice(ItemKind), info=SHARED)
    section: Mapped[SectionKind | None] = mapped_column(Choice(SectionKind), info=SHARED)
    number: Mapped[int | None] = mapped_column(info=SHARED)
    position: Mapped[int] = mapped_column(default=0, info=SHARED)
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, info=SHARED)
    owner_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), info=SHARED)
    owner_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), info=SHARED)
    progress: Mapped[Progress] = mapped_column(Choice(Progress), default=Progress.OPEN, info=SHARED)
    progress_words: Mapped[str] = mapped_column(Text, default="", info=SHARED)
    progress_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)

    plan: Mapped[Plan] = relationship()
    owner_staff: Mapped[StaffMember | None] = relationship()
    owner_contact: Mapped[Contact | None] = relationship()


class Revision(Model):
    """One exact wording and schedule of an item. Once open, its content never changes (trigger, migrations)."""

    __tablename__ = "revision"
    __table_args__ = (
        one_of("side", Side),
        one_of("state", RevisionState),
        one_of("turn", Turn),
        CheckConstraint(ONE_AUTHOR, name="one_author"),
        CheckConstraint("(state = 'open') = (turn IS NOT NULL)", name="open_has_turn"),
        CheckConstraint("state <> 'draft' OR number IS NULL", name="draft_has_no_number"),
        CheckConstraint("number IS NOT NULL OR state IN ('draft', 'declined')", name="opened_has_number"),
        UniqueConstraint("item_id", "number"),
        Index(
            "uq_revision_one_open",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "uq_revision_one_in_force",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
        Index(
            "uq_revision_one_provider_draft",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'draft' AND side = 'provider'"),
            postgresql_where=text("state = 'draft' AND side = 'provider'"),
        ),
        Index(
            "uq_revision_one_draft_per_contact",
            "item_id",
            "contact_id",
            unique=True,
            sqlite_where=text("state = 'draft' AND side = 'customer'"),
            postgresql_where=text("state = 'draft' AND side = 'customer'"),
        ),
        Index("ix_revision_turn_turn_since", "turn", "turn_since"),
        Index(
            "ix_revision_agreed_due_on",
            "due_on",
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int | None] = mapped_column(info=SHARED)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    side: Mapped[Side] = mapped_column(Choice(Side), info=SHARED)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), info=SHARED)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), info=SHARED)
    state: Mapped[RevisionState] = mapped_column(Choice(RevisionState), default=RevisionState.DRAFT, info=SHARED)
    content: Mapped[str] = mapped_column(Text, info=SHARED)
    fingerprint: Mapped[str] = mapped_column(info=SHARED)
    title: Mapped[str] = mapped_column(info=SHARED)
    due_on: Mapped[date | None] = mapped_column(info=SHARED)
    words: Mapped[str] = mapped_column(Text, default="", info=SHARED)
    sending_id: Mapped[int | None] = mapped_column(ForeignKey("sending.id"), index=True, info=SHARED)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    edits: Mapped[int] = mapped_column(default=1)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    suggested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    turn: Mapped[Turn | None] = mapped_column(Choice(Turn), info=SHARED)
    turn_since: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)

    item: Mapped[Item] = relationship()
    staff: Mapped[StaffMember | None] = relationship()
    contact: Mapped[Contact | None] = relationship()

    def wording(self) -> Content:
        """The content as the typed thing it is."""
        return read(self.content)


class Decision(Model):
    """What one person said to one revision, for one side. Never changed, never deleted (trigger, migrations)."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("side", Side),
        one_of("kind", DecisionKind),
        CheckConstraint(ONE_AUTHOR, name="one_author"),
        CheckConstraint("kind = 'approve' OR words <> ''", name="words_are_given"),
        Index("ix_decision_revision_id_id", "revision_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), info=SHARED)
    side: Mapped[Side] = mapped_column(Choice(Side), info=SHARED)
    kind: Mapped[DecisionKind] = mapped_column(Choice(DecisionKind), info=SHARED)
    words: Mapped[str] = mapped_column(Text, default="", info=SHARED)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), info=SHARED)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), info=SHARED)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), info=SHARED)
    person_name: Mapped[str] = mapped_column(info=SHARED)
    person_email: Mapped[str] = mapped_column(info=SHARED)
    person_role: Mapped[str] = mapped_column(info=SHARED)
    fingerprint: Mapped[str] = mapped_column(info=SHARED)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)

    revision: Mapped[Revision] = relationship()


class Evidence(Model):
    """How a decision came about; beside it, so that retention can erase it while the decision stays."""

    __tablename__ = "evidence"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")
    signed_in_by: Mapped[str] = mapped_column(default="")
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Comment(Model):
    """A word in the discussion of an item; it decides nothing and passes no turn."""

    __tablename__ = "comment"
    __table_args__ = (
        one_of("side", Side),
        CheckConstraint(ONE_AUTHOR, name="one_author"),
        Index("ix_comment_item_id_id", "item_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), info=SHARED)
    side: Mapped[Side] = mapped_column(Choice(Side), info=SHARED)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), info=SHARED)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), info=SHARED)
    person_name: Mapped[str] = mapped_column(info=SHARED)
    words: Mapped[str] = mapped_column(Text, info=SHARED)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)
