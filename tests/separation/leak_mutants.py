"""Faults that let something out: on a page, in a list, in a mail, in a document."""

from sqlalchemy import true

from portal.domain.audit import AuditPerson
from portal.domain.care.segments import Segment
from portal.domain.insight.notes import CustomerNote
from portal.domain.insight.sales import Sale
from portal.domain.insight.sections import InternalSection
from portal.domain.outbox import OutboxMessage
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.plan import draft_documents, frozen
from portal.domain.plan.items import Evidence, Revision
from portal.domain.plan.plans import Plan
from portal.queries.customer import mails, own_data, people, plans, sight, versions
from portal.queries.internal import customer_events, plan_items, visible
from tests.separation.altering import let_slip, rewrite
from tests.separation.leaks import in_documents, in_mails
from tests.separation.mutants import Mutant, as_visitor, at_address, at_doors, at_endpoint, on_page
from tests.separation.visitors import Visitor

INTERNAL, CUSTOMER = Side.PROVIDER, Side.CUSTOMER

DRAFTS = [
    Mutant(
        "customers see the provider’s drafts",
        lambda patch, _house: patch.setattr(sight, "visible", lambda _viewer: true()),
        at_endpoint(CUSTOMER, "plans.show"),
    ),
    Mutant(
        "participants see what colleagues suggest",
        lambda patch, _house: patch.setattr(sight, "is_approver", lambda _viewer: True),
        at_endpoint(CUSTOMER, "plans.show"),
    ),
    Mutant(
        "colleagues see each other’s unsent wordings",
        rewrite(sight, "visible", "Revision.contact_id == viewer.contact_id", "Revision.id > 0"),
        at_endpoint(CUSTOMER, "plans.show"),
    ),
    Mutant(
        "a preview shows more than was ticked",
        rewrite(sight, "visible", "Revision.id.in_(viewer.draft_ids), ", ""),
        at_endpoint(CUSTOMER, "plans.show"),
    ),
    Mutant(
        "a preview shows what the customer has not sent",
        rewrite(
            sight, "visible", "return or_(opened, ticked)", "return or_(opened, ticked, Revision.side == Side.CUSTOMER)"
        ),
        at_endpoint(CUSTOMER, "plans.show"),
    ),
    Mutant(
        "staff see what the customer has not sent",
        rewrite(plan_items, "_revisions", " & (Revision.side == Side.PROVIDER)", ""),
        at_endpoint(INTERNAL, "plans.show"),
    ),
    Mutant(
        "the log tells what the customer’s drafts are called",
        rewrite(
            customer_events,
            "_titles",
            "None if row.side is Side.CUSTOMER and row.number is None else row.title",
            "row.title",
        ),
        at_address(INTERNAL, Visitor.ADMINISTRATOR, "/audit?event=revision.suggested"),
    ),
]

RIVALS = [
    Mutant(
        "the list of customers shows all of them to everybody",
        lambda patch, _house: patch.setattr(visible, "sees_all", lambda _actor: True),
        as_visitor(INTERNAL, Visitor.UNASSIGNED_MANAGER),
    ),
    Mutant(
        "plans are read of every customer",
        rewrite(plans, "plans", "Plan.customer_id == customer.id, ", ""),
        at_endpoint(CUSTOMER, "home.show"),
    ),
    Mutant(
        "versions are listed of every customer",
        rewrite(versions, "of_customer", "Plan.customer_id == customer.id", "Plan.id > 0"),
        at_endpoint(CUSTOMER, "documents.index"),
    ),
    Mutant(
        "people are listed of every customer",
        rewrite(people, "_contacts", "Contact.customer_id == customer_id, ", ""),
        at_doors(lambda cell: cell.door.side is CUSTOMER and cell.door.rule.rule.endswith("/people")),
    ),
    Mutant(
        "one’s own data are everybody’s",
        rewrite(own_data, "_wordings", "Revision.contact_id.in_(contact_ids)", "Revision.id > 0"),
        at_endpoint(CUSTOMER, "own_data.download"),
    ),
]

PAGES = [
    Mutant("the home page says a note", let_slip("home.show", CustomerNote.text), on_page("home.show")),
    Mutant("the plan says an internal section", let_slip("plans.show", InternalSection.text), on_page("plans.show")),
    Mutant("a goal says from where somebody decided", let_slip("goals.show", Evidence.address), on_page("goals.show")),
    Mutant(
        "the review says why a plan was closed", let_slip("review.show", Plan.closing_reason), on_page("review.show")
    ),
    Mutant(
        "the documents say what was sold", let_slip("documents.index", Sale.amount_cents), on_page("documents.index")
    ),
    Mutant(
        "a header says how many people they are",
        let_slip("home.show", Customer.employees, header=True),
        on_page("home.show"),
    ),
    Mutant(
        "a header says the id in the CRM",
        let_slip("plans.show", Customer.external_id, header=True),
        on_page("plans.show"),
    ),
    Mutant(
        "next steps say how often a draft was saved",
        let_slip("next_steps.index", Revision.edits),
        on_page("next_steps.index"),
    ),
    Mutant(
        "the settings say why a mail failed",
        let_slip("settings.show", OutboxMessage.last_error),
        on_page("settings.show"),
    ),
    Mutant(
        "the preview says an internal section",
        let_slip("plans.show", InternalSection.text),
        on_page("plans.show", Visitor.PREVIEW),
    ),
    Mutant(
        "anybody who checks a document learns the segments",
        let_slip("check.ask", Segment.name),
        on_page("check.ask", Visitor.ANONYMOUS),
    ),
    Mutant(
        "the sign-in page says who was here",
        let_slip("sign_in.show", AuditPerson.email),
        on_page("sign_in.show", Visitor.ANONYMOUS),
    ),
    Mutant("the review says when the plan was begun", let_slip("review.show", Plan.created_at), on_page("review.show")),
]

PAPERS = [
    Mutant(
        "mails say the industry for the name",
        rewrite(mails, "_reader", 'Customer.name.label("customer_name")', 'Customer.industry.label("customer_name")'),
        lambda house, _whole: in_mails(house),
    ),
    Mutant(
        "mails name drafts",
        rewrite(
            mails,
            "_open_items",
            "Revision.state == RevisionState.OPEN, Revision.turn.in_(turns)",
            "Item.kind == ItemKind.GOAL, Revision.state.in_([RevisionState.OPEN, RevisionState.DRAFT])",
        ),
        lambda house, _whole: in_mails(house),
    ),
    Mutant(
        "working drafts hold what was not sent",
        rewrite(
            draft_documents, "_open_or_in_force", "[RevisionState.AGREED, RevisionState.OPEN]", "list(RevisionState)"
        ),
        lambda house, _whole: in_documents(house),
    ),
    Mutant(
        "documents say the industry in their title",
        rewrite(frozen, "assemble", '"title": plan.title', '"title": plan.customer.industry'),
        lambda house, _whole: in_documents(house),
    ),
    Mutant(
        "documents name the rival",
        rewrite(frozen, "assemble", '"title": plan.title', '"title": "kilpailijansalaisuus"'),
        lambda house, _whole: in_documents(house),
    ),
]

LEAK_MUTANTS = [*DRAFTS, *RIVALS, *PAGES, *PAPERS]
