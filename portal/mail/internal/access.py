"""Mails that let a colleague in: invitation, new password."""

from datetime import datetime

from portal.mail.internal.footing import small_print
from portal.mail.letter import Button, Letter, Paragraph
from portal.mail.wording import needs_answer
from portal.queries.internal.mails import StaffReader
from portal.texts import Texts


def invitation(reader: StaffReader, texts: Texts, url: str, expires_at: datetime) -> Letter:
    """To a new colleague."""
    return Letter(
        subject=needs_answer(texts, texts._("invitation to Sovittu of %(provider)s", provider=reader.provider_name)),
        heading=texts._("Welcome to Sovittu, %(name)s", name=reader.name),
        parts=[
            Paragraph(texts._("Here we draft joint plans with our customers, agree on them and carry them out.")),
            Button(texts._("Accept the invitation"), url),
            Paragraph(texts._("The link works once, until %(moment)s.", moment=texts.moment(expires_at))),
        ],
        small_print=small_print(reader, texts),
    )


def password_reset(reader: StaffReader, texts: Texts, url: str, expires_at: datetime) -> Letter:
    """To a colleague who has forgotten the password."""
    return Letter(
        subject=texts._("Choose a new password for Sovittu"),
        heading=texts._("Choose a new password"),
        parts=[
            Button(texts._("Choose a new password"), url),
            Paragraph(texts._("The link works once, until %(moment)s.", moment=texts.moment(expires_at))),
            Paragraph(texts._("If you did not ask for it, you need not do anything: your password stays as it is.")),
        ],
        small_print=small_print(reader, texts),
    )
