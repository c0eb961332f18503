"""The document's own letters: which font files, which characters they hold, and what stands in for the others.

A font of the machine would make other bytes on another machine, so nothing is ever drawn with one.
"""

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from portal.documents.errors import FontsMissing

FONTS = Path(__file__).parent.parent / "static" / "build" / "fonts"
STAND_IN = "□"

_SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
_SIGNS = ("noto-sans-math-latin-400-normal", "noto-sans-symbols-2-symbols-400-normal")
_EQUALS = {
    "✅": "✓",
    "❌": "✗",
    "⭐": "★",
    "\u2010": "-",
    "\u2011": "-",
    "\u202f": "\u00a0",
    "\u2028": "\n",
    "\u2029": "\n\n",
}
_SOFT_HYPHEN = "\u00ad"
# Pango asks the machine for an emoji font for these, whatever the style sheet says.
_PICTURES = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽☝✊✋✌✍✨❎❓❔❕❗➕➖➗➰➿⬛⬜⭕"
)


@dataclass(frozen=True)
class Face:
    """One font file under a family name of our own: a font of the machine by the same name would win."""

    family: str
    weight: int
    file: str

    @property
    def rule(self) -> str:
        return f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; src: url(asset:{self.file}) }}'


def _faces(family: str, package: str, weights: tuple[int, ...]) -> list[Face]:
    return [
        Face(f"{family} {subset}", weight, f"{package}-{subset}-{weight}-normal.woff2")
        for subset in _SUBSETS
        for weight in weights
    ]


SANS_FACES = _faces("Sovittu Sans", "source-sans-3", (400, 600))
SERIF_FACES = _faces("Sovittu Serif", "source-serif-4", (400,))
SIGN_FACES = [Face(f"Sovittu Signs {number}", 400, f"{file}.woff2") for number, file in enumerate(_SIGNS, 1)]
FACES = SANS_FACES + SERIF_FACES + SIGN_FACES

SANS = tuple(dict.fromkeys(face.family for face in SANS_FACES + SIGN_FACES))
SERIF = tuple(dict.fromkeys(face.family for face in SERIF_FACES)) + SANS


@dataclass(frozen=True)
class Lettering:
    """The font files and the characters that can be drawn with them."""

    files: dict[str, bytes]
    drawable: frozenset[str]

    def fit(self, text: str) -> str:
        """The text in characters that we have: composed, without invisible ones, a square for what cannot be drawn."""
        composed = unicodedata.normalize("NFC", text)
        if all(char in self.drawable or char == "\n" for char in composed):
            return composed
        return "".join(self._shown(char) for char in composed)

    def _shown(self, char: str) -> str:
        if char in self.drawable or char == "\n":
            return char
        if char in _EQUALS:
            return _EQUALS[char]
        match unicodedata.category(char):
            case "Zs":
                return " "
            case "Cc" | "Cf" | "Me":
                return " " if char == "\t" else ""
        if unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
            return ""
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain != char and all(part in self.drawable for part in plain) else STAND_IN


@lru_cache
def lettering(folder: Path = FONTS) -> Lettering:
    """Read the fonts of the build. Raises FontsMissing when they are not there."""
    try:
        files = {face.file: (folder / face.file).read_bytes() for face in FACES}
    except FileNotFoundError as absent:
        raise FontsMissing(f"the document's font {Path(absent.filename).name} is missing: run `make setup`") from None
    letters = _characters(files[face.file] for face in SANS_FACES)
    signs = {char for char in _characters(files[face.file] for face in SIGN_FACES) if _is_sign(char)}
    return Lettering(files, frozenset((letters | signs) - _PICTURES - _EQUALS.keys()))


def _characters(contents: Iterable[bytes]) -> set[str]:
    """What the fonts hold, without controls and marks that turn the direction of the text."""
    codes = {code for content in contents for code in TTFont(io.BytesIO(content), lazy=True).getBestCmap()}
    return {char for char in map(chr, codes) if char == _SOFT_HYPHEN or unicodedata.category(char) not in ("Cc", "Cf")}


def _is_sign(char: str) -> bool:
    """A sign that stands by itself; mathematical alphabets and combining marks are not what people type."""
    return char <= "\uffff" and unicodedata.category(char)[0] in "SPN"
