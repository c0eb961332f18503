"""PDFs of the sample plans, drawn once for all tests, and what a reader's tools find in them."""

import io
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from portal.documents.rendering import render_in_process
from tests.documents.sample import CHECK_URL, canonical, extreme_plan, sample_draft, sample_plan

KINDS = ("nine goals", "one goal", "45 goals", "extreme", "draft")


@cache
def paper(kind: str, locale: str) -> bytes:
    """The PDF of one kind of plan in one language."""
    if kind == "draft":
        plan, draft = sample_draft()
        return render_in_process(canonical(plan), locale=locale, check_url=CHECK_URL, draft=draft)
    return render_in_process(content(kind), locale=locale, check_url=CHECK_URL)


def content(kind: str) -> bytes:
    """The canonical content of an agreed plan."""
    plans = {
        "nine goals": sample_plan,
        "one goal": lambda: sample_plan(goals=1, steps=0),
        "45 goals": lambda: sample_plan(goals=45, steps=40),
        "extreme": extreme_plan,
    }
    return canonical(plans[kind]())


def words(pdf: bytes) -> str:
    """The text in the order in which a reader's tools take it from the file, with every white space one space."""
    return " ".join(run("pdftotext", "-raw", pdf=pdf).split())


def fonts(pdf: bytes) -> list[str]:
    """The fonts of the file, without their subset prefix."""
    lines = run("pdffonts", pdf=pdf).splitlines()[2:]
    return [line.split()[0].partition("+")[2] for line in lines]


def complaints(pdf: bytes) -> str:
    """What poppler says while it draws every page."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(pdf)
        drawn = subprocess.run(
            ["pdftoppm", "-r", "20", file, Path(folder, "page")], capture_output=True, text=True, check=True
        )
    return drawn.stderr


def attachments(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}


def run(tool: str, *options: str, pdf: bytes) -> str:
    """What one of poppler's tools prints about the file."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(pdf)
        arguments = [tool, *options, str(file), *(["-"] if tool == "pdftotext" else [])]
        return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
