"""Words of three languages that tell something, and a text as they are looked for in it."""

from __future__ import annotations

import msgspec


class Cues(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words in each language."""

    en: tuple[str, ...]
    ru: tuple[str, ...]
    zh: tuple[str, ...]

    def of(self, language: str) -> tuple[str, ...]:
        """Those of a language; of English for one that Amur does not read."""
        return {"ru": self.ru, "zh": self.zh}.get(language, self.en)


def folded(text: str) -> str:
    """The text as words are compared in it: in small letters, ё as е."""
    return text.casefold().replace("ё", "е")
