"""Made-up news, as much of it as one likes: the same seed gives the same articles on every machine.

A word's frequency follows Zipf and Mandelbrot: (rank + 20) ** -1.07 over 200,000 made-up words, so that the
vocabulary grows with the corpus as a real one does, and the most frequent one stands where *said* stands in
newspapers. The words of an article repeat in it. Half of the tokens are English: the frames of the sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random
from typing import TypedDict

import numpy as np

SENTENCES = 25
"""Sentences of an article."""
TYPES = 200_000
"""Made-up words in the vocabulary; each article adds the names of its own."""
EXPONENT = 1.07
OFFSET = 20
"""Ranks that the frequent words of a language take, which stand in the frames already."""
FRAMES = 4_000
SHORTEST, LONGEST = 12, 28
"""Words of a sentence."""
TITLE_WORDS = 4
"""Made-up words of a title."""
TOPIC_WORDS, TOPIC_SHARE = 40, 0.3
"""How many words an article repeats, and the share of its made-up words that is taken from them."""
NAMES = 1_000_000
"""Articles with names of their own; beyond, names come again."""

ONSETS = [*"bcdfghjklmnprstvz", "br", "ch", "cl", "dr", "gr", "kr", "pl", "pr", "sh", "st", "th", "tr"]
VOWELS = [*"aeiou", "ai", "ea", "ou"]
SYLLABLES = [onset + vowel for onset in ONSETS for vowel in VOWELS]
TWO_SYLLABLES = 5_000
"""Ranks with short words; the rarer ones are longer."""
ENDINGS = ["", "", "", "n", "r", "l", "s", "s", "ted", "ning", "tion", "ly"]
SURNAMES = ["son", "man", "berg", "sky", "vitch", "dottir"]
PLACES = ["burg", "stad", "port", "grad", "field", "ford"]
BODIES = ["Institute", "Council", "Bank", "Party", "Ministry", "Agency", "Union"]
FIRST_NAMES = 300
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
FIRST_DAY = date(2004, 1, 1)
DAYS = 7_300

SLOT = re.compile(r"%s|\{\w+\}")
DATE_PART = re.compile(r"\{(?:year|month|day)\}")
OPENERS = [
    "The %s", "The %s", "A %s %s", "But the %s %s", "Officials in {place} said the %s", "{person} said the %s",
    "{person} told reporters that the %s", "According to {organisation}, the %s", "In {year}, the %s",
    "More than {number} %s", "On {day} {month}, the %s %s", "Some {number} people from the %s", "Last year the %s",
    "It is not yet clear whether the %s", "The government of %s", "Many %s",
]  # fmt: skip
VERBS = [
    "was %s", "was %s by the %s", "had been %s", "has %s the %s", "will %s the %s", "were not %s", "could %s %s",
    "is to %s its %s", "had %s about {number} %s", "did not %s the %s %s", "%s the %s", "happened to %s a %s",
]  # fmt: skip
TAILS = [
    "in the %s", "of the %s", "of %s %s", "for %s and %s", ", which %s the %s,", "by {organisation}", "since {year}",
    "to %s %s", "with {number} people", "near {place}", ", and the %s %s", "after the %s in {place}", "from %s",
    "at the %s of the %s", ", as {person} had %s,", "because of its %s", "under a %s %s", "where %s are %s",
    "in {month} {year}", "against the %s",
]  # fmt: skip


class Row(TypedDict):
    """An article, as `bot import` reads it from a line of JSON."""

    id: str
    title: str
    text: str
    published: str
    language: str


@dataclass(frozen=True, slots=True)
class Names:
    """The proper names that one article has for itself."""

    person: str
    surname: str
    place: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The English part of a sentence: a template, and what goes into its slots."""

    template: str
    slots: int
    marks: tuple[tuple[int, str], ...]  # (slot, kind of name or number); the other slots take made-up words


