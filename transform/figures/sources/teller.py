"""The body or firm that a sentence of figures credits, from whose side it then counts exports and imports."""

from __future__ import annotations

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.names.entity import EntityMention

_CREDITED = ("body", "bank", "company", "group")


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
