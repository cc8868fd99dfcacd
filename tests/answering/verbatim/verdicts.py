"""Verdicts on pasted texts, over articles that are given: what these tests share."""

from collections.abc import Sequence
from pathlib import Path

from bot.answering.verbatim import Verifier
from bot.answering.verbatim.words import read_stored
from bot.model import Altered, Article, Excerpt, Passage, Sentence, Unfound, Verbatim, Verdict
from bot.text import segment
from tests.values import analyzer, source

VERIFIER = Verifier(analyzer())
TROOPS = "The United States has about 2,500 troops in Iraq, and they do not fight alone. It cost $5 million in 2011."
SAMPLE = [
    path.read_text("utf-8").split("---", 2)[2].strip()
    for path in sorted((Path(__file__).parents[3] / "corpus").glob("*.md"))
    if path.name != "README.md"
]


def article(text: str, id: str = "a", language: str = "en") -> Article:
    spans = tuple(span for passage in segment(text, language) for span in passage.sentences)
    return Article(source(id, language=language), text, spans)


def passages(article: Article) -> list[Passage]:
    """The passages of an article, without terms: these only count for what is retrieved."""
    return [
        Passage(
            article.about,
            each.start,
            article.text[each.start : each.end],
            tuple(Sentence(start, end, ()) for start, end in each.sentences),
            (),
            1.0,
        )
        for each in segment(article.text, article.about.language)
    ]


def verify(text: str, *articles: Article) -> Verdict:
    """The verdict, where all of these articles were retrieved."""
    question = VERIFIER.question(text, [each.about.language for each in articles])
    verdict = VERIFIER.verdict(question, [passage for each in articles for passage in passages(each)], articles)
    assert verdict.pasted == text
    texts = {each.about.id: each.text for each in articles}
    for excerpt in excerpts(verdict):
        assert excerpt.text == texts[excerpt.about.id][excerpt.start : excerpt.end] != ""
    return verdict


def excerpts(verdict: Verdict) -> Sequence[Excerpt]:
    match verdict:
        case Verbatim():
            return (verdict.excerpt, verdict.sentences, *verdict.omitted, *verdict.others)
        case Altered():
            return (verdict.excerpt, verdict.sentences)
        case Unfound():
            return verdict.related


def changes(verdict: Verdict) -> list[tuple[str, str]]:
    assert isinstance(verdict, Altered), verdict
    return [(each.pasted, each.article) for each in verdict.changes]


def keys(text: str) -> tuple[str, ...]:
    return read_stored(text, 0).keys


def whole(pasted: str, articles: Sequence[Article]) -> Verdict:
    """The verdict where no passage was retrieved, and the articles are read."""
    return VERIFIER.verdict(VERIFIER.question(pasted, ["en"]), [], articles)
