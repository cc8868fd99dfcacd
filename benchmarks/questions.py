"""Questions about made-up news, as people ask them: with a name, without one, and about nothing that is there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.synthetic import Names, Newsroom, Row, make_word

NOTHING_SHARE = 0.15
"""Of the questions, those that no article answers."""
NAMELESS_SHARE = 0.4
"""Of the other ones, those that don't say a name even where their sentence has one."""
COMMON_RANK = 300
"""Up to this rank a word is so frequent that a question about nothing may hold it."""
LEAST_RANK = 100
"""More frequent words are of no use in a question."""

SENTENCE = re.compile(r"[^.\s][^.]*\.")
WORD = re.compile(r"[a-z]+")
COUNTED = re.compile(r"\b(?:about|than|Some|with) \d")
DATED = re.compile(r"\b(?:19|20)\d\d\b")

Templates = Mapping[str, Sequence[str]]
NAMED: Templates = {
    "number": (
        "How many {} did {name} have?", "how many {} were {} in the case of {name}", "How much {} has {name} {}?",
        "how many people were {} according to {name}", "How many {} of the {} were at {name} in all?",
    ),
    "time": (
        "When did {name} {} the {}?", "in which year was the {} {} near {name}", "when was {name} {}",
        "What year did the {} of {name} begin to {} the {}?",
    ),
    "other": (
        "Who {} the {} of {name}?", "What did {name} say about the {} {}?", "why was {name} {} after the {}",
        "Where did {name} {} the {}?", "what happened to the {} and the {} at {name}", "Which {} does {name} {}?",
        "Did {name} ever {} the {} because of a {}?",
    ),
}  # fmt: skip
UNNAMED: Templates = {
    "number": (
        "How many {} were {} in the {} of the {}?", "how many people {} the {} {}", "How much {} did the {} {} for {}?",
    ),
    "time": (
        "When did the {} {} the {}?", "in what year was the {} {} by the {} {}", "When was the {} of {} and {} {}?",
    ),
    "other": (
        "Who {} the {} after the {}?", "what did the {} say about {} {}", "Why was the {} {} with the {} of {}?",
        "Where are the {} that {} the {}?", "what happened to the {} {} in the {} of {} last year",
        "Which {} {} the {} and the {}?",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the sentence that it was made from; None and None where it is about nothing."""

    text: str
    article: str | None  # its id
    sentence: str | None


def questions(newsroom: Newsroom, articles: int, count: int) -> Iterator[Asked]:
    """`count` questions about the first `articles` articles of the newsroom, the same ones each time."""
    random = Random(f"{newsroom.seed} {articles}")
    ranks = {word: rank for rank, word in enumerate(newsroom.words)}
    while count > 0:
        if random.random() < NOTHING_SHARE:
            asked: Asked | None = Asked(about_nothing(newsroom, random), None, None)
        else:
            number = random.randrange(articles)
            asked = about_article(newsroom.article(number), newsroom.names(number), ranks, random)
        if asked:
            count -= 1
            yield asked


def about_article(article: Row, names: Names, ranks: Mapping[str, int], random: Random) -> Asked | None:
    """A question made from one of the article's sentences; None where the sentence has too few words for it."""
    sentence = random.choice(SENTENCE.findall(article["text"]))
    held = [name for name in (names.person, names.surname, names.place, names.organisation) if name in sentence]
    named = bool(held) and random.random() >= NAMELESS_SHARE
    template = random.choice((NAMED if named else UNNAMED)[kind_of(sentence)])
    words = [word for word in dict.fromkeys(WORD.findall(sentence)) if ranks.get(word, 0) >= LEAST_RANK]
    slots = template.count("{}")
    if len(words) < slots:
        return None
    name = random.choice(held) if named else ""
    return Asked(template.format(*random.sample(words, slots), name=name), article["id"], sentence)


def kind_of(sentence: str) -> str:
    """What a question can ask this sentence for."""
    if COUNTED.search(sentence):
        return "number"
    return "time" if DATED.search(sentence) else "other"


def about_nothing(newsroom: Newsroom, random: Random) -> str:
    """A question whose name and most of whose words stand in no article; some words are frequent ones."""
    templates = random.choice((NAMED, UNNAMED))
    template = random.choice(templates[random.choice(sorted(templates))])
    words = [
        random.choice(newsroom.words[:COMMON_RANK]) if random.random() < 0.4 else make_word(random.getrandbits(30), 4)
        for _ in range(template.count("{}"))
    ]
    return template.format(*words, name=make_word(random.getrandbits(30), 4).capitalize())
