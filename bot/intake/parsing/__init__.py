"""Here are bytes of a stranger's page, PDF, Word document or EPUB: give me its text, or say why not.

The formats are read in child processes with limits on time, memory and files, so that a crash, a hang or a bomb
there is a refusal here. `Parsers` is the side of the bot; `child` is the other one. Between them go frames of bytes
and JSON, checked on arrival, and never anything that is executed. Needs a Unix: `fork` and resource limits.
"""

from bot.intake.parsing.kinds import Kind, kind_of
from bot.intake.parsing.parsers import Parsers
from bot.intake.parsing.results import Dated, Elsewhere, Lead, Leading, Parsed, Trust

__all__ = [
    "Dated",
    "Elsewhere",
    "Kind",
    "Lead",
    "Leading",
    "Parsed",
    "Parsers",
    "Trust",
    "kind_of",
]
