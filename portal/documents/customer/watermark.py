"""What stands behind every page of a draft."""

from html import escape


def watermark(word: str) -> bytes:
    """The word, large and pale, and a hatched edge that survives a black-and-white printer."""
    hatch = "".join(f"M0 {y}L14 {y - 14}" for y in range(14, 860, 9))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595.3 841.9" width="595.3" height="841.9">
<path d="{hatch}" stroke="#8a959c" stroke-width="1" fill="none"/>
<text x="310" y="470" transform="rotate(-52 310 450)" text-anchor="middle" font-family="Sovittu Serif latin"
 font-size="128" fill="#eef0ef">{escape(word)}</text></svg>""".encode()
