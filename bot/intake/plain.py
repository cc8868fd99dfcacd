"""Plain text: the first line is the title when it looks like one."""

from bot.intake.drafts import Details

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
