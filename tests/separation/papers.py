"""All that stands in a file, for whoever looks closer than a reader would."""

import io
from functools import cache

import pikepdf

from tests.documents.papers import attachments, words


@cache
def everything_in(pdf: bytes) -> bytes:
    """The text as it is read, the metadata, the attachments, and every stream and string behind them."""
    found = [words(pdf).encode(), *attachments(pdf).values()]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found += [str(opened.docinfo).encode(), bytes(opened.Root.Metadata.read_bytes())]
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(bytes(thing.read_bytes()))
            else:
                found.append(repr(thing).encode())
    return b"\n".join(found)
