"""Here are passages: give me an `Answer` or an `Abstention`.

`bm25` scores the sentences, `ranking` puts them in order, `decision` says whether the first one answers.
All of it is pure: no library, no clock, no settings but what the constructor is given.
"""

from bot.answering.decision import decide
from bot.answering.ranking import rank

__all__ = ["decide", "rank"]
