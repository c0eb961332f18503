"""One item's negotiation over HTTP: every answer, by whom, and what a late one is told."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.audit import AuditEntry
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts
from portal.domain.plan.content import SectionContent, SectionKind
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Comment, Decision, DecisionKind, Item, Progress, Revision, RevisionState, Turn
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, next_step, sent_goals
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, plan_of, state_of

LATER: dict[str, Any] = {
    "title": "Less electricity",
    "description": "New door seals and speed-controlled fans.",
    "horizon": "short",
    "measure": "Electricity used in a year",
    "unit": "MWh",
    "baseline": "412",
    "target": "362",
    "starts": "1.1.2027",
    "due": "31.8.2027",
}


@pytest.fixture
def countered(cast: Cast) -> Revision:
    """Goal 1 waits for us: the approver asked for September instead of June."""
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (sent,) = sent_goals(manager, plan, "Less electricity")
        september = goal("Less electricity", due=date(2027, 9, 30))
        outcome = drafts.propose(approver, sent.item_id, september, seen_revision_id=sent.id, words="After the audit.")
    return db.session.get_one(Revision, outcome.revision_id)


def at_plan(cast: Cast, desk_of: DeskOf, who: str = "account_manager") -> PlanPages:
    return PlanPages(desk_of(getattr(cast, who)), plan_of(cast.limppula, 1))


def decisions(kind: DecisionKind) -> int:
    return db.session.scalar(select(func.count()).where(Decision.kind == kind, Decision.side == Side.PROVIDER)) or 0


def test_the_page_shows_the_revisions_with_their_difference_and_whose_turn_it_is(
    cast: Cast, desk_of: DeskOf, countered: Revision
) -> None:
    page = at_plan(cast, desk_of).text("goals/1")
    for seen in ("Proposal 2 by Eero Limppunen", "Proposal 1", "After the audit.", "Waiting for you", "Has said yes"):
        assert seen in page
    assert "<del>" in page
    assert "30 Jun 2027" in page
    assert "30 Sept 2027" in page
    assert "Please have a look." not in page


@pytest.mark.parametrize("path", ["goals/1", "goals/drafts/1", ""])
def test_no_two_parts_of_a_page_have_one_id(cast: Cast, desk_of: DeskOf, countered: Revision, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', at_plan(cast, desk_of).text(path))
    assert sorted(ids) == sorted(set(ids))


def test_whose_turn_it_is_reads_otherwise_for_a_colleague(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    page = at_plan(cast, desk_of, "team_member").text("goals/1")
    assert "Waiting for Aino or Onni" in page
    assert "Approve this proposal" not in page


def test_approving_agrees_and_makes_the_version(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"revisions/{countered.id}/approve", seen=countered.fingerprint, once="k")
    assert (answer.status_code, answer.location) == (303, pages.base + "goals/1")
    assert state_of(countered.id).state is RevisionState.AGREED
    assert db.session.scalars(select(AgreedVersion.number)).all() == [1]
    page = pages.text("goals/1")
    assert "Version 1 of the plan is ready for both sides." in page
    assert "Agreed, in force" in page
    assert countered.fingerprint[:12] in page


def test_approving_twice_with_one_key_has_one_effect(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    pages = at_plan(cast, desk_of)
    for _ in range(2):
        assert pages.post(f"revisions/{countered.id}/approve", seen=countered.fingerprint, once="k").status_code == 303
    assert decisions(DecisionKind.APPROVE) == 2  # writing the first revision was the other


@pytest.mark.parametrize(
    ("path", "kind", "turn"),
    [
        ("ask", DecisionKind.ASK, Turn.CUSTOMER),
        ("ask-for-change", DecisionKind.ASK_FOR_CHANGE, Turn.CUSTOMER),
        ("decline", DecisionKind.DECLINE, None),
    ],
)
def test_an_answer_in_words_is_recorded_and_passes_the_turn(
    cast: Cast, desk_of: DeskOf, countered: Revision, path: str, kind: DecisionKind, turn: Turn | None
) -> None:
    pages = at_plan(cast, desk_of)
    words = "What does the audit say?"
    answer = pages.post(f"revisions/{countered.id}/{path}", seen=countered.fingerprint, words=words)
    assert answer.status_code == 303
    said = db.session.scalars(select(Decision).where(Decision.kind == kind)).one()
    assert (said.words, said.staff_id) == (words, cast.account_manager.id)
    assert state_of(countered.id).turn is turn
    assert words in pages.text("goals/1")


@pytest.mark.parametrize("path", ["ask", "ask-for-change", "decline"])
def test_an_answer_without_words_is_asked_for_them(cast: Cast, desk_of: DeskOf, countered: Revision, path: str) -> None:
    answer = at_plan(cast, desk_of).post(f"revisions/{countered.id}/{path}", seen=countered.fingerprint, words="  ")
    assert answer.status_code == 422
    assert "Say it in a few words." in answer.text
    assert state_of(countered.id).turn is Turn.PROVIDER


def test_words_longer_than_they_can_be_are_refused_and_kept(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    long = "a" * 20_001
    answer = at_plan(cast, desk_of).post(f"revisions/{countered.id}/decline", seen=countered.fingerprint, words=long)
    assert answer.status_code == 422
    assert long in answer.text


def test_a_counter_proposal_is_open_at_once_and_waits_for_the_customer(
    cast: Cast, desk_of: DeskOf, countered: Revision
) -> None:
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"revisions/{countered.id}/counter", **LATER, words="August suits us.")
    assert answer.status_code == 303
    newest = db.session.scalars(select(Revision).where(Revision.state == RevisionState.OPEN)).one()
    assert (newest.number, newest.turn, newest.due_on, newest.words) == (
        3,
        Turn.CUSTOMER,
        date(2027, 8, 31),
        "August suits us.",
    )


def test_a_counter_proposal_with_a_bad_day_keeps_what_was_typed(
    cast: Cast, desk_of: DeskOf, countered: Revision
) -> None:
    fields: dict[str, Any] = {**LATER, "due": "soon", "words": "August suits us."}
    answer = at_plan(cast, desk_of).post(f"revisions/{countered.id}/counter", **fields)
    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "August suits us." in answer.text


def test_nothing_different_is_no_proposal(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    answer = at_plan(cast, desk_of).post(f"revisions/{countered.id}/counter", **{**LATER, "due": "30.9.2027"})
    assert answer.status_code == 422
    assert "Nothing is different from what is there already." in answer.text


@pytest.mark.parametrize("path", ["approve", "ask", "decline", "counter"])
def test_a_late_answer_records_nothing_and_shows_what_changed(
    cast: Cast, desk_of: DeskOf, countered: Revision, path: str
) -> None:
    with writing():
        october = goal("Less electricity", due=date(2027, 10, 31))
        approver = contact_actor(cast.approver)
        drafts.propose(approver, countered.item_id, october, seen_revision_id=countered.id)
        before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    fields: dict[str, Any] = {**LATER, "seen": countered.fingerprint, "words": "My carefully chosen words."}
    answer = at_plan(cast, desk_of).post(f"revisions/{countered.id}/{path}", **fields)
    assert answer.status_code == 409
    assert "Something changed while you read. Nothing was recorded" in answer.text
    assert "31 Oct 2027" in answer.text
    if path != "approve":
        assert "My carefully chosen words." in answer.text
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_an_answer_to_what_a_colleague_has_settled_says_so(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    with writing():
        agreement.ask(staff_actor(cast.deputy), countered.id, countered.fingerprint, "Why?")
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"revisions/{countered.id}/answer", seen=countered.fingerprint, words="Because.")
    assert answer.status_code == 409
    assert "nothing was recorded" in answer.text
    assert "Because." in answer.text


def test_the_customers_question_is_answered(cast: Cast, desk_of: DeskOf) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        (sent,) = sent_goals(manager, make_plan(manager, cast.limppula.id), "Less electricity")
        agreement.ask(approver, sent.id, sent.fingerprint, "What does it cost?")
    pages = at_plan(cast, desk_of)
    page = pages.text("goals/1")
    assert "Eero Limppunen asks" in page
    assert "What does it cost?" in page
    answer = pages.post(f"revisions/{sent.id}/answer", seen=sent.fingerprint, words="Nothing to you.")
    assert answer.status_code == 303
    assert state_of(sent.id).turn is Turn.CUSTOMER


def test_withdrawing_ends_our_own_proposal(cast: Cast, desk_of: DeskOf) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        (sent,) = sent_goals(manager, make_plan(manager, cast.limppula.id), "Less electricity")
    pages = at_plan(cast, desk_of)
    assert "Withdraw the proposal" in pages.text("goals/1")
    assert pages.post(f"revisions/{sent.id}/withdraw", seen=sent.fingerprint).status_code == 303
    assert state_of(sent.id).state is RevisionState.WITHDRAWN
    assert "Withdrawn" in pages.text("goals/1")


def test_giving_up_an_agreed_goal_is_a_proposal_with_its_reason(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver), "Less electricity")
    revision = db.session.scalars(select(Revision)).one()
    pages = at_plan(cast, desk_of)
    assert pages.post(f"revisions/{revision.id}/give-up", words="The hall is sold.").status_code == 303
    newest = db.session.scalars(select(Revision).where(Revision.state == RevisionState.OPEN)).one()
    assert (newest.words, newest.turn) == ("The hall is sold.", Turn.CUSTOMER)
    assert "What was agreed before stays in force until this is agreed." in pages.text("goals/1")


def test_a_comment_is_read_by_both_and_passes_no_turn(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    pages = at_plan(cast, desk_of, "team_member")
    for _ in range(2):
        fields: dict[str, Any] = {"words": "The drawings are ready.", "once": "k"}
        assert pages.post(f"items/{countered.item_id}/comment", **fields).status_code == 303
    assert db.session.scalars(select(Comment.words)).all() == ["The drawings are ready."]
    assert "The drawings are ready." in pages.text("goals/1")
    assert state_of(countered.id).turn is Turn.PROVIDER
    assert pages.post(f"items/{countered.item_id}/comment", words=" ").status_code == 422


def test_we_change_our_own_person_and_nothing_is_reopened(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    pages = at_plan(cast, desk_of)
    assert pages.post(f"items/{countered.item_id}/owner", person=cast.deputy.id).status_code == 303
    assert db.session.get_one(Item, countered.item_id).owner_staff_id == cast.deputy.id
    assert pages.post(f"items/{countered.item_id}/owner", person=cast.rival_manager.id).status_code == 422
    assert pages.post(f"items/{countered.item_id}/owner", person="").status_code == 303


def test_a_team_member_reports_on_the_step_that_is_theirs_alone(cast: Cast, desk_of: DeskOf) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        mine = drafts.draft_item(
            manager, plan.id, next_step("Mine"), owners=drafts.Owners(staff_id=cast.team_member.id)
        )
        other = drafts.draft_item(manager, plan.id, next_step("Another’s"))
        drafts.send(manager, plan.id, [(one.id, one.fingerprint) for one in (mine, other)], "")
    pages = at_plan(cast, desk_of, "team_member")
    assert pages.post(f"items/{mine.item_id}/progress", progress="blocked", words=" ").status_code == 422
    blocked = pages.post(f"items/{mine.item_id}/progress", progress="blocked", words="No key.")
    assert blocked.status_code == 303
    assert "No key." in pages.text("next-steps/1")
    assert pages.post(f"items/{mine.item_id}/progress", progress="done").status_code == 303
    assert db.session.get_one(Item, mine.item_id).progress is Progress.DONE
    assert pages.post(f"items/{other.item_id}/progress", progress="done").status_code == 403
    assert pages.post(f"items/{mine.item_id}/progress", progress="nonsense").status_code == 404


@pytest.mark.parametrize("path", ["approve", "ask", "ask-for-change", "answer", "decline", "withdraw", "counter"])
@pytest.mark.parametrize(
    ("who", "status"), [("team_member", 403), ("administrator", 403), ("unassigned", 404), ("rival_manager", 404)]
)
def test_who_does_not_decide_for_us_answers_nothing(
    cast: Cast, desk_of: DeskOf, countered: Revision, path: str, who: str, status: int
) -> None:
    pages = at_plan(cast, desk_of, who)
    fields: dict[str, Any] = {**LATER, "seen": countered.fingerprint, "words": "Words"}
    assert pages.post(f"revisions/{countered.id}/{path}", **fields).status_code == status
    assert state_of(countered.id).turn is Turn.PROVIDER


def test_a_revision_of_another_plan_or_a_draft_is_not_found(cast: Cast, desk_of: DeskOf, countered: Revision) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        draft = drafts.draft_item(manager, make_plan(manager, cast.limppula.id).id, goal("Unsent"))
    pages = PlanPages(desk_of(cast.account_manager), plan_of(cast.limppula, 2))
    assert pages.post(f"revisions/{countered.id}/approve", seen=countered.fingerprint).status_code == 404
    assert pages.post(f"revisions/{draft.id}/approve", seen=draft.fingerprint).status_code == 404
    assert pages.get("goals/1").status_code == 404
    assert pages.get("goals/99").status_code == 404
    assert pages.get("next-steps/1").status_code == 404


def test_a_section_keeps_its_history(cast: Cast, desk_of: DeskOf) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        for text in ("One number answers.", "One number answers, day and night."):
            draft = drafts.draft_section(manager, plan.id, SectionKind.RELATIONSHIP, SectionContent(text=text), 0)
            drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
    page = at_plan(cast, desk_of).text("sections/relationship/history")
    assert "Proposal 2" in page
    assert "<ins>" in page
    assert at_plan(cast, desk_of).get("sections/situation/history").status_code == 404
