"""The prose of an article page, found by weighing its blocks: where the unlinked text stands, that container is it.

Works on a lexbor tree in one pass over the text nodes. Declines (None) when the weight is spread over several places;
the caller then asks trafilatura. Boilerplate goes by markup cues and by how a paragraph reads (`rules/pages.toml`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import msgspec

from ingest.page_rules import rules
from ingest.prose import prose_only

#: A block of less unlinked text says nothing about where the article stands (half of it in unspaced scripts).
MIN_BLOCK = 40
#: The chosen container must hold this share of the page's prose, or the verdict is left to trafilatura (measured:
#: from 0.7 down to 0.3 quality stays, and more pages are read fast).
CONFIDENT = 0.3
#: Elements nested deeper than this are no page but an attack; what they hold is not read.
MAX_DEPTH = 250
#: Shorter Latin or Cyrillic text may be a blurb beside the article (measured: 350 is worse, 700 no better).
MIN_TEXT = 500

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q ruby s samp small span strike strong sub sup "
    "time tt u var wbr nobr acronym label".split()
)
_PROSE_TAGS = frozenset(("p", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "dd", "td"))
_TEXT, _SPACE = "-text", re.compile(r"\s+")
_PIECES = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[a-z]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@lru_cache(maxsize=20_000)
def _role(marks: str) -> int:
    """1 when class and id name the article's body, -1 when they name furniture, else 0."""
    folded = marks.lower()
    if any(cue in folded for cue in rules().body):
        return 1
    pieces = {piece.lower() for piece in _PIECES.findall(marks)}
    return -1 if pieces & _cues() else 0


@cache
def _cues() -> frozenset[str]:
    return frozenset(rules().cues)


def _marks(node: Any) -> str:
    attributes = node.attributes
    if not attributes:
        return ""
    if node.tag in _PROSE_TAGS:
        # Their ids are anchors made of headline words ("nav_…", "share-of-…").
        return attributes.get("class") or ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


class _Block(msgspec.Struct):
    """Text under one block element that no inner block holds: its node, path of ancestors, length and linked length."""

    node: Any
    chain: list[Any]
    length: int = 0
    linked: int = 0


def main_text(tree: Any, *, shortest: int = MIN_TEXT) -> str | None:
    """Paragraphs separated by blank lines, or None where this reader is not sure.

    `tree` is a LexborHTMLParser; its furniture is cut out. `shortest`: characters; a quarter of it in unspaced scripts.
    """
    body = tree.body
    if body is None:
        return None
    tree.strip_tags(list(rules().silent))
    for node in body.css(", ".join(rules().furniture)):
        if _role(_marks(node)) <= 0:
            node.decompose()
    blocks = _blocks(body)
    prose, linked, near, nodes = _weigh(blocks)
    if not near:
        return None
    top = max(near, key=lambda key: near[key])
    top = _ascend(top, nodes, prose, linked)
    total = sum(block.length for block in blocks if block.length >= MIN_BLOCK)
    if prose[top] < CONFIDENT * total:
        return None
    text = _render(nodes[top])
    enough = shortest // 4 if _WIDE.search(text) else shortest
    return text if len(text) >= enough else None


def _blocks(body: Any) -> list[_Block]:
    found: dict[int, _Block] = {}
    for node in body.traverse(include_text=True):
        if not node.is_text_node:
            continue
        text = node.text(deep=False)
        if not text or text.isspace():
            continue
        size = len(text.strip())
        if not text.isascii():
            size += len(_WIDE.findall(text))
        parent, linked = node.parent, False
        depth = 0
        while parent is not None and parent.tag in _INLINE and depth < MAX_DEPTH:
            linked = linked or parent.tag == "a"
            parent, depth = parent.parent, depth + 1
        if parent is None:
            continue
        block = found.get(parent.mem_id)
        if block is None:
            block = found[parent.mem_id] = _Block(parent, [])
        if linked:
            block.linked += size
        else:
            block.length += size
    return list(found.values())


