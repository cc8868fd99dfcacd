"""The kind of thing that a question asks for, and whether a sentence carries one."""

from enum import Enum

import regex


class Kind(Enum):
    """Each with what asks for it, and what a sentence shows that carries it."""

    NUMBER = "number"
    TIME = "time"


ASKS = {
    Kind.NUMBER: regex.compile(
        r"\bhow (?:many|much)\b|\bwhat (?:number|percentage|share|proportion|fraction)\b"
        r"|\bcu[aá]nt[oa]s?\b|\bwie ?viele?\b|\bcombien\b|\bquant[ioea]s?\b|\bhoeveel\b|\bhur många\b"
        r"|\bсколько\b|\bkaç\b",
        regex.IGNORECASE,
    ),
    Kind.TIME: regex.compile(
        r"\bwhen\b|\b(?:what|which|in what) (?:year|date|day|month|decade|century)\b"
        r"|\bcu[aá]ndo\b|\bwann\b|\bquand\b|\bquando\b|\bwanneer\b|\bnär\b|\bкогда\b|\bne zaman\b"
        r"|\b(?:qué|que) año\b|\bwelche[mns]? jahr\b",
        regex.IGNORECASE,
    ),
}

YEAR = r"(?<!\d[.,])\b(?:1\d|20)\d\ds?\b(?![.,]\d)"
MONTH = (
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember)\b"
)
NUMBER_WORD = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?"
    r"|half|third|quarter|percent|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil"
    r"|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|tausend)\b"
)
DAY_NUMBER = rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?(?: of| de)? {MONTH}|{MONTH} \d{{1,2}}\b"
DATES = regex.compile(rf"{DAY_NUMBER}|{YEAR}", regex.IGNORECASE)
NUMBERS = regex.compile(rf"\d|{NUMBER_WORD}|[一二三四五六七八九十百千万億]", regex.IGNORECASE)
EARLY_YEAR = r"\b(?:in|by|since|from|until|before|after|around) (?:about )?\d{3}\b(?![.,]\d)"
TIMES = regex.compile(rf"{YEAR}|{MONTH}|{EARLY_YEAR}|\b\d{{1,2}}(?:st|nd|rd|th)[- ]century\b|\d+年", regex.IGNORECASE)


def asked_kind(question: str) -> Kind | None:
    """The kind that the question asks for, by its question words; None where they don't say."""
    return next((kind for kind, pattern in ASKS.items() if pattern.search(question)), None)


def carries(kind: Kind, sentence: str) -> bool:
    """Whether the sentence holds something of this kind: a number that is no part of a date, or a time."""
    if kind is Kind.TIME:
        return TIMES.search(sentence) is not None
    return NUMBERS.search(DATES.sub(" ", sentence)) is not None
