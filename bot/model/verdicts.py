"""What becomes of a pasted quote: it stands in an article word for word, with changes, or it was not found."""

from dataclasses import dataclass

from bot.model.articles import Source


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What an article says there: `text == article.text[start:end]`."""

    about: Source
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a pasted text that stand where the article has other words. One side may be empty, never both.

    `pasted == text[pasted_start:pasted_end]` of the pasted text, `article == article.text[start:end]`; where a side
    is empty, its offset tells where the words of the other side are put in or left out.
    """

    pasted: str
    pasted_start: int
    pasted_end: int
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """An article holds the pasted text, word for word."""

    pasted: str
    excerpt: Excerpt  # the same words, as the article has them
    sentences: Excerpt  # the whole sentences that they are cut from: half a sentence can mislead
    omitted: tuple[Excerpt, ...] = ()  # what stands in the article where the pasted text has an ellipsis
    others: tuple[Excerpt, ...] = ()  # the same words in other articles, the first place in each

    @property
    def partial(self) -> bool:
        """Whether its sentences go on before it or after it."""
        return cut_short(self.excerpt, self.sentences)


@dataclass(frozen=True, slots=True)
class Altered:
    """No article that was looked at holds the pasted text; this is the nearest that one says, and what differs."""

    pasted: str
    excerpt: Excerpt  # what the article says instead
    sentences: Excerpt  # the whole sentences that it is cut from
    changes: tuple[Change, ...]  # in reading order; at least one
    likeness: float  # 0 to 1: the share of equal words, by weight, in both

    @property
    def partial(self) -> bool:
        """Whether its sentences go on before it or after it."""
        return cut_short(self.excerpt, self.sentences)


@dataclass(frozen=True, slots=True)
class Unfound:
    """No article that was looked at says anything like it."""

    pasted: str
    related: tuple[Excerpt, ...]  # up to three sentences that share words with it, each from another article


Verdict = Verbatim | Altered | Unfound


def cut_short(excerpt: Excerpt, sentences: Excerpt) -> bool:
    """Whether the sentences go on before or after the excerpt."""
    return (excerpt.start, excerpt.end) != (sentences.start, sentences.end)