class Newsroom:
    """Writes articles. Any of them can be written alone, and comes out the same."""

    def __init__(self, seed: int) -> None:
        """Make the vocabulary and the frames; some 0.3 s."""
        self.seed = seed
        random = Random(seed)
        self.words = make_words(random, TYPES)
        self._first_names = [make_word(number * 7_919, 2).capitalize() for number in range(1, FIRST_NAMES + 1)]
        self._frames = [make_frame(random) for _ in range(FRAMES)]
        weights = (np.arange(len(self.words)) + 1.0 + OFFSET) ** -EXPONENT
        self._cumulated = np.cumsum(weights) / weights.sum()

    def names(self, number: int) -> Names:
        """The names of the article `number`, counted from 0."""
        key = number * 729_001 % NAMES  # prime to NAMES: no two articles have the same
        surname = make_word(key, 3).capitalize() + SURNAMES[key % len(SURNAMES)]
        return Names(
            person=f"{self._first_names[number % FIRST_NAMES]} {surname}",
            surname=surname,
            place=make_word(key + 1_234_567, 3).capitalize() + PLACES[key % len(PLACES)],
            organisation=f"the {make_word(key + 3_456_789, 3).capitalize()}x {BODIES[key % len(BODIES)]}",
        )

    def article(self, number: int) -> Row:
        """The article `number`, counted from 0."""
        rng = np.random.default_rng((self.seed, number))
        names = self.names(number)
        frames = [self._frames[choice] for choice in rng.integers(0, FRAMES, SENTENCES).tolist()]
        slots = sum(frame.slots for frame in frames)
        words = iter(self._draw_words(rng, slots + TITLE_WORDS))
        supply = {
            "{person}": cycle((names.person, names.surname, names.surname)),
            "{place}": cycle((names.place,)),
            "{organisation}": cycle((names.organisation,)),
            "{number}": map("{:,}".format, (10 ** rng.uniform(0.4, 5, slots)).astype(int).tolist()),
        }
        title = f"{names.surname} {next(words)} {next(words)} in {names.place} as {next(words)} {next(words)}"
        sentences = []
        for frame in frames:
            filling = list(islice(words, frame.slots))
            for slot, kind in frame.marks:
                filling[slot] = next(supply[kind])
            sentences.append(frame.template % tuple(filling))
        return {
            "id": f"news-{number}",
            "title": title,
            "text": "\n\n".join(paragraphs(sentences, rng.integers(3, 7, SENTENCES).tolist())),
            "published": (FIRST_DAY + timedelta(days=number * 31 % DAYS)).isoformat(),
            "language": "en",
        }

    def _draw_words(self, rng: np.random.Generator, count: int) -> list[str]:
        """Made-up words for one article, some of them again and again."""
        ranks = np.searchsorted(self._cumulated, rng.random(TOPIC_WORDS + count))
        topic, ranks = ranks[:TOPIC_WORDS], ranks[TOPIC_WORDS:]
        repeated = topic[rng.integers(0, TOPIC_WORDS, count)]
        chosen = np.where(rng.random(count) < TOPIC_SHARE, repeated, ranks)
        return list(map(self.words.__getitem__, chosen.tolist()))


def articles(count: int, seed: int) -> Iterator[Row]:
    """`count` articles of 25 sentences, one after the other: memory stays as it is."""
    newsroom = Newsroom(seed)
    return map(newsroom.article, range(count))


def paragraphs(sentences: list[str], sizes: list[int]) -> Iterator[str]:
    """The sentences in paragraphs of 3 to 6, as `sizes` has them; the last ones so that none is shorter."""
    start = 0
    for size in sizes:
        left = len(sentences) - start
        if left <= 6:
            yield " ".join(sentences[start:])
            return
        size = min(size, left - 3)
        yield " ".join(sentences[start : start + size])
        start += size


def make_words(random: Random, count: int) -> list[str]:
    """Pronounceable words, all different, the frequent ones short."""
    short = random.sample(range(len(SYLLABLES) ** 2), TWO_SYLLABLES)
    long = random.sample(range(len(SYLLABLES) ** 3), count - TWO_SYLLABLES)
    stems = [make_word(number, 2) for number in short] + [make_word(number, 3) for number in long]
    return list(dict.fromkeys(stem + random.choice(ENDINGS) for stem in stems))


def make_word(number: int, syllables: int) -> str:
    """The word that `number` is, written with syllables for digits."""
    word = ""
    for _ in range(syllables):
        number, digit = divmod(number, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word


def make_frame(random: Random) -> Frame:
    """An opening, a verb, and phrases until the sentence is long enough."""
    wanted = random.randint(SHORTEST, LONGEST - 6)
    text = f"{random.choice(OPENERS)} {random.choice(VERBS)}"
    while len(text.split()) < wanted:
        tail = random.choice(TAILS)
        text += tail if tail.startswith(",") else f" {tail}"
    text = text.rstrip(",").replace(",,", ",") + "."
    text = DATE_PART.sub(lambda part: make_date_part(random, part[0]), text)
    kinds = SLOT.findall(text)
    marks = tuple((slot, kind) for slot, kind in enumerate(kinds) if kind != "%s")
    return Frame(SLOT.sub("%s", text), len(kinds), marks)


def make_date_part(random: Random, kind: str) -> str:
    """A year, a month's name or a day of it."""
    if kind == "{month}":
        return random.choice(MONTHS)
    return str(random.randint(1950, 2024) if kind == "{year}" else random.randint(1, 28))
