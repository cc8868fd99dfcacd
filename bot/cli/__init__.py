"""The command line: the first of the two fronts. Thin commands over the desk, worded by `bot.reply`.

Exit codes: 0 answered or done, 1 nothing found, 2 wrong use, 3 something broke.
"""

from bot.cli.program import main

__all__ = ["main"]
