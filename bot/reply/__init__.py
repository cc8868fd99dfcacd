"""Every word that a person reads, errors too. Knows nothing of terminals or of Discord's library.

Each function takes the `Words` of a language first (`words_for("es-419")`), and gives one line of plain text that
`printable` has made harmless: text from articles, questions and file names is a stranger's. `discord` has the words
of the Discord front.
"""

from bot.errors import Phrase
from bot.reply import curation, diagnosis, discord, feeds, gaps, journal, settings, setup
from bot.reply.answers import (
    abstention,
    agreement,
    certainty,
    context,
    differing,
    in_language,
    others,
    quotation,
    readings,
    reason,
    related,
    tentative,
)
from bot.reply.articles import (
    age,
    attribution,
    citation,
    date_from,
    dated,
    day,
    kept,
    link,
    page_line,
    place,
    short_day,
    updated,
    when,
)
from bot.reply.discord import broken
from bot.reply.errors import error
from bot.reply.facts import article_facts, draft_facts, totals_facts
from bot.reply.printable import printable, visible
from bot.reply.verdicts import differences, elsewhere, omissions, single_difference, verdict
from bot.reply.words import Saying, Words, words_for

__all__ = [
    "Phrase",
    "Saying",
    "Words",
    "abstention",
    "age",
    "agreement",
    "article_facts",
    "attribution",
    "broken",
    "certainty",
    "citation",
    "context",
    "curation",
    "date_from",
    "dated",
    "day",
    "diagnosis",
    "differences",
    "differing",
    "discord",
    "draft_facts",
    "elsewhere",
    "error",
    "feeds",
    "gaps",
    "in_language",
    "journal",
    "kept",
    "link",
    "omissions",
    "others",
    "page_line",
    "place",
    "printable",
    "quotation",
    "readings",
    "reason",
    "related",
    "settings",
    "setup",
    "short_day",
    "single_difference",
    "tentative",
    "totals_facts",
    "updated",
    "verdict",
    "visible",
    "when",
    "words_for",
]
