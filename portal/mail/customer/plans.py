"""Mails that tell a contact of the joint plan: sent for review, your turn, agreed."""

from portal.domain.plan.content import ItemKind
from portal.links import CustomerLinks
from portal.mail.customer.footing import small_print
from portal.mail.letter import Button, Letter, Listing, Paragraph, Part, Quote
from portal.mail.wording import and_more, called, counted, entries, for_information, needs_answer
from portal.queries.customer.mails import AgreedPlan, PlanName, Reader, SentPlan, Waiting
from portal.texts import Texts


def plan_sent(reader: Reader, sent: SentPlan, texts: Texts, links: CustomerLinks) -> Letter:
    """The account team has sent something of the plan, with a covering note."""
    plan, waits = called(sent.plan, texts), counted(sent.goals, sent.next_steps, texts)
    values = {"who": sent.sender, "plan": plan, "provider": reader.provider_name}
    note: list[Part] = [Quote(sent.note, sent.sender)] if sent.note.strip() else []
    opening = Paragraph(texts._("%(who)s of %(provider)s has sent you the joint plan for review.", **values))
    if not waits:
        button = Button(texts._("Open the plan"), links.plan(reader.customer_key, sent.plan.number))
        subject = for_information(texts, texts._("%(who)s has sent %(plan)s", **values))
        ending = Paragraph(texts._("Nothing in it waits for your answer."))
    else:
        button = Button(texts._("Review the plan"), links.review(reader.customer_key, sent.plan.number))
        subject = needs_answer(texts, texts._("%(plan)s, %(waits)s", **values, waits=waits))
        ending = Paragraph(texts._("Waiting for your answer: %(waits)s.", waits=waits))
    return Letter(
        subject=subject,
        heading=texts._("%(plan)s is ready for your review", **values) if waits else plan,
        parts=[opening, *note, ending, button],
        small_print=small_print(reader, texts),
    )


def your_turn(reader: Reader, plan: PlanName, waiting: list[Waiting], texts: Texts, links: CustomerLinks) -> Letter:
    """Something in the plan waits for this contact's answer."""
    goals = sum(one.kind is ItemKind.GOAL for one in waiting)
    waits = counted(goals, len(waiting) - goals, texts)
    parts: list[Part] = [
        Listing(entries(waiting, texts, lambda one: _address(reader, plan, one, links))),
        Button(texts._("Review and answer"), links.review(reader.customer_key, plan.number)),
    ]
    if more := and_more(waiting, texts):
        parts.insert(1, Paragraph(more))
    return Letter(
        subject=needs_answer(texts, texts._("%(plan)s, %(waits)s", plan=called(plan, texts), waits=waits)),
        heading=texts._("Waiting for your answer: %(waits)s", waits=waits),
        parts=parts,
        small_print=small_print(reader, texts),
    )


def agreed(reader: Reader, version: AgreedPlan, texts: Texts, links: CustomerLinks) -> Letter:
    """All goals are agreed; the version's PDF goes with the mail."""
    plan = called(version.plan, texts)
    values = {"plan": plan, "version": version.version, "provider": reader.provider_name}
    return Letter(
        subject=for_information(texts, texts._("%(plan)s is agreed, version %(version)s", **values)),
        heading=texts._("%(plan)s is agreed", **values),
        parts=[
            Paragraph(
                texts.ngettext(
                    "You and %(provider)s have agreed on %(num)s goal. The agreed plan, version %(version)s, is "
                    "attached; it is the same document for both sides.",
                    "You and %(provider)s have agreed on all %(num)s goals. The agreed plan, version %(version)s, is "
                    "attached; it is the same document for both sides.",
                    version.goals,
                    **values,
                )
            ),
            Button(texts._("Open the plan"), links.plan(reader.customer_key, version.plan.number)),
        ],
        small_print=small_print(reader, texts),
    )


def _address(reader: Reader, plan: PlanName, one: Waiting, links: CustomerLinks) -> str:
    page = links.goal if one.kind is ItemKind.GOAL else links.next_step
    return page(reader.customer_key, plan.number, one.number)
