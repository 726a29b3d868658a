"""Tables that pages of Docs hold between ``<!-- table NAME -->`` and the next ``<!-- end -->``, filled
from the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_PLACE = re.compile(r"(<!-- table (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str, tables: Mapping[str, str]) -> str:
    """Return the page with every table as it is now; raises `ValueError` unless each one has its place."""
    places = [place["name"] for place in _PLACE.finditer(page)]
    if sorted(places) != sorted(tables):
        raise ValueError(f"the page and the tables differ: {sorted(set(places) ^ set(tables)) or places}")
    return _PLACE.sub(lambda place: f"{place[1]}\n{tables[place['name']]}\n{place[3]}", page)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
