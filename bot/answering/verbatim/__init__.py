"""Does a pasted quote stand in an article, word for word, and if not, what is nearest to it?

`words` brings texts into the form in which they are compared, `places` finds the same words, `nearest` those that are
most alike and what differs. All of it is pure, and the true text is always cut from the article.
"""

from bot.answering.verbatim.verifier import Verifier, worth_reading

__all__ = ["Verifier", "worth_reading"]
