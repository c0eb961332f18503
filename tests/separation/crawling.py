"""Every page and fragment that one visitor can reach on a side: from the URL map, and on along the links."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

from portal.domain.people.sides import Side
from tests.separation.addresses import doors
from tests.separation.house import House
from tests.separation.visitors import Visitor

LINKS = re.compile(r'(?:href|hx-get|src|data-url)="(/[^"#]*)')
FRAGMENT = {"HX-Request": "true"}
ONCE = re.compile(rb'name="once" value="[^"]*"')
"""A form's key against sending it twice is another each time."""
MOST_PAGES = 400
MOST_VARIANTS = 4
"""Of one address with other questions behind it."""

Read = tuple[str, bytes]
"""What was asked for, and the answer with its headers."""


def crawl(house: House, side: Side, visitor: Visitor, *, fragments: bool = True) -> Iterator[Read]:
    """Every answer to a GET, whole and as a fragment; nothing is followed off the side or into another language."""
    waiting = [door.address(house.world, visitor) for door in doors(side, house.apps[side]) if door.method == "GET"]
    seen: set[str] = set()
    variants: Counter[str] = Counter()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in seen or path.startswith("/static/") or variants[path] >= MOST_VARIANTS:
            continue
        seen.add(address)
        variants[path] += 1
        answer = house.ask(side, visitor, address)
        yield address, _whole(answer.status, str(answer.headers), answer.get_data())
        if answer.status_code == 200 and answer.mimetype == "text/html":
            waiting += [link for link in _links(answer.get_data(as_text=True), address) if link not in seen]
        if fragments and answer.status_code == 200 and answer.mimetype == "text/html":
            fragment = house.ask(side, visitor, address, headers=FRAGMENT)
            yield f"{address} (fragment)", _whole(fragment.status, str(fragment.headers), fragment.get_data())


def read_again(house: House, visitor: Visitor, addresses: Iterable[str]) -> Iterator[Read]:
    """The answers of the customer side to some addresses."""
    for address in addresses:
        answer = house.ask(Side.CUSTOMER, visitor, address)
        yield address, _whole(answer.status, str(answer.headers), answer.get_data())


def _whole(status: str, headers: str, body: bytes) -> bytes:
    return b"\n".join((status.encode(), headers.encode(), ONCE.sub(b"", body)))


def _links(page: str, address: str) -> list[str]:
    found = [html.unescape(link) for link in LINKS.findall(page)]
    found += [address.partition("?")[0] + html.unescape(query) for query in re.findall(r'href="(\?[^"#]*)', page)]
    return [
        link for link in dict.fromkeys(found) if not any(name == "lang" for name, _ in parse_qsl(urlsplit(link).query))
    ]
