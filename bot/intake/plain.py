"""Plain text: the first line is the title when it looks like one, or the headline is found in a page's furniture."""

from dataclasses import replace

from bot.intake.drafts import Details
from bot.intake.set_aside import Pasted, set_aside

MAX_TITLE_LINE = 200
SENTENCE_ENDS = (".", "。", "!", "！", "?", "？", "؟", "…", ":", ";", ",")
CLOSING_MARKS = "”’»›\"')]"


def read_plain(text: str) -> tuple[str, Details]:
    """The text, and what it says about itself. A title line stays in the text out of which it was read."""
    head, _, rest = text.strip().partition("\n")
    title = head.strip()
    is_apart = not rest.partition("\n")[0].strip()
    is_sentence = title.rstrip(CLOSING_MARKS).endswith(SENTENCE_ENDS)
    if is_apart and rest.strip() and len(title) <= MAX_TITLE_LINE and not is_sentence:
        return rest.strip(), Details(title=title)
    return text.strip(), Details()


def read_pasted_plain(text: str) -> Pasted:
    """The article of a text that was pasted from a page. Raises ArticleRefused."""
    pasted = set_aside(text)
    if pasted.head:
        return pasted
    body, own = read_plain(pasted.text)
    return replace(pasted, text=body, details=own)
