"""What was struck and what was added tell both wordings."""

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.customer.changed_words import Piece, changed_words, paragraphs

WORDING = st.lists(st.sampled_from(["tavoite", "2 h", "puolittuu", "\n\n", "€", "30.4."]), max_size=20).map(" ".join)


@given(WORDING, WORDING)
def test_both_wordings_can_be_read_from_the_difference(was: str, now: str) -> None:
    pieces = changed_words(was, now)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins").split() == was.split()
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == now


def test_only_the_words_that_changed_are_marked() -> None:
    assert changed_words("kahdessa tunnissa yöllä", "yhdessä tunnissa yöllä") == [
        Piece("del", "kahdessa"),
        Piece("ins", "yhdessä"),
        Piece("same", " tunnissa yöllä"),
    ]


def test_blank_lines_part_paragraphs_and_empty_ones_vanish() -> None:
    assert paragraphs("yksi\nrivi\n\n \n\nkaksi\n\n") == [[Piece("same", "yksi\nrivi")], [Piece("same", "kaksi")]]
    assert paragraphs("") == []


def test_a_struck_paragraph_stays_a_paragraph() -> None:
    assert paragraphs("yksi", "yksi\n\nkaksi") == [[Piece("same", "yksi")], [Piece("del", "kaksi")]]
