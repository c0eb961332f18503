"""Faults that let somebody in: through a permission, past the guard, with a dead sign-in, to what is another's."""

from portal.customer.people import CustomerPeople
from portal.domain.insight import saved_views
from portal.domain.people import accounts, entitlement, resending, sessions, tokens
from portal.domain.people.actors import StaffActor
from portal.domain.people.sides import Side
from portal.domain.plan import draft_documents
from portal.internal import assignments, contacts, items
from portal.internal.people import InternalPeople
from portal.policy import permissions
from portal.policy.permissions import Permission, Person
from portal.queries.internal import negotiation, plan_items
from portal.web import guard
from tests.separation.altering import (
    both,
    declare,
    everybody_may,
    predicate,
    rewrite,
    unchecked_forms,
    write_before_refusing,
    write_while_looking,
)
from tests.separation.declared import needs
from tests.separation.mutants import Mutant, as_visitor, asking, at_endpoint, by_trespassing
from tests.separation.trespassing import (
    an_unsent_plan,
    ids_of_the_rival,
    spent_links,
    things_of_others,
    without_form_token,
)
from tests.separation.visitors import Visitor


def _assigned_somewhere(person: Person, _customer_id: int | None) -> bool:
    return isinstance(person, StaffActor) and bool(person.assignments)


P = Permission
INTERNAL, CUSTOMER = Side.PROVIDER, Side.CUSTOMER

GRANTED = [
    *(
        Mutant(f"everybody may {permission.value.replace('_', ' ')}", everybody_may(permission), asking(permission))
        for permission in (
            *(P.SEE_CUSTOMER, P.CREATE_CUSTOMER, P.EDIT_CUSTOMER, P.KEEP_CONTACTS, P.KEEP_TEAM, P.WRITE_PLAN),
            *(P.DRAFT_IN_PLAN, P.DECIDE_FOR_PROVIDER, P.CLOSE_PLAN, P.ADMINISTER, P.KEEP_OWN_ACCOUNT),
            *(P.TAKE_PART, P.DECIDE_FOR_CUSTOMER),
        )
    ),
    Mutant(
        "being on any account team is enough",
        rewrite(InternalPeople, "customer", "Assignment.customer_id == Customer.id, ", ""),
        at_endpoint(INTERNAL, "customers.show"),
    ),
    Mutant("team members send", predicate(P.DECIDE_FOR_PROVIDER, permissions._on_team), asking(P.DECIDE_FOR_PROVIDER)),
    Mutant("whoever sees a plan writes it", predicate(P.WRITE_PLAN, permissions._sees), asking(P.WRITE_PLAN)),
    Mutant("administrators invite contacts", predicate(P.KEEP_CONTACTS, permissions._keeps), asking(P.KEEP_CONTACTS)),
    Mutant("account managers close plans", predicate(P.CLOSE_PLAN, permissions._writes), asking(P.CLOSE_PLAN)),
    Mutant("all staff administer", predicate(P.ADMINISTER, permissions._staff), asking(P.ADMINISTER)),
    Mutant(
        "leads may not draft where they are not assigned",
        predicate(P.DRAFT_IN_PLAN, _assigned_somewhere),
        asking(P.DRAFT_IN_PLAN),
    ),
    Mutant(
        "participants decide", predicate(P.DECIDE_FOR_CUSTOMER, permissions._contact), asking(P.DECIDE_FOR_CUSTOMER)
    ),
    Mutant("previews take part", predicate(P.TAKE_PART, permissions._reads_shared), asking(P.TAKE_PART)),
    Mutant(
        "previews may send forms",
        both(
            predicate(P.DECIDE_FOR_CUSTOMER, permissions._reads_shared),
            rewrite(guard, "_authorise", "request.method not in SAFE_METHODS", "False"),
        ),
        asking(P.DECIDE_FOR_CUSTOMER),
    ),
]

DECLARED = [
    Mutant(
        "sending asks only for sight",
        declare(INTERNAL, "sendings.send", P.SEE_CUSTOMER),
        lambda house, _whole: needs(house),
    ),
    Mutant(
        "approving asks only for drafting",
        declare(INTERNAL, "decisions.approve", P.DRAFT_IN_PLAN),
        lambda house, _whole: needs(house),
    ),
    Mutant(
        "participants may answer for the customer",
        declare(CUSTOMER, "answers.approve", P.TAKE_PART),
        lambda house, _whole: needs(house),
    ),
    Mutant(
        "everybody edits colleagues",
        declare(INTERNAL, "staff.edit", P.USE_INTERNAL_SIDE),
        lambda house, _whole: needs(house),
    ),
    Mutant("the plan is public", declare(CUSTOMER, "plans.show", guard.PUBLIC), lambda house, _whole: needs(house)),
]

