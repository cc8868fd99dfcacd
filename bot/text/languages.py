"""What is peculiar to a language: its stemmer, its stop words, and how its words are spelled.

People leave out accents where they type in a hurry, and names from abroad lose theirs. So in the languages of
KEPT a word loses its accents on the way to its term, all but those that make another word of it.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

SNOWBALL: Mapping[str, str] = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""ISO 639-1 code -> Snowball's name of the algorithm."""

KEPT: Mapping[str, str] = {
    "de": "äöü", "en": "", "es": "", "fr": "àâçèéêëîïôùûü", "it": "", "nl": "", "pt": "áâãàçéêíóôõú", "sv": "åäöé",
    "tr": "çğöşüı",
}  # fmt: skip
"""Language -> the letters that its stemmer sees as they are. Spanish and Italian are stemmed without accents
(measured: questions with accents find as much as before, those without find as much as those with); French and
Portuguese with theirs, since Snowball would part `tuée` from `tué`."""
DROPPED_AFTERWARDS = frozenset(("fr", "pt"))
"""Languages that their stemmer sees with accents and whose terms have none."""
ENDINGS: Mapping[str, Mapping[str, str]] = {
    "fr": {"ee": "ée", "ees": "ées", "ite": "ité", "ites": "ités", "iere": "ière", "ieres": "ières", "erent": "èrent"},
    "pt": {"cao": "ção", "ões": "ão", "ães": "ão", "coes": "ção", "oes": "ão", "avel": "ável", "aveis": "áveis",
           "ivel": "ível", "iveis": "íveis", "encia": "ência", "encias": "ências", "ancia": "ância",
           "ancias": "âncias"},
}  # fmt: skip
"""Endings as they are typed without accents, and the plurals of Portuguese, as Snowball takes them off."""
SHORTEST_BEFORE_ENDING = 3
"""Code points before such an ending: `Lee` is a name."""
UNDIVIDED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"}
)
"""Letters that Unicode doesn't take apart, as they are typed on a keyboard without them."""

DOUBLED_IN_THE_PLURAL = frozenset(("es",))
"""Languages that double the initials of a plural name: `EE. UU.`, `EEUU` are the Estados Unidos."""
DOUBLED_LETTERS = re.compile(r"(?:([^\W\d_])\1){2,4}")

TURKISH = str.maketrans({"İ": "i", "I": "ı"})
ARABIC_WORD = re.compile("[\u0621-\u064a]+")
ARABIC_MARKS = re.compile("[\u0640\u064b-\u0655\u0670]")
"""Vowel signs, and the line that stretches a word."""
ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"})
"""Letters that are written one for the other (Larkey, Ballesteros and Connell 2002, light stemming)."""
ARABIC_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=.{3})")
"""`the`, with an `and`, `in`, `like` or `for` that is written together with it."""
ARABIC_PARTICLES = re.compile("[وبلف]+(?=.{4})")
"""`and`, `in`, `for`, `so`, written together with a name; four letters stay."""


@lru_cache(maxsize=64)
def irregular_forms(language: str) -> Mapping[str, str]:
    """Form -> the word that it is a form of, where no stemmer sees it: `fell`, `fall`. Empty where there is no list."""
    lines = (line.split() for line in read_lines("irregular", language))
    return {form: word for word, *forms in lines for form in forms}


def read_stop_words(language: str) -> frozenset[str]:
    """The closed-class words of a language, folded: empty where there is no list."""
    return frozenset(fold(line, language) for line in read_lines("stop_words", language))


def is_small_word(word: str) -> bool:
    """Whether it is a closed-class word of any language that has a list. Written in capitals it is a name."""
    named = len(word) > 1 and word.isupper()
    return not named and not small_words().isdisjoint({fold(word, "en"), fold(word, "ar")})


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """The closed-class words of all languages, folded."""
    files = (resources.files("bot.text") / "stop_words").iterdir()
    return frozenset().union(*(read_stop_words(file.name.removesuffix(".txt")) for file in files))


def read_lines(folder: str, language: str) -> list[str]:
    """The lines of a language's list, without comments; none where there is no list."""
    if not language.isascii() or not language.isalpha():
        return []
    file = resources.files("bot.text") / folder / f"{language}.txt"
    if not file.is_file():
        return []
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def fold(word: str, language: str) -> str:
    """Without case. Turkish has two letters i, and each keeps its dot or goes without."""
    folded = (word.translate(TURKISH) if language == "tr" else word).casefold()
    folded = unicodedata.normalize("NFKC", folded).replace("i\u0307", "i")
    return ARABIC_MARKS.sub("", folded).translate(ARABIC_LETTERS) if language == "ar" else folded


def for_stemmer(word: str, language: str) -> str:
    """A folded word in the spelling that its language's stemmer does best with."""
    if language == "ar":
        return with_article(word)
    word = irregular_forms(language).get(word, word)
    if language in KEPT:
        word = without_accents(word, KEPT[language])
    for typed, meant in ENDINGS.get(language, {}).items():
        if word.endswith(typed) and len(word) >= SHORTEST_BEFORE_ENDING + len(typed):
            return word.removesuffix(typed) + meant
    return word


def for_index(stem: str, language: str) -> str:
    """A stem in the spelling that it is looked up in."""
    if language == "ar":
        return ARABIC_PARTICLES.sub("", stem, count=1) if ARABIC_PARTICLES.match(stem) else stem
    return without_accents(stem) if language in DROPPED_AFTERWARDS else stem


def initial(word: str, language: str) -> str:
    """The first letter of a folded word, as the terms of its language have it."""
    if language not in KEPT:
        return word[0]
    return without_accents(word[0], "" if language in DROPPED_AFTERWARDS else KEPT[language])


def without_accents(word: str, kept: str = "") -> str:
    """Latin letters without their accents, but for those `kept`; other scripts stay as they are."""
    if word.isascii():
        return word
    bare: list[str] = []
    for each in unicodedata.normalize("NFC", word):
        second = bool(bare) and bare[-1].isascii() and unicodedata.combining(each)  # accent on a Latin letter
        if not second:
            bare.append(each if each in kept else base(each))
    return "".join(bare)


def base(letter: str) -> str:
    """`e` for `é`, `o` for `ø`."""
    first = unicodedata.normalize("NFD", letter)[0]
    return first if first.isascii() else letter.translate(UNDIVIDED)


def with_article(word: str) -> str:
    """An Arabic noun with its article and nothing else before it.

    Without the article Snowball takes for the letter of a preposition, or of the stem, what is none: of 60 nouns in
    their usual forms, 54 % of the pairs of forms come together as it is, 88 % this way.
    """
    if not ARABIC_WORD.fullmatch(word):
        return word
    article = ARABIC_ARTICLE.match(word)
    bare = word[article.end() :] if article else word
    if len(bare) < 3:
        return word
    return f"ال{bare[:-1]}ة" if bare.endswith("ه") else f"ال{bare}"
