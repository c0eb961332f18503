"""The PDF of an agreed plan is right for people, for screen readers, for archives and for whoever checks it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from page import ValidationProfile, validate_pdf_bytes

from portal.documents.customer.plan_document import render_plan
from portal.documents.errors import ContentNotUnderstood
from portal.documents.rendering import render_in_process
from tests.documents.papers import KINDS, attachments, complaints, content, fonts, paper, run, words
from tests.documents.sample import CHECK_URL, canonical, sample_plan

PAPERS = [(kind, "en") for kind in KINDS] + [("nine goals", "fi"), ("nine goals", "sv"), ("draft", "sv")]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("kind", "locale"), PAPERS)
@pytest.mark.parametrize("standard", [ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1])
def test_every_paper_keeps_both_standards(kind: str, locale: str, standard: ValidationProfile) -> None:
    report = validate_pdf_bytes(paper(kind, locale), profile=standard)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 100


@pytest.mark.parametrize(("kind", "locale"), PAPERS)
def test_every_page_is_drawn_without_a_complaint_and_with_our_fonts_alone(kind: str, locale: str) -> None:
    assert complaints(paper(kind, locale)) == ""
    found = fonts(paper(kind, locale))
    assert found
    assert [name for name in found if not name.startswith("Sovittu-")] == []


def test_another_process_with_other_hash_seed_and_zone_makes_the_same_bytes() -> None:
    there = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ELSEWHERE],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        capture_output=True,
        check=True,
        text=True,
    )
    here = [hashlib.sha256(paper(kind, "sv")).hexdigest() for kind in ("nine goals", "draft")]
    assert there.stdout.split() == here


_ELSEWHERE = """
import hashlib
from portal.documents.customer.plan_document import render_plan
from tests.documents.papers import content
from tests.documents.sample import CHECK_URL, canonical, sample_draft
plan, draft = sample_draft()
for kind, state in ((content("nine goals"), None), (canonical(plan), draft)):
    made = render_plan(kind, locale="sv", check_url=CHECK_URL, draft=state)
    print(hashlib.sha256(made).hexdigest())
