"""Whatever people type is drawn with our own letters, or a square stands for it."""

import random

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.lettering import STAND_IN, lettering
from portal.documents.rendering import render_in_process
from tests.documents.papers import fonts
from tests.documents.sample import CHECK_URL, canonical, sample_plan


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_becomes_letters_that_can_be_drawn_and_stays_so(text: str) -> None:
    fit = lettering().fit
    assert all(char in lettering().drawable or char == "\n" for char in fit(text))
    assert fit(fit(text)) == fit(text)


def test_what_people_type_is_kept_as_it_is() -> None:
    for text in ("Kärkkäinen & Ström, 5 900 €", "Œuvre №7 – “ok” … ≥ 55 → ✓", "ŧŦ Ħ Ğ Ș ő ž Þ", "Ґанок, Ύδρα, Nguyễn"):
        assert lettering().fit(text) == text


def test_what_cannot_be_drawn_becomes_its_plain_form_or_a_square() -> None:
    fit = lettering().fit
    assert fit("ka\u0308rki") == "kärki"
    assert fit("𝐍𝐏𝐒 ① ﬁ") == "NPS 1 fi"
    assert fit("日本 👍") == STAND_IN * 2 + " " + STAND_IN
    assert fit("a\u202eb\u200bc\x07d\ufe0f") == "abcd"


def test_no_letter_is_ever_drawn_with_a_font_of_the_machine() -> None:
    chance = random.Random(7)  # the same text every time
    plan = sample_plan(goals=1, steps=1)
    plan["sections"][0]["text"] = " ".join(sorted(lettering().drawable))
    plan["goals"][0]["title"] = "".join(chr(chance.randrange(0x20, 0xD7FF)) for _ in range(200))
    plan["people"]["p1"]["name"] = "".join(chance.choices(sorted(lettering().drawable), k=200))
    plan["goals"][0]["description"] = "".join(chr(chance.randrange(0x1F000, 0x1FAFF)) for _ in range(200))
    made = render_in_process(canonical(plan), locale="fi", check_url=CHECK_URL)
    assert {name.split("-")[0] for name in fonts(made)} == {"Sovittu"}
