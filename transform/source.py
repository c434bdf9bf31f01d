"""Whom an article credits for its numbers."""

from __future__ import annotations

from transform.lexicon import Lexicon
from transform.reading import Reading

_CREDITED = ("body", "bank", "company", "group")


def find_source(reading: Reading, lexicon: Lexicon, language: str) -> str | None:
    """The body or firm after "according to", or before "said"; its gazetteer name in the article's language."""
    folded = reading.folded
    for mention in reading.entities:
        if mention.entity.kind not in _CREDITED:
            continue
        for cue in reading.cues["source"]:
            if cue.label == "lead" and 0 <= mention.start - cue.end <= (32 if lexicon.spaced else 10):
                return mention.entity.names.get(language, folded[mention.start : mention.end])
            if cue.label == "said" and 0 <= cue.start - mention.end <= (24 if lexicon.spaced else 10):
                return mention.entity.names.get(language, folded[mention.start : mention.end])
            if cue.label == "said" and lexicon.spaced and 0 <= mention.start - cue.end <= 12:
                return mention.entity.names.get(language, folded[mention.start : mention.end])
    return None
