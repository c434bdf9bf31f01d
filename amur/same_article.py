"""Is the page that answered the article that the feed told of?

For what they took down some sites answer with an apology and status 200, or lead to their front page: taken for the
article, it would put another story under this title, or leave out what the feed's own summary tells.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest.records import Entry, Page

#: The path of a front page, or of a language's.
_FRONT = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|main)\.\w+)?", re.IGNORECASE)
#: By script: words by their first letters, so that no ending hides them; Chinese by two characters.
_WORDS = tuple(map(re.compile, (r"\b[a-z]{5}", r"\b[а-я]{5}", r"(?=([\u4e00-\u9fff]{2}))")))
#: Fewer words say nothing; of its title and summary an article holds more than one word in ten.
_FEWEST, _SHARE = 12, 0.1


def why_another(entry: Entry, page: Page) -> str | None:
    """Why the page is not the entry's article; None where it may be."""
    if entry.url and not _is_front(entry.url) and _is_front(page.url):
        return "it leads to the front page"
    if _speaks_of_another(f"{entry.title} {entry.summary}", f"{page.title} {page.text}"):
        return "it has nothing of what the feed tells"
    return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


def _speaks_of_another(told: str, shown: str) -> bool:
    """In each script in which both have words enough, hardly any of the one stands in the other."""
    pairs = [(set(words.findall(_plain(told))), set(words.findall(_plain(shown)))) for words in _WORDS]
    judged = [(ours, theirs) for ours, theirs in pairs if min(len(ours), len(theirs)) >= _FEWEST]
    return bool(judged) and all(len(ours & theirs) <= _SHARE * len(ours) for ours, theirs in judged)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