PAST_THE_GUARD = [
    Mutant(
        "the guard does not ask for permission",
        rewrite(guard, "_guard", "_authorise(Permission(permission))", "pass"),
        at_endpoint(INTERNAL, "staff.index"),
    ),
    Mutant(
        "the guard lets strangers pass",
        rewrite(guard, "_guard", "return _ask_to_sign_in(people)", "pass"),
        at_endpoint(INTERNAL, "customers.index"),
    ),
    Mutant("nobody looks at the token of a form", unchecked_forms, by_trespassing(without_form_token)),
    Mutant("looking changes something", write_while_looking, at_endpoint(CUSTOMER, "home.show")),
    Mutant("a refusal writes", write_before_refusing, at_endpoint(INTERNAL, "staff.index")),
    Mutant(
        "staff learn which customers there are",
        rewrite(InternalPeople, "customer", "not can(current.staff(), Permission.SEE_CUSTOMER, found.id)", "False"),
        at_endpoint(INTERNAL, "customers.show"),
    ),
    Mutant(
        "deactivated staff come in",
        rewrite(InternalPeople, "load", "or not member.active", ""),
        as_visitor(INTERNAL, Visitor.DEACTIVATED_STAFF),
    ),
    Mutant(
        "a contact’s secret opens the staff member of the same number",
        rewrite(
            InternalPeople,
            "load",
            "sign_in.staff_id) if sign_in.staff_id",
            "sign_in.account_id or sign_in.staff_id) if True",
        ),
        as_visitor(INTERNAL, Visitor.CONTACT_AT_THE_STAFF_DOOR),
    ),
    Mutant(
        "a staff member’s secret opens the contact of the same number",
        rewrite(
            CustomerPeople,
            "load",
            "sign_in.account_id) if sign_in.account_id",
            "sign_in.staff_id or sign_in.account_id) if True",
        ),
        as_visitor(CUSTOMER, Visitor.STAFF_AT_THE_CUSTOMER_DOOR),
    ),
    Mutant(
        "expired sign-ins are accepted",
        rewrite(sessions, "find", "or found.expires_at <= clock.now()", ""),
        as_visitor(CUSTOMER, Visitor.EXPIRED_CONTACT),
    ),
    Mutant(
        "devices that were signed out stay signed in",
        rewrite(sessions, "find", "or found.ended_at is not None", ""),
        as_visitor(INTERNAL, Visitor.SIGNED_OUT_STAFF),
    ),
    Mutant(
        "deactivated contacts keep their access",
        rewrite(accounts, "memberships", "Contact.deactivated_at.is_(None),", ""),
        as_visitor(CUSTOMER, Visitor.DEACTIVATED_CONTACT),
    ),
    Mutant(
        "previews do not end",
        rewrite(CustomerPeople, "preview", "or grant.expires_at <= clock.now()", ""),
        as_visitor(CUSTOMER, Visitor.EXPIRED_PREVIEW),
    ),
    Mutant(
        "previews outlive their staff member",
        rewrite(CustomerPeople, "preview", "or not member.active", ""),
        as_visitor(CUSTOMER, Visitor.PREVIEW_OF_DEACTIVATED),
    ),
    Mutant(
        "the key in the address is not compared with one’s own",
        rewrite(CustomerPeople, "customer", "if pair[1].key == key", "if pair"),
        as_visitor(CUSTOMER, Visitor.RIVAL_APPROVER),
    ),
    Mutant(
        "deputies decide no more",
        lambda patch, _house: patch.setattr(permissions, "DECIDING_ASSIGNMENTS", entitlement.DECIDING_ASSIGNMENTS[:1]),
        asking(P.DECIDE_FOR_PROVIDER),
    ),
]

OF_OTHERS = [
    Mutant(
        "plans of which nothing was sent are shown",
        rewrite(CustomerPeople, "plan", "found.state is PlanState.DRAFT", "False"),
        by_trespassing(an_unsent_plan),
    ),
    Mutant(
        "whoever has its key fetches a working draft",
        rewrite(draft_documents, "find", "_owner(actor),", ""),
        by_trespassing(things_of_others),
    ),
    Mutant(
        "anybody signs any device out",
        rewrite(sessions, "end", ", staff_id=staff_id, account_id=account_id", ""),
        by_trespassing(things_of_others),
    ),
    Mutant(
        "colleagues remove each other’s views",
        rewrite(saved_views, "remove_view", "or view.staff_id != actor.staff_id", ""),
        by_trespassing(things_of_others),
    ),
    Mutant(
        "items of any plan are moved",
        rewrite(items, "ensure_of_plan", "or item.plan_id != current.plan().id", ""),
        by_trespassing(ids_of_the_rival),
    ),
    Mutant(
        "items of any plan are edited",
        rewrite(plan_items, "item_of", "actor, plan)", "actor, db.session.get(Item, item_id).plan)"),
        by_trespassing(ids_of_the_rival),
    ),
    Mutant(
        "contacts of any customer are kept",
        rewrite(contacts, "_contact", ", Contact.customer_id == current.customer().id", ""),
        by_trespassing(ids_of_the_rival),
    ),
    Mutant(
        "places on any team are kept",
        rewrite(assignments, "_assignment", "or found.customer_id != current.customer().id", ""),
        by_trespassing(ids_of_the_rival),
    ),
    Mutant(
        "revisions of any plan are decided on",
        rewrite(negotiation, "item_id_of_revision", "Item.plan_id == plan_id, ", ""),
        by_trespassing(ids_of_the_rival),
    ),
    Mutant(
        "anybody sends any message again",
        rewrite(resending, "send_again", "if not _may(actor, message.customer_id):", "if False:"),
        at_endpoint(INTERNAL, "messages.send_again"),
    ),
    Mutant(
        "links work twice", rewrite(tokens, "find", "or found.used_at is not None", ""), by_trespassing(spent_links)
    ),
    Mutant(
        "links never expire",
        rewrite(tokens, "find", "or found.expires_at <= clock.now()", ""),
        by_trespassing(spent_links),
    ),
    Mutant("links are not compared", rewrite(tokens, "find", "not genuine or ", ""), by_trespassing(spent_links)),
]

DOOR_MUTANTS = [*GRANTED, *DECLARED, *PAST_THE_GUARD, *OF_OTHERS]
