"""Whom an article credits for its numbers."""

from __future__ import annotations

from transform.gazetteer import EntityMention
from transform.lexicon import Lexicon
from transform.reading import Reading

_CREDITED = ("body", "bank", "company", "group")


def find_source(reading: Reading, lexicon: Lexicon, language: str) -> str | None:
    """The body or firm after "according to", or before "said"; its gazetteer name in the article's language."""
    mention = credited(reading, lexicon)
    if mention is None:
        return None
    return mention.entity.names.get(language, reading.folded[mention.start : mention.end])


def credited(reading: Reading, lexicon: Lexicon) -> EntityMention | None:
    """The body or firm that the sentence credits for what it says."""
    for mention in reading.entities:
        if mention.entity.kind not in _CREDITED:
            continue
        for cue in reading.cues["source"]:
            before, after = mention.start - cue.end, cue.start - mention.end
            if cue.label == "lead" and 0 <= before <= (32 if lexicon.spaced else 10):
                return mention
            if cue.label == "said" and 0 <= after <= (24 if lexicon.spaced else 10):
                return mention
            if cue.label == "said" and lexicon.spaced and 0 <= before <= 12:
                return mention
    return None
