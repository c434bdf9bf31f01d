"""Turns records into pages: one look for all HTML, one way of escaping, and Markdown whose text is never markup."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from amur import readable


@cache
def _environment(html: bool) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("amur", "templates"),
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "amount": readable.amount,
        "day": readable.day,
        "line": readable.one_line,
        "moment": readable.moment,
        "outlets": readable.outlets,
        "plain": readable.markdown,
        "rounded": readable.rounded,
        "paper": readable.paper,
        "spaced": readable.spaced,
        "web": readable.web_link,
    }
    return environment


def page(template: str, *, served: bool = False, **given: Any) -> str:
    """An HTML page; `served` adds the navigation and links between pages, which a file of its own can't have."""
    return _environment(True).get_template(template).render(served=served, **given)


def text(template: str, **given: Any) -> str:
    """A text page, such as Markdown."""
    return _environment(False).get_template(template).render(**given)
