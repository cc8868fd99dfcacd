"""The sentences about feeds."""

from bot.errors import FetchRefused, Gone, InputRefused

MAX_SHOWN = 40
"""Characters of a stranger's word that is repeated in a sentence."""


def empty() -> FetchRefused:
    return FetchRefused("There is nothing at this address, so no feed.")


def web_page() -> FetchRefused:
    return FetchRefused("This is a web page, not a feed. Give the address of its feed: RSS, Atom or JSON Feed.")


def other_xml(root: str) -> FetchRefused:
    return FetchRefused("This is XML, but not a feed: it begins with <{root}>.", root=root[:MAX_SHOWN])


def other_json() -> FetchRefused:
    return FetchRefused("This is JSON, but not a feed: one says which version of JSON Feed it is.")


def broken_json() -> FetchRefused:
    return FetchRefused("This feed is not valid JSON. Tell the site's owner.")


def too_large(most: int) -> FetchRefused:
    return FetchRefused("This feed has more than {most:,} characters. Look for a shorter one.", most=most)


def other() -> FetchRefused:
    return FetchRefused("This is not a feed: neither RSS nor Atom nor JSON Feed.")


def followed_already(title: str) -> InputRefused:
    return InputRefused("This feed is followed already: {title}", title=title)


def too_many(most: int) -> InputRefused:
    return InputRefused("No more than {most} feeds can be followed. Stop following one first.", most=most)


def daily_limit(least: int, most: int) -> InputRefused:
    return InputRefused("From {least} to {most} articles a day can be taken from a feed.", least=least, most=most)


def no_such_feed() -> Gone:
    return Gone("This feed is no longer followed.")


def being_checked() -> InputRefused:
    return InputRefused("This feed is being checked just now. Try again in a few minutes.")
