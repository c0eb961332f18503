"""Words struck and words added between two wordings, paragraph by paragraph."""

import difflib
import re
from dataclasses import dataclass

_TOKENS = re.compile(r"\n\s*\n|\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed ("same"), was struck ("del") or was added ("ins")."""

    kind: str
    text: str


def changed_words(was: str, now: str) -> list[Piece]:
    """Neighbouring words of one kind stand together."""
    old, new = _TOKENS.findall(was), _TOKENS.findall(now)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        pieces.extend(
            Piece(mark, "".join(tokens)) for mark, tokens in (("del", old[i1:i2]), ("ins", new[j1:j2])) if tokens
        )
    return pieces


def paragraphs(now: str, was: str | None = None) -> list[list[Piece]]:
    """The text in paragraphs, with what changed since `was` where that is given."""
    pieces = [Piece("same", now)] if was is None or was == now else changed_words(was, now)
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = re.split(r"\n\s*\n", piece.text)
        found[-1].append(Piece(piece.kind, first))
        found.extend([Piece(piece.kind, part)] for part in rest)
    kept = [[piece for piece in paragraph if piece.text] for paragraph in found]
    return [paragraph for paragraph in kept if any(piece.text.strip() for piece in paragraph)]
