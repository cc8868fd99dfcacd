"""Errors in words."""

from bot.errors import BotError
from bot.reply.printable import printable
from bot.reply.words import Words


def error(words: Words, problem: BotError) -> str:
    """The sentence of an error, as the command line says it."""
    return printable(words(problem.phrase))
