"""The shapes of JSON output. Fields are only ever added."""

from typing import Any

from bot.model import Article, Kept, Quote, Source


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
    }


def quote_shape(quote: Quote) -> dict[str, Any]:
    """`start` and `end` count code points of the article's text, half-open; `before` is no part of the quote."""
    return {
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "before": quote.before,
        "article": source_shape(quote.about),
    }


def article_shape(article: Article) -> dict[str, Any]:
    return source_shape(article.about) | {"text": article.text, "sentences": len(article.sentences)}


def kept_shape(kept: Kept) -> dict[str, Any]:
    return {"outcome": kept.outcome.value, "id": kept.id, "shelf": kept.shelf.name, "sentences": kept.sentences}
