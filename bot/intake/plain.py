"""Plain text: the first line is the title when it looks like one."""

from bot.intake.drafts import Details

MAX_TITLE_LINE = 200
SENTENCE_ENDS = (".", "。", "!", "?", ":", ";", ",")


def read_plain(text: str) -> tuple[str, Details]:
    """The text, and what it says about itself. A title line stays in the text out of which it was read."""
    head, _, rest = text.strip().partition("\n")
    title = head.strip()
    is_title = rest.startswith(("\n", "\r")) or not rest.strip()
    if is_title and rest.strip() and len(title) <= MAX_TITLE_LINE and not title.endswith(SENTENCE_ENDS):
        return rest.strip(), Details(title=title)
    return text.strip(), Details()
