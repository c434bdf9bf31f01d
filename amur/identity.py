"""Keys that stay the same from run to run: of an article, and of the rules that read it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from ingest.links import link_key
from ingest.records import Entry


def article_id(entry: Entry) -> str:
    """16 hexadecimal digits; feeds that carry one link, or its mirror or mobile copy, give one article."""
    url = entry.canonical_url or entry.url
    return url_id(url) if url else key(f"entry:{entry.entry_id}")


def url_id(url: str) -> str:
    """The key of the article behind a URL."""
    return key(link_key(url))


def key(text: str) -> str:
    """A short stable key of any text."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@cache
def extractor_version() -> str:
    """The project's version and a short hash of all that reads: rules and code of `transform`.

    It stands on every fact, so that a figure can be told from one that older rules read.
    """
    digest = hashlib.blake2b(digest_size=4)
    for name, file in sorted(_files(files("transform"), "")):
        digest.update(name.encode() + b"\0" + file.read_bytes())
    return f"{version('amur')}+{digest.hexdigest()}"


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                found += _files(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".toml", ".csv")):
            found.append((f"{prefix}{item.name}", item))
    return found
