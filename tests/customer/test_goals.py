"""Goals one by one: every answer that a customer can give, and what a stale page does not do."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from time_machine import Traveller

from portal.db import db, writing
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy
from portal.domain.plan import agreement, drafts
from portal.domain.plan.items import Comment, Decision, Item, Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanOpening
from tests.cast import Cast, contact_actor, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import answer, read, send
from tests.factories.people import PASSWORD
from tests.factories.plans import goal


@pytest.fixture
def approver(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.approver)


@pytest.fixture
def participant(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.participant)


def revisions(title: str) -> list[Revision]:
    """The revisions of the goal that once was called so, in order."""
    db.session.rollback()
    item = select(Revision.item_id).where(Revision.title == title).limit(1).scalar_subquery()
    return list(db.session.scalars(select(Revision).where(Revision.item_id == item).order_by(Revision.id)))


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def change_by_the_provider(cast: Cast, title: str, **changes: object) -> None:
    """The account manager opens another wording while the customer reads."""
    newest = revisions(title)[-1]
    with writing():
        manager = staff_actor(cast.account_manager)
        drafts.propose(manager, newest.item_id, goal(title, **changes), seen_revision_id=newest.id)


def test_the_page_says_what_the_goal_is_and_whose_answer_is_missing(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/goals/1")
    assert page.heading == "Less electricity"
    for told in ("412 MWh", "Wed 30 June 2027", "Waiting for you", "Your answer is missing", "You or Maija Kaurala"):
        assert told in page.text


def test_approving_agrees_it(approver: FlaskClient, plan: str) -> None:
    page = answer(approver, f"{plan}/goals/1", "approve")
    assert (page.status, page.heading) == (200, "Review 1 goal and 1 next step")
    assert "You approved it." in page.text
    assert revisions("Less electricity")[0].state is RevisionState.AGREED


def test_the_last_approval_says_that_a_version_is_made(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/goals/1", "approve")
    assert "version 1 of the joint plan" in answer(approver, f"{plan}/goals/2", "approve").text


def test_a_stale_page_never_approves_and_shows_the_change_word_by_word(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    seen = read(approver, f"{plan}/goals/1").form("/approve")
    change_by_the_provider(cast, "Less electricity", due=date(2027, 9, 30))
    page = send(approver, f"{plan}/goals/1/approve", **seen)
    assert page.status == 409
    assert "nothing was recorded" in page.text
    assert "[-Wed 30 June 2027-]{+Thu 30 September 2027+}" in page.text
    assert [one.state for one in revisions("Less electricity")] == [RevisionState.SUPERSEDED, RevisionState.OPEN]
    anew = send(approver, f"{plan}/goals/1/approve", **page.form("/approve"))
    assert "You approved it." in anew.text


def test_what_was_typed_into_a_stale_page_is_still_there(approver: FlaskClient, plan: str, cast: Cast) -> None:
    seen = read(approver, f"{plan}/goals/1").form("/decline")
    change_by_the_provider(cast, "Less electricity", due=date(2027, 9, 30))
    page = send(approver, f"{plan}/goals/1/decline", **seen, **{"decline-words": "Too much at once."})
    assert page.status == 409
    assert page.value_of("decline-words") == "Too much at once."


def test_what_a_colleague_answered_first_is_not_answered_twice(visit: Visit, plan: str, cast: Cast) -> None:
    mine, theirs = visit(cast.approver), visit(cast.second_approver)
    seen = read(mine, f"{plan}/goals/1").form("/approve")
    answer(theirs, f"{plan}/goals/1", "approve")
    page = send(mine, f"{plan}/goals/1/approve", **seen)
    assert page.status == 409
    assert "does not wait for an answer any more: Agreed" in page.text


def test_sending_the_same_form_twice_has_one_effect(approver: FlaskClient, plan: str) -> None:
    seen = read(approver, f"{plan}/goals/1").form("/date")
    for _ in range(2):
        page = send(approver, f"{plan}/goals/1/date", **seen, **{"date-due": "30.9.2027"})
        assert page.status == 200
    assert len(revisions("Less electricity")) == 2


def test_another_date_is_understood_as_it_is_written_and_waits_for_the_provider(
    approver: FlaskClient, plan: str
) -> None:
    page = answer(approver, f"{plan}/goals/1", "date", **{"date-due": "28/05/2027", "date-words": "June is busy."})
    assert (page.status, page.heading) == (200, "Less electricity")
    assert "Waiting for Aino" in page.text
    assert "June is busy." in page.text
    assert "[-Wed 30 June 2027-]{+Fri 28 May 2027+}" in page.text


@pytest.mark.parametrize("typed", ["soon", "31.2.2027", "28.5.", ""])
def test_a_bad_date_is_said_beside_the_field_and_kept(approver: FlaskClient, plan: str, typed: str) -> None:
    page = answer(approver, f"{plan}/goals/1", "date", **{"date-due": typed, "date-words": "June is busy."})
    assert page.status == 422
    assert "One thing needs a correction" in page.text
    assert (page.value_of("date-due"), page.value_of("date-words")) == (typed, "June is busy.")
    assert len(revisions("Less electricity")) == 1


def test_dates_out_of_order_are_refused_and_all_that_was_typed_is_kept(approver: FlaskClient, plan: str) -> None:
    typed = {"wording-title": "Much less", "wording-starts": "1.8.2027", "wording-due": "30.6.2027"}
    page = answer(approver, f"{plan}/goals/1", "wording", **typed)
    assert page.status == 422
    assert "The due date is before the start date." in page.text
    assert {name: page.value_of(name) for name in typed} == typed


def test_the_same_date_is_no_suggestion(approver: FlaskClient, plan: str) -> None:
    page = answer(approver, f"{plan}/goals/1", "date", **{"date-due": "30.6.2027"})
    assert page.status == 422
    assert "Nothing is different" in page.text


def test_another_wording_keeps_numbers_as_they_were_written(approver: FlaskClient, plan: str) -> None:
    typed = {
        "wording-title": "Less electricity",
        "wording-measure": "Used in a year",
        "wording-unit": "kWh",
        "wording-baseline": "54 300,5",
        "wording-target": "50 000",
        "wording-due": "2027-06-30",
        "wording-horizon": "long",
    }
    page = answer(approver, f"{plan}/goals/1", "wording", **typed)
    assert page.status == 200
    assert "[-412 MWh-]{+54,300.5 kWh+}" in page.text


def test_a_note_of_ten_megabytes_is_refused_before_anything_is_written(approver: FlaskClient, plan: str) -> None:
    fields = read(approver, f"{plan}/goals/1").form("/ask")
    page = send(approver, f"{plan}/goals/1/ask", **fields, **{"ask-words": "a" * 10_000_000})
    assert page.status == 413
    assert how_many(Decision) == 5


@pytest.mark.parametrize(
    ("act", "field", "told"),
    [
        ("ask", "ask-words", "Your question was sent."),
        ("ask-for-change", "change-words", "Your wish was sent."),
    ],
)
def test_a_question_passes_the_turn_and_stands_in_the_discussion(
    approver: FlaskClient, plan: str, act: str, field: str, told: str
) -> None:
    page = answer(approver, f"{plan}/goals/1", act, **{field: "Which rooms?"})
    assert told in page.text
    assert "Which rooms?" in page.text
    assert "Waiting for Aino" in page.text


@pytest.mark.parametrize(
    ("act", "field"), [("ask", "ask-words"), ("ask-for-change", "change-words"), ("decline", "decline-words")]
)
def test_an_answer_that_needs_words_asks_for_them(approver: FlaskClient, plan: str, act: str, field: str) -> None:
    page = answer(approver, f"{plan}/goals/1", act, **{field: "  "})
    assert page.status == 422
    assert "Say it in a few words." in page.text


def test_declining_tells_why_and_agrees_nothing(approver: FlaskClient, plan: str) -> None:
    page = answer(approver, f"{plan}/goals/1", "decline", **{"decline-words": "Not this year."})
    assert "You declined it" in page.text
    assert revisions("Less electricity")[0].state is RevisionState.DECLINED
    assert "Not this year." in read(approver, f"{plan}/goals/1").text


def test_a_question_of_the_provider_is_answered(approver: FlaskClient, plan: str, cast: Cast) -> None:
    answer(approver, f"{plan}/goals/1", "date", **{"date-due": "30.9.2027"})
    newest = revisions("Less electricity")[-1]
    with writing():
        agreement.ask(staff_actor(cast.account_manager), newest.id, newest.fingerprint, "Why so late?")
    assert "Aino Revontaival asks you" in read(approver, f"{plan}/goals/1").text
    page = answer(approver, f"{plan}/goals/1", "answer", **{"answer-words": "The hall is in use."})
    assert "Your answer was sent." in page.text
    assert "Waiting for Aino" in page.text


def test_ones_own_proposal_can_be_taken_back(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/goals/1", "date", **{"date-due": "30.9.2027"})
    page = answer(approver, f"{plan}/goals/1", "withdraw")
    assert "Your proposal was taken back." in page.text
    assert "Waiting for you" in page.text


def test_an_agreed_goal_is_given_up_by_both_sides_together(approver: FlaskClient, plan: str, cast: Cast) -> None:
    answer(approver, f"{plan}/goals/1", "approve")
    page = answer(approver, f"{plan}/goals/1", "give-up", **{"give_up-words": "The hall is sold."})
    assert "Waiting for Aino" in page.text
    newest = revisions("Less electricity")[-1]
    with writing():
        agreement.approve(staff_actor(cast.account_manager), newest.id, newest.fingerprint)
    assert "Given up together" in read(approver, f"{plan}/goals/1").text


def test_a_change_of_what_was_agreed_can_be_proposed_after_an_earlier_one_was_declined(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    answer(approver, f"{plan}/goals/1", "approve")
    change_by_the_provider(cast, "Less electricity", due=date(2027, 9, 30))
    answer(approver, f"{plan}/goals/1", "decline", **{"decline-words": "No."})
    assert answer(approver, f"{plan}/goals/1", "date", **{"date-due": "31.7.2027"}).status == 200


def test_every_wording_can_be_read_again(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/goals/1", "date", **{"date-due": "30.9.2027"})
    page = read(approver, f"{plan}/goals/1")
    history = page.text.partition("All wordings")[2]
    assert history.index("Proposal 2") < history.index("Proposal 1")
    assert "Thu 30 September 2027" in history
    assert "Wed 30 June 2027" in history


def test_anybody_comments_and_nothing_is_decided(participant: FlaskClient, plan: str) -> None:
    page = answer(participant, f"{plan}/goals/1", "comments", **{"comment-words": "Sundays suit us."})
    assert "Sundays suit us." in page.text
    assert revisions("Less electricity")[0].state is RevisionState.OPEN


def test_an_empty_comment_is_refused_and_a_repeated_one_counts_once(participant: FlaskClient, plan: str) -> None:
    assert answer(participant, f"{plan}/goals/1", "comments", **{"comment-words": ""}).status == 422
    fields = read(participant, f"{plan}/goals/1").form("/comments")
    for _ in range(2):
        send(participant, f"{plan}/goals/1/comments", **fields, **{"comment-words": "Sundays suit us."})
    assert how_many(Comment) == 1


def test_a_participant_is_offered_no_decision_and_cannot_take_one(
    visit: Visit, participant: FlaskClient, plan: str, cast: Cast
) -> None:
    page = read(participant, f"{plan}/goals/1")
    fields = read(visit(cast.approver), f"{plan}/goals/1").form("/approve")
    for act in ("approve", "decline", "ask", "ask-for-change", "date", "wording", "give-up", "withdraw", "answer"):
        assert not page.has_form(f"/{act}")
        assert send(participant, f"{plan}/goals/1/{act}", **fields).status == 404
    assert revisions("Less electricity")[0].state is RevisionState.OPEN


def test_a_suggestion_stays_among_the_customers_own_people(
    visit: Visit, participant: FlaskClient, plan: str, cast: Cast
) -> None:
    typed = {"suggest-title": "Much less electricity", "suggest-due": "30.6.2027", "suggest-words": "We can do it."}
    assert "Your approvers see your suggestion now." in answer(participant, f"{plan}/goals/1", "suggest", **typed).text
    page = read(visit(cast.approver), f"{plan}/goals/1")
    assert "Oksana Kovalenko suggests another wording" in page.text
    assert revisions("Less electricity")[0].state is RevisionState.OPEN


def test_under_a_named_approver_the_others_cannot_approve(visit: Visit, plan: str, cast: Cast) -> None:
    with writing():
        db.session.get_one(Customer, cast.limppula.id).approval_policy = ApprovalPolicy.NAMED
        db.session.get_one(Contact, cast.second_approver.id).is_named_approver = True
    page = read(visit(cast.approver), f"{plan}/goals/1")
    assert not page.has_form("/approve")
    assert "Waiting for Maija" in page.text
    assert read(visit(cast.second_approver), f"{plan}/goals/1").has_form("/approve")


def test_when_all_must_approve_the_page_names_who_is_missing(visit: Visit, plan: str, cast: Cast) -> None:
    with writing():
        db.session.get_one(Customer, cast.limppula.id).approval_policy = ApprovalPolicy.ALL
    client = visit(cast.approver)
    answer(client, f"{plan}/goals/1", "approve")
    page = read(client, f"{plan}/goals/1")
    assert not page.has_form("/approve")
    assert "Waiting for Maija" in page.text


def test_our_person_can_be_replaced_without_reopening_anything(approver: FlaskClient, plan: str, cast: Cast) -> None:
    answer(approver, f"{plan}/goals/1", "approve")
    page = answer(approver, f"{plan}/goals/1", "owner", **{"owner-owner": cast.participant.email})
    assert "Oksana Kovalenko, Koillismaan Limppula Oy" in page.text
    assert revisions("Less electricity")[0].state is RevisionState.AGREED
    page = answer(approver, f"{plan}/goals/1", "owner", **{"owner-owner": cast.rival_approver.email})
    assert page.status == 422
    assert "Oksana Kovalenko, Koillismaan Limppula Oy" in page.text
    page = answer(approver, f"{plan}/goals/1", "owner", **{"owner-owner": ""})
    assert "Oksana Kovalenko, Koillismaan Limppula Oy" not in page.text


def test_a_goal_of_ones_own_is_proposed_to_the_provider(approver: FlaskClient, plan: str, cast: Cast) -> None:
    fields = read(approver, f"{plan}/goals/new").form("/goals/new")
    pages = [send(approver, f"{plan}/goals/new", **fields, title="A shared calendar", due="15.2.2027") for _ in "12"]
    assert [(page.status, page.heading) for page in pages] == [(200, "A shared calendar")] * 2
    assert "Waiting for Aino" in pages[0].text
    assert [one.contact_id for one in revisions("A shared calendar")] == [cast.approver.id]


def test_a_goal_without_title_or_day_is_refused_and_kept(approver: FlaskClient, plan: str) -> None:
    page = send(approver, f"{plan}/goals/new", title="", description="Nobody waits at the door.", target="1,5 x")
    assert page.status == 422
    assert page.value_of("description") == "Nobody waits at the door."
    assert page.value_of("target") == "1,5 x"
    page = send(approver, f"{plan}/goals/new", title="", description="Nobody waits at the door.")
    assert page.text.count("This is needed before it can be sent.") == 4


def test_a_participants_goal_goes_to_the_approvers(
    visit: Visit, participant: FlaskClient, plan: str, cast: Cast
) -> None:
    page = send(participant, f"{plan}/goals/new", title="Trained people", due="15.4.2027")
    assert "Your approvers see the goal now" in page.text
    assert db.session.scalar(select(Item.number).join(Revision).where(Revision.title == "Trained people")) is None
    assert "Oksana Kovalenko suggests a new goal" in read(visit(cast.approver), f"{plan}/").text


@pytest.mark.parametrize("path", ["goals/3", "goals/0", "goals/99999999999999999999", "next-steps/9", "sections/1"])
def test_what_is_not_there_is_not_found(approver: FlaskClient, plan: str, path: str) -> None:
    assert read(approver, f"{plan}/{path}").status == 404
    assert send(approver, f"{plan}/{path}/approve", revision="1", seen="x").status in {404, 405}


def test_a_draft_of_the_provider_is_not_found(approver: FlaskClient, plan: str, cast: Cast) -> None:
    with writing():
        number = db.session.scalars(select(Plan.id)).one()
        drafts.draft_item(staff_actor(cast.account_manager), number, goal("Secret"))
    assert read(approver, f"{plan}/goals/3").status == 404
    assert "Secret" not in read(approver, f"{plan}/").text


def test_another_customers_goal_is_not_found(visit: Visit, plan: str, cast: Cast) -> None:
    rival = visit(cast.rival_approver)
    assert read(rival, f"{plan}/goals/1").status == 404
    assert send(rival, f"{plan}/goals/1/approve", revision="1").status == 404
    assert read(rival, plan.replace(cast.limppula.key, cast.pulla.key) + "/goals/1").status == 404


@pytest.mark.parametrize(
    "fields", [{}, {"revision": "1"}, {"revision": "x", "seen": "y"}, {"revision": "9", "seen": ""}]
)
def test_a_form_without_what_was_seen_decides_nothing(approver: FlaskClient, plan: str, fields: dict[str, str]) -> None:
    assert send(approver, f"{plan}/goals/1/approve", **fields).status == 409
    assert revisions("Less electricity")[0].state is RevisionState.OPEN


@pytest.mark.parametrize("act", ["approve", "decline", "comments", "date"])
def test_reading_an_address_that_decides_is_a_wrong_method(approver: FlaskClient, plan: str, act: str) -> None:
    assert read(approver, f"{plan}/goals/1/{act}").status == 405


def test_the_first_reading_is_marked_and_later_ones_only_when_something_is_new(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    read(approver, f"{plan}/goals/1")
    first = db.session.scalars(select(PlanOpening)).one().last_at
    read(approver, f"{plan}/goals/1")
    db.session.rollback()
    assert db.session.scalars(select(PlanOpening.last_at)).one() == first
    change_by_the_provider(cast, "Less electricity", due=date(2027, 9, 30))
    read(approver, f"{plan}/goals/1")
    db.session.rollback()
    mark = db.session.scalars(select(PlanOpening)).one()
    assert (mark.contact_id, mark.last_at > first) == (contact_actor(cast.approver).contact_id, True)


def test_who_signed_in_long_ago_proves_it_again_and_loses_nothing(
    clock: Traveller, approver: FlaskClient, plan: str
) -> None:
    fields = read(approver, f"{plan}/goals/1").form("/decline")
    clock.shift(timedelta(hours=13))
    typed = {**fields, "decline-words": "Not this year."}
    page = send(approver, f"{plan}/goals/1/decline", **typed)
    assert page.status == 422
    assert revisions("Less electricity")[0].state is RevisionState.OPEN
    assert page.form("/decline")["decline-words"] == "Not this year."
    page = send(approver, f"{plan}/goals/1/decline", **typed, fresh_password=PASSWORD)
    assert "You declined it" in page.text
