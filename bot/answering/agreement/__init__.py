"""Here is the answer, and here are other quotes: give me those that say the same, and those that say otherwise.

`claims` finds what a quote says of the thing that is asked for, `plainness` whether it says it plainly, `reports` what
in it only says whose words it is, `sameness` whether two quotes are of one story; `comparison` puts that together. In
doubt a quote is neither.
"""

from bot.answering.agreement.comparison import Agreement, compare

__all__ = ["Agreement", "compare"]
