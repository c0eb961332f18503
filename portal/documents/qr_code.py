"""A QR code as one path of rectangles, each a run of dark modules."""

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True)
class QrCode:
    """The path in units of one module, and how many modules a side has."""

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    lines = segno.make_qr(address, error="m").matrix
    path = []
    for y, line in enumerate(lines):
        x = 0
        for dark, run in groupby(line):
            width = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return QrCode(len(lines), "".join(path))
