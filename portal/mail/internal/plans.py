"""Mails that tell a colleague of a customer's plan: your turn, agreed."""

from portal.domain.plan.content import ItemKind
from portal.links import InternalLinks
from portal.mail.internal.footing import small_print
from portal.mail.letter import Button, Letter, Listing, Paragraph, Part
from portal.mail.wording import and_more, called, counted, entries, for_information, needs_answer
from portal.queries.customer.mails import AgreedPlan, PlanName, Waiting
from portal.queries.internal.mails import CustomerName, StaffReader
from portal.texts import Texts

KINDS = {ItemKind.GOAL: "goals", ItemKind.NEXT_STEP: "next-steps"}


def your_turn(
    reader: StaffReader,
    customer: CustomerName,
    plan: PlanName,
    waiting: list[Waiting],
    texts: Texts,
    links: InternalLinks,
) -> Letter:
    """Something in the plan waits for the account team's answer."""
    goals = sum(one.kind is ItemKind.GOAL for one in waiting)
    waits = counted(goals, len(waiting) - goals, texts)

    def address(one: Waiting) -> str:
        return links.item(customer.key, plan.number, KINDS[one.kind], one.number)

    parts: list[Part] = [
        Listing(entries(waiting, texts, address)),
        Button(texts._("Open the plan"), links.plan(customer.key, plan.number)),
    ]
    if more := and_more(waiting, texts):
        parts.insert(1, Paragraph(more))
    return Letter(
        subject=needs_answer(texts, texts._("%(customer)s, %(waits)s", customer=customer.name, waits=waits)),
        heading=texts._("%(customer)s, %(plan)s", customer=customer.name, plan=called(plan, texts)),
        parts=[Paragraph(texts._("Waiting for your answer: %(waits)s.", waits=waits)), *parts],
        small_print=small_print(reader, texts),
    )


def agreed(
    reader: StaffReader, customer: CustomerName, version: AgreedPlan, texts: Texts, links: InternalLinks
) -> Letter:
    """The customer and we have agreed on everything; the version's PDF goes with the mail."""
    values = {"customer": customer.name, "plan": called(version.plan, texts), "version": version.version}
    return Letter(
        subject=for_information(texts, texts._("%(customer)s: %(plan)s is agreed, version %(version)s", **values)),
        heading=texts._("%(customer)s and we have agreed", **values),
        parts=[
            Paragraph(
                texts.ngettext(
                    "%(plan)s, version %(version)s: %(num)s goal is agreed. The document is attached.",
                    "%(plan)s, version %(version)s: all %(num)s goals are agreed. The document is attached.",
                    version.goals,
                    **values,
                )
            ),
            Button(texts._("Open the plan"), links.plan(customer.key, version.plan.number)),
        ],
        small_print=small_print(reader, texts),
    )
