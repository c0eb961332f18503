"""Mails that let a contact in: invitation, one-time sign-in link, new password."""

from datetime import datetime

from portal.mail.customer.footing import small_print
from portal.mail.letter import Button, Letter, Paragraph
from portal.mail.wording import needs_answer
from portal.queries.customer.mails import Reader
from portal.texts import Texts


def invitation(reader: Reader, texts: Texts, url: str, expires_at: datetime) -> Letter:
    """To a contact who has been given access."""
    sender = {"name": reader.manager_name or reader.provider_name, "provider": reader.provider_name}
    return Letter(
        subject=needs_answer(texts, texts._("invitation to plan together with %(provider)s", **sender)),
        heading=texts._("%(name)s invites you to a joint plan", **sender),
        parts=[
            Paragraph(
                texts._(
                    "%(provider)s and %(customer)s write down what they want to reach together, who does what and by "
                    "when. You see the plan, say what you think of it and agree on it in a portal of your own.",
                    customer=reader.customer_name,
                    provider=reader.provider_name,
                )
            ),
            Button(texts._("Accept the invitation"), url),
            Paragraph(texts._("The link works once, until %(moment)s.", moment=texts.moment(expires_at))),
        ],
        small_print=small_print(reader, texts),
    )


def sign_in_link(reader: Reader, texts: Texts, url: str, expires_at: datetime) -> Letter:
    """To a contact who asked to sign in without a password."""
    return Letter(
        subject=texts._("Your sign-in link to %(provider)s", provider=reader.provider_name),
        heading=texts._("Here is your sign-in link"),
        parts=[
            Button(texts._("Sign in"), url),
            Paragraph(texts._("The link works once, until %(moment)s.", moment=texts.moment(expires_at))),
            Paragraph(texts._("If you did not ask for it, you need not do anything: nobody gets in without it.")),
        ],
        small_print=small_print(reader, texts),
    )


def password_reset(reader: Reader, texts: Texts, url: str, expires_at: datetime) -> Letter:
    """To a contact who has forgotten the password."""
    return Letter(
        subject=texts._("Choose a new password for %(provider)s", provider=reader.provider_name),
        heading=texts._("Choose a new password"),
        parts=[
            Button(texts._("Choose a new password"), url),
            Paragraph(texts._("The link works once, until %(moment)s.", moment=texts.moment(expires_at))),
            Paragraph(texts._("If you did not ask for it, you need not do anything: your password stays as it is.")),
        ],
        small_print=small_print(reader, texts),
    )
