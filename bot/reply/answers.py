"""Answers in words: the quote and what stands around it, how sure it is, and why there is none."""

from collections.abc import Sequence

from bot.model import Abstention, Answer, Quote, Ranking, Reason, Silence
from bot.reply.printable import printable
from bot.reply.words import Words

NAMED_WORDS = 3


def quotation(quote: Quote) -> str:
    """The sentence, on one line."""
    return printable(quote.text)


def context(words: Words, quote: Quote) -> str:
    """The sentence before a quote that doesn't say itself whom it speaks of; empty where it does."""
    return words("Just before: {sentence}", sentence=printable(quote.before)) if quote.before else ""


def tentative(words: Words, answer: Answer) -> str:
    """A word of caution above an answer that is not sure; empty above one that is."""
    return words("This may answer it:") if answer.tentative else ""


def readings(words: Words, answer: Answer) -> str:
    """What mistyped words were looked up as; empty where every word is known."""
    pairs = [
        words("“{typed}” as “{meant}”", typed=printable(each.typed), meant=printable(each.meant))
        for each in answer.readings
    ]
    return words("Looked up {pairs}.", pairs=words.listing(pairs)) if pairs else ""


def agreement(words: Words, quotes: Sequence[Quote]) -> str:
    """How many other sources say the same; empty where none is known to."""
    said = words.many(len(quotes), "{n:,} more article says the same.", "{n:,} more articles say the same.")
    return said if quotes else ""


def differing(words: Words) -> str:
    """Above the quotes that give another number or date for the same question."""
    return words("Other reports differ:")


def others(words: Words) -> str:
    """Above the runners-up."""
    return words("Also found, less likely:")


def related(words: Words) -> str:
    """Above what is near where nothing answers."""
    return words("Related, but not an answer:")


def in_language(words: Words, code: str) -> str:
    """In which language a quote is, where the question is in another one."""
    return words("in {language}", language=words.language_name(code))


def certainty(words: Words, ranking: Ranking) -> tuple[str, ...]:
    """How sure it is, in two lines."""
    if not ranking.quotes:
        return (words("No sentence was found."),)
    relevance, confidence = words.percent(ranking.relevance), words.percent(ranking.confidence)
    about = words("That the library is about this: {share}", share=relevance)
    little = words("That the library is about this: {share}, too little.", share=relevance)
    return (
        about if ranking.relevant else little,
        words("That the first quote answers it: {share}", share=confidence),
    )


def reason(each: Reason) -> str:
    """What a signal says of one quote: its value, and what that adds to the score."""
    return f"{each.value:.2f} {each.adds:+6.2f}"


def abstention(words: Words, silent: Abstention) -> str:
    """Why there is no answer, and what would help."""
    match silent.silence:
        case Silence.NOTHING_TO_LOOK_UP:
            return words("That question has no word to look up. Name what it is about: a person, a place, a thing.")
        case Silence.LIBRARY_EMPTY:
            return words("There are no articles to answer from yet. Add one with: bot add FILE")
        case Silence.NO_MATCH | Silence.NOT_RELEVANT | Silence.WEAK_MATCH:
            return " ".join(filter(None, (words("No article answers that."), unknown(words, silent))))


def unknown(words: Words, silent: Abstention) -> str:
    """The words of the question that no article holds; empty where there are none."""
    named = [f"“{printable(word)}”" for word in silent.unknown_words[:NAMED_WORDS]]
    return words("None mentions {words}.", words=words.listing(named, "or")) if named else ""
