"""Markup that is nested beyond sense, cut before a parser walks into it.

A parser looks through all open elements at each tag: a page of 40,000 open lists takes it 40 seconds, and twice as many
take four times as long. Browsers stop at some 500 levels; no article lies deeper.
"""

from __future__ import annotations

import re

#: Levels, counted by tags alone; unclosed ones of a careless page add up, so far more than any article has.
DEEPEST = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
#: Elements that hold nothing or end by themselves where the next one begins.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p td th tr tbody thead tfoot dd dt option "
    "optgroup body html head".split()
)
#: What stands in these is no markup, however many "i<n" a script holds.
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}


def shallow(html: str) -> str:
    """`html` up to where more than DEEPEST elements are open; nearly always all of it."""
    if html.count("<") <= DEEPEST:
        return html
    depth = after = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if tag.start() < after or name in _FLAT:
            continue
        if name in _RAW and not tag[1]:
            end = _RAW[name].search(html, tag.end())
            if end is None:
                break  # all that follows is its text
            after = end.end()
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return html[: tag.start()]
    return html
