"""The drawing process: takes orders on its input, answers with documents, ends when its parent does.

Run by rendering.py as `python -m portal.documents.drawing MEBIBYTES`.
"""

import json
import os
import resource
import sys
from typing import Any

from portal.documents.customer.plan_content import DraftState
from portal.documents.customer.plan_document import ACCENT, render_plan
from portal.documents.errors import DocumentError, RenderingFailed, RenderingOutOfMemory
from portal.documents.rendering import read_frame, write_frame


def main() -> None:
    limit = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    while True:
        try:
            order = json.loads(read_frame(sys.stdin.buffer))
        except EOFError:
            return
        outcome, payload = _carried_out(order)
        write_frame(answers, outcome.encode())
        write_frame(answers, payload)


def _carried_out(order: dict[str, Any]) -> tuple[str, bytes]:
    """The document, or the name and text of the error that its orderer will raise."""
    try:
        return "made", _drawn(order)
    except DocumentError as fault:
        return type(fault).__name__, str(fault).encode()
    except MemoryError:
        return RenderingOutOfMemory.__name__, b"the document needs more memory than a drawing may take"
    except Exception as fault:  # noqa: BLE001  # whatever it was, the orderer is told instead of waiting
        return RenderingFailed.__name__, f"{type(fault).__name__}: {fault}".encode()


def _drawn(order: dict[str, Any]) -> bytes:
    draft = order["draft"]
    return render_plan(
        order["content"].encode(),
        locale=order["locale"],
        check_url=order["check_url"],
        draft=DraftState.from_plain(draft) if draft else None,
        accent=order["accent"] or ACCENT,
    )


if __name__ == "__main__":
    main()