def _weigh(
    blocks: list[_Block],
) -> tuple[dict[int, float], dict[int, float], dict[int, float], dict[int, Any]]:
    """By node: prose under it, linked text, nearness-weighted score, the node. Blocks in furniture weigh nothing."""
    prose: dict[int, float] = {}
    linked: dict[int, float] = {}
    near: dict[int, float] = {}
    nodes: dict[int, Any] = {}
    roles: dict[int, int] = {}
    ways: dict[int, tuple[tuple[int, ...], int]] = {}
    for block in blocks:
        weighs = block.length >= MIN_BLOCK and block.linked <= block.length
        if not weighs and not block.linked:
            continue
        chain, verdict = _way(block.node, ways, roles, nodes)
        if verdict < 0:
            continue
        if block.linked:
            for key in chain:
                linked[key] = linked.get(key, 0.0) + block.linked
        if not weighs:
            continue
        factor = 1.0
        holder = chain[1:] if block.node.tag in _PROSE_TAGS else chain
        for key in chain:
            prose[key] = prose.get(key, 0.0) + block.length
        for key in holder[:5]:
            near[key] = near.get(key, 0.0) + block.length * factor * (1.5 if roles[key] > 0 else 1.0)
            factor *= 0.6
    return prose, linked, near, nodes


def _way(
    node: Any, ways: dict[int, tuple[tuple[int, ...], int]], roles: dict[int, int], nodes: dict[int, Any]
) -> tuple[tuple[int, ...], int]:
    """The keys from a node up to the body, and the role of the nearest that has one; each node is looked at once."""
    fresh: list[tuple[int, int]] = []
    chain: tuple[int, ...] = ()
    verdict = 0
    while node is not None and len(fresh) < MAX_DEPTH:
        key = node.mem_id
        if key in ways:
            chain, verdict = ways[key]
            break
        tag = node.tag
        if tag in ("html", "-document"):
            break
        role = 0 if tag in ("body", "main", "article") else _role(_marks(node))
        roles[key], nodes[key] = role, node
        fresh.append((key, role))
        node = node.parent
    for key, role in reversed(fresh):
        chain = (key, *chain[:MAX_DEPTH])
        verdict = role or verdict
        ways[key] = chain, verdict
    return chain, verdict


def _ascend(top: int, nodes: dict[int, Any], prose: dict[int, float], linked: dict[int, float]) -> int:
    """The ancestor that gathers the article's other parts, where the text is split over sibling containers.

    An ancestor is worth it when it adds prose and what it adds is not mostly links, as lists of teasers are.
    """
    best, node = top, nodes[top].parent
    while node is not None and node.tag != "body" and node.mem_id in prose:
        key = node.mem_id
        gain, links = prose[key] - prose[best], linked.get(key, 0.0) - linked.get(best, 0.0)
        if gain > 0.05 * prose[best] and links < 0.25 * gain:
            best = key
        node = node.parent
    return best


def _render(container: Any) -> str:
    """Text of the container: a paragraph a block, furniture left out, cut where a list of other stories begins."""
    out: list[str] = []
    pieces: list[str] = []
    links = [0, 0]

    def flush() -> None:
        text = _SPACE.sub(" ", "".join(pieces)).strip()
        size, linked = links
        pieces.clear()
        links[:] = [0, 0]
        if text and not (size and linked > 0.6 * size and size < 300):
            out.append(text)

    def visit(node: Any, in_link: bool, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            return
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == _TEXT:
                text = child.text(deep=False)
                pieces.append(text)
                size = len(text.strip())
                links[0] += size
                if in_link:
                    links[1] += size
            elif tag == "br":
                if _ends_here("".join(pieces)):
                    flush()
                else:
                    pieces.append(" ")
            elif tag in _INLINE:
                if _role(_marks(child)) >= 0:
                    visit(child, in_link or tag == "a", depth + 1)
            elif (tag == "h1" and not out) or _role(_marks(child)) < 0:
                flush()
            else:
                flush()
                visit(child, in_link, depth + 1)
                flush()

    visit(container, False)
    flush()
    return prose_only("\n\n".join(out))


def _ends_here(text: str) -> bool:
    """Whether a single line break after `text` ends a paragraph: a sentence is over, or the script has no spaces."""
    text = text.rstrip()
    return bool(text) and (text[-1] in '.!?…:;"”»)。！？：；”）' or bool(_WIDE.match(text[-1])))
