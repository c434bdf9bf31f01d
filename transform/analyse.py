"""From an article to its analysis: language, relevance, figures, agreements, developments."""

from __future__ import annotations

import msgspec

from transform.agreements.asides import find_asides, speaks_of_deals
from transform.agreements.find import find_agreements
from transform.agreements.worth import set_right, with_values
from transform.developments.find import find_developments
from transform.figures.denied import but_denied
from transform.figures.find import find_figures
from transform.names.origin import with_partners
from transform.records import Analysis, Article
from transform.screening.bulletin import in_brief, of_pair
from transform.screening.change_relevance import REASON as CHANGING
from transform.screening.change_relevance import changing
from transform.screening.deal_relevance import REASON as BINDING
from transform.screening.deal_relevance import binding, may_tell_one
from transform.screening.screen import ABSENT, kept_for
from transform.screening.screen import screen as screen_article
from transform.screening.sides import names_both
from transform.screening.turnover_relevance import REASON as TRADING
from transform.screening.turnover_relevance import telling_turnover
from transform.text.boilerplate import own_sentences
from transform.text.language import detect
from transform.text.script import as_written, readable
from transform.text.sentences import sound

LANGUAGES = ("en", "ru", "zh")


def analyse(article: Article, *, screen: bool = True) -> Analysis:
    """What the article says; with `screen` an irrelevant one yields no facts, without they are read all the same.

    An article in a language that is not read is irrelevant, and its reasons say so. Lone surrogates are read and
    quoted as U+FFFD.
    """
    article = msgspec.structs.replace(article, title=sound(article.title), text=sound(article.text))
    language = article.language if article.language in LANGUAGES else detect(f"{article.title}\n{article.text}")
    if language not in LANGUAGES:
        reason = f"written in a language that is not read: {language}"
        return Analysis(id=article.id, language=language, relevant=False, relevance=0.0, reasons=(reason,))
    one_sided = screen and not names_both(article, language)
    tells_none = one_sided and not may_tell_one(article.title, article.text, language)
    if tells_none and not speaks_of_deals(article.title, language):
        return Analysis(id=article.id, language=language, relevant=False, relevance=0.0, reasons=ABSENT.reasons)
    parts = in_brief(article, own_sentences(article, language), language)
    screened = ABSENT if one_sided else screen_article(article, parts, language)
    # A Chinese text is read in simplified characters, and told as it is.
    plain, parts = readable(article, parts, language)
    if not screened.relevant and not tells_none:
        if binding(plain, parts, language):
            screened = kept_for(BINDING, screened)
        elif not one_sided and changing(plain, parts, language):
            screened = kept_for(CHANGING, screened)
        elif not one_sided and telling_turnover(plain, parts, language):
            screened = kept_for(TRADING, screened)
    read = screened.relevant or not screen
    parts = of_pair(plain, parts, language)
    figures = find_figures(plain, parts, language) if read else ()
    agreements = find_agreements(plain, parts, language) if read else ()
    asides = find_asides(plain, parts, language, agreements)
    agreements = with_partners(with_values(plain, agreements, asides, figures, language), language)
    asides = with_partners(asides if agreements else set_right(plain, asides, figures, language), language)
    developments = find_developments(plain, parts, language) if read else ()
    return Analysis(
        id=article.id,
        language=language,
        relevant=screened.relevant,
        relevance=screened.relevance,
        reasons=screened.reasons,
        figures=as_written(but_denied(figures, plain, language), plain, article),
        agreements=as_written(agreements, plain, article),
        asides=as_written(asides, plain, article),
        developments=as_written(developments, plain, article),
    )