"""


@pytest.mark.parametrize("kind", ["nine goals", "extreme"])
def test_the_attached_data_are_the_agreed_content_and_their_sha256_is_the_printed_fingerprint(kind: str) -> None:
    attached = attachments(paper(kind, "en"))
    assert attached == {"sovittu-plan-v3.json": content(kind)}
    digest = hashlib.sha256(attached["sovittu-plan-v3.json"]).hexdigest()
    assert " ".join(digest[at : at + 4] for at in range(0, 64, 4)) in words(paper(kind, "en"))


def test_text_taken_from_the_file_runs_as_people_read_it() -> None:
    text = words(paper("nine goals", "en"))
    order = [
        "Joint plan 2027",
        "Koillismaan Limppula Oy 1234567-1 Jyväpolku 38, 93600 Kuusamo",
        "What we agreed",
        "Relationship and desired customer experience",
        "Aino Revontaival 1 Dec 2026 Revision 2 Revontuli Kiinteistöpalvelut on pitänyt",
        "Situation",
        "Goals for 2027 1 Starts 23 Dec 2026 Agreed 2 Dec 2026 Revision 2 Kylmätilojen",
        "Baseline 38 h Target 19.5 h Due 1 May 2027",
        "Long-term goals",
        "Schedule",
        "Next steps by month",
        "Responsibilities and contact persons",
        "Decisions",
        "Electronic signature",
        "Decisions on the goals",
        "How to verify this document",
        "Open the address",
        "Fingerprint of the agreed content",
        "Versions",
    ]
    places: list[int] = []
    for words_wanted in order:
        places.append(text.find(words_wanted, places[-1] if places else 0))
        assert places[-1] >= 0, words_wanted


def test_names_in_any_alphabet_and_the_letters_of_finnish_and_swedish_are_there() -> None:
    text = words(paper("nine goals", "fi"))
    for letters in ("Γιώργος Παπαδόπουλος", "Оксана Коваленко", "Väinö Öhman", "Åsa Hällström-", "5 900 €"):
        assert letters in text


def test_amounts_and_dates_follow_the_reader() -> None:
    assert "412 000 kWh 362 600 kWh 1.7.2028" in words(paper("nine goals", "fi")).replace("\u00a0", " ")
    assert "412,000 kWh 362,600 kWh 1 Jul 2028" in words(paper("nine goals", "en")).replace("\u00a0", " ")
    assert "412 000 kWh 362 600 kWh 1 juli 2028" in words(paper("nine goals", "sv")).replace("\u00a0", " ")


def test_finnish_compounds_are_broken_between_syllables() -> None:
    text = run("pdftotext", "-raw", pdf=paper("nine goals", "fi"))
    broken = [line.split()[-1] for line in text.splitlines() if line.endswith("-") and len(line) > 20]
    assert "Ennak-" in broken
    assert not {part for part in broken if part.rstrip("-")[-1] in "-0123456789"}


def test_signs_outside_our_fonts_become_squares_and_the_paper_says_so() -> None:
    text = words(paper("extreme", "en"))
    assert "Vasteaika ≤ 2 h → NPS ≥ 55 ✓ □ □□ - ŧŦ “x”" in text
    assert "A square stands for a sign" in text
    assert "A square stands for a sign" not in words(paper("nine goals", "en"))


def test_every_decision_is_there_with_its_time_and_the_fingerprint_of_its_revision() -> None:
    text = words(paper("nine goals", "en")).replace("\u00a0", " ")
    fifth = sample_plan()["goals"][4]
    digest = fifth["fingerprint"]
    assert " ".join(digest[at : at + 4] for at in range(0, 16, 4)) in text
    assert "wrote 6 Nov 2026 10:12" in text
    assert "in place of Оксана Коваленко, approved 6 Dec 2026 08:31" in text


def test_the_signature_claims_no_more_than_the_plain_sense() -> None:
    text = words(paper("nine goals", "en"))
    assert "electronic signature in the plain sense of Article 3(10)" in text
    assert "neither an advanced nor a qualified" in text


def test_the_address_to_check_at_is_printed_as_it_was_given() -> None:
    assert CHECK_URL.removeprefix("https://") in words(paper("nine goals", "en")).replace("/ ", "/")


def test_a_plan_without_next_steps_says_so() -> None:
    assert "No next steps had been agreed when this was written." in words(paper("one goal", "en"))


def test_every_page_has_its_number_and_every_long_plan_a_table_of_contents() -> None:
    text = words(paper("45 goals", "en")).replace("\u00a0", " ")
    pages = int(run("pdfinfo", pdf=paper("45 goals", "en")).partition("Pages:")[2].split()[0])
    assert all(f"Page {number} / {pages}" in text for number in range(2, pages + 1))
    assert "Contents What we agreed 3" in text
    assert "Contents" not in words(paper("nine goals", "en"))


def test_a_draft_has_no_fingerprint_no_data_and_no_signature() -> None:
    text = words(paper("draft", "en")).replace("\u00a0", " ")
    assert attachments(paper("draft", "en")) == {}
    assert "Fingerprint of the agreed content" not in text
    assert "Electronic signature" not in text
    assert "Draft 21 Dec 2026 10:05, not agreed" in text


def test_a_draft_says_what_waits_for_whom_and_what_stays_in_force() -> None:
    text = words(paper("draft", "en")).replace("\u00a0", " ")
    assert "Goal 2: Aino Revontaival, Revontuli Kiinteistöpalvelut, since 18 Dec 2026" in text
    assert "Nothing has been agreed about this yet." in text
    assert "The proposal is to give this goal up. Until both sides agree, it stays in force." in text
    assert "Version 3 stays in force until both sides have agreed the next one." in text
    assert "This is a draft. 3 goals wait for a decision." in text


def test_a_draft_shows_words_struck_and_words_added_beside_each_other() -> None:
    text = words(paper("draft", "en")).replace("\u00a0", " ")
    assert "tullaan kahdessa puolessatoista tunnissa" in text
    assert "Target 90 min 120 min Due 30 Jun 2027 1 Jun 2027" in text


def test_the_accent_is_the_providers_and_changes_nothing_else() -> None:
    wine = render_in_process(content("one goal"), locale="en", check_url=CHECK_URL, accent="#7a1f3d")
    assert wine != paper("one goal", "en")
    assert words(wine) == words(paper("one goal", "en"))


def test_content_of_another_format_is_refused_by_name() -> None:
    other = canonical(sample_plan() | {"format": "sovittu-plan/2"})
    for bad in (b"", b"[]", b"{}", other):
        with pytest.raises(ContentNotUnderstood):
            render_plan(bad, locale="fi", check_url=CHECK_URL)
