"""The shapes of JSON output. Fields are only ever added."""

from collections.abc import Sequence
from typing import Any

from bot.model import Article, Kept, Quote, Source, Version


def source_shape(about: Source) -> dict[str, Any]:
    return {
        "id": about.id,
        "shelf": about.shelf.name,
        "title": about.title,
        "source": about.source,
        "url": about.url,
        "published": about.published.isoformat() if about.published else None,
        "language": about.language,
        "tags": about.tags,
        "added": about.added.isoformat(),
        "origin": about.origin,
        "author": about.author,
        "updated": about.updated.isoformat() if about.updated else None,
    }


def quote_shape(quote: Quote) -> dict[str, Any]:
    """`start` and `end` count code points of the article's text, half-open; `before` is no part of the quote.

    `page` is what is printed on the page, or the title of the chapter; empty where there is none.
    """
    return {
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "before": quote.before,
        "page": quote.page,
        "article": source_shape(quote.about),
    }


def article_shape(article: Article, versions: Sequence[Version], twins: Sequence[Source]) -> dict[str, Any]:
    """`pages` are pairs of where each begins in the text and what is printed on it; `resembling` is nearly the same."""
    return source_shape(article.about) | {
        "text": article.text,
        "sentences": len(article.sentences),
        "pages": [(page.start, page.label) for page in article.pages],
        "versions": [version_shape(version) for version in versions],
        "resembling": [source_shape(about) for about in twins],
    }


def version_shape(version: Version) -> dict[str, Any]:
    return {
        "title": version.title,
        "published": version.published.isoformat() if version.published else None,
        "text": version.text,
        "since": version.since.isoformat(),
        "replaced": version.replaced.isoformat(),
        "by": version.by,
    }


def kept_shape(kept: Kept) -> dict[str, Any]:
    return {
        "outcome": kept.outcome.value,
        "id": kept.id,
        "shelf": kept.shelf.name,
        "sentences": kept.sentences,
        "resembling": [source_shape(about) for about in kept.resembles],
    }
