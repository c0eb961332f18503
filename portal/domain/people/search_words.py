"""The words by which customers are found as one types: of the company's name, town and ids, and of its people."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, ForeignKey, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, db
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer

WORD_LENGTH = 40
MOST_WORDS = 6
LAST = "\U0010ffff"

Word = String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql")
"""Compared by code point on either engine, so that a prefix is a range of the index."""


class CustomerWord(Model):
    """One normalised word of one customer."""

    __tablename__ = "customer_word"

    word: Mapped[str] = mapped_column(Word, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True, index=True)


def words_of(*texts: str | None) -> set[str]:
    """The words of the texts, without case and accents: Hämeenlinna is found by hameen."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text for text in texts if text).casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return {word[:WORD_LENGTH] for word in re.findall(r"[^\W_]+", plain)}


def matches(customer_id: ColumnElement[int], query: str) -> Iterable[ColumnElement[bool]]:
    """The conditions that the customer has, for each word typed, a word that begins with it."""
    for word in sorted(words_of(query), key=len, reverse=True)[:MOST_WORDS]:
        yield customer_id.in_(
            select(CustomerWord.customer_id).where(CustomerWord.word >= word, CustomerWord.word < word + LAST)
        )


def refresh(customer_ids: Collection[int]) -> None:
    """Make the words of these customers what their rows now say."""
    ids = list(customer_ids)
    for start in range(0, len(ids), 500):
        _refresh(ids[start : start + 500])


def _refresh(ids: list[int]) -> None:
    words: dict[int, set[str]] = {}
    company = select(Customer.id, Customer.name, Customer.city, Customer.business_id, Customer.external_id)
    person = select(Contact.customer_id, Contact.name, Contact.email)
    for query, column in ((company, Customer.id), (person, Contact.customer_id)):
        for customer_id, *texts in db.session.execute(query.where(column.in_(ids))):
            words.setdefault(customer_id, set()).update(words_of(*texts))
    db.session.execute(delete(CustomerWord).where(CustomerWord.customer_id.in_(ids)))
    rows = [{"customer_id": id_, "word": word} for id_, found in words.items() for word in sorted(found)]
    if rows:
        db.session.execute(insert(CustomerWord), rows)
