"""The sentences about addresses and servers, each with the name that was asked for and never what it resolved to."""

from collections.abc import Collection

from bot.errors import FetchRefused, Phrase

MAX_SHOWN = 100
"""Characters of an address that is repeated in a sentence."""

BY_STATUS = {
    401: Phrase("{host} wants a password for this page ({answer}); the bot has none."),
    403: Phrase("{host} doesn't let programs read this page ({answer}). Save it in a browser and add the file."),
    404: Phrase("{host} has no such page ({answer}). Look for a typing mistake."),
    407: Phrase("{host} wants a password for this page ({answer}); the bot has none."),
    410: Phrase("{host} says that this page is gone for good ({answer})."),
    429: Phrase("{host} has been asked too often ({answer}). Try again later."),
    451: Phrase("{host} may not show this page, for legal reasons ({answer})."),
}
LATER = Phrase("{host} wants to be left alone for a while ({answer}). Try again in {seconds:,} s.")
TROUBLE = Phrase("{host} has trouble of its own ({answer}). Try again later.")
OTHER = Phrase("{host} answers with {answer}, not with a page.")


def not_an_address(url: str) -> FetchRefused:
    shown = url if len(url) <= MAX_SHOWN else url[:MAX_SHOWN] + "…"
    return FetchRefused(
        "“{url}” is not a web address. One begins with https:// and the name of a site: https://example.com/article",
        url=shown,
    )


def other_scheme(scheme: str) -> FetchRefused:
    return FetchRefused(
        "An address that begins with {scheme}: isn't fetched, only one with https:// or http://.", scheme=scheme
    )


def credentials() -> FetchRefused:
    return FetchRefused("An address with a name or a password in it isn't fetched. Leave out what stands before the @.")


def too_long(length: int, most: int) -> FetchRefused:
    return FetchRefused("The address has {length:,} characters; {most:,} is the most.", length=length, most=most)


def port(number: int, allowed: Collection[int]) -> FetchRefused:
    ports = ", ".join(str(each) for each in sorted(allowed))
    return FetchRefused("Nothing is fetched from port {port}; allowed are {ports}.", port=str(number), ports=ports)


def not_public(host: str) -> FetchRefused:
    return FetchRefused("{host} is not on the public internet, so nothing is fetched from there.", host=host)


def unknown(host: str) -> FetchRefused:
    return FetchRefused("There is no server called {host}. Look for a typing mistake.", host=host)


def busy() -> FetchRefused:
    return FetchRefused("Too many addresses are being looked up just now. Try again in a minute.")


def unreachable(host: str) -> FetchRefused:
    return FetchRefused("{host} can't be reached. Try again later.", host=host)


def too_slow(host: str, seconds: float) -> FetchRefused:
    return FetchRefused("{host} took more than {seconds} s. Try again later.", host=host, seconds=f"{seconds:g}")


def untrusted(host: str) -> FetchRefused:
    return FetchRefused(
        "{host} has no valid certificate, so there is no telling whether the page is really its own.", host=host
    )


def insecure(host: str) -> FetchRefused:
    return FetchRefused("No encrypted connection to {host} can be made.", host=host)


def nonsense(host: str, status: int = 0) -> FetchRefused:
    return FetchRefused("{host} doesn't answer as a web server does.", status, host=host)


def broken_off(host: str, status: int = 0) -> FetchRefused:
    return FetchRefused("{host} broke off in the middle. Try again later.", status, host=host)


def too_large(host: str, most: int, status: int = 0) -> FetchRefused:
    megabytes = f"{most / 2**20:.3g}"
    return FetchRefused(
        "What {host} sends is larger than {most} MB, the most that is fetched.", status, host=host, most=megabytes
    )


def garbled(host: str, status: int = 0) -> FetchRefused:
    return FetchRefused("What {host} sends can't be decompressed.", status, host=host)


def unasked_coding(host: str, status: int = 0) -> FetchRefused:
    return FetchRefused("{host} compresses the page in a way that it wasn't asked for.", status, host=host)


def too_many_redirects(host: str, most: int) -> FetchRefused:
    return FetchRefused("{host} leads from one address to the next, more than {most} times.", host=host, most=most)


def leads_nowhere(host: str, status: int) -> FetchRefused:
    return FetchRefused("{host} says that the page is elsewhere, but not where.", status, host=host)


def downgrade(host: str, status: int) -> FetchRefused:
    return FetchRefused(
        "{host} leads from https to http, where anybody on the way could change the page. Give the address with "
        "http:// if that is meant.",
        status,
        host=host,
    )


def leads_astray(host: str, reason: Phrase, status: int) -> FetchRefused:
    return FetchRefused("{host} leads elsewhere, and that isn't followed: {reason}", status, host=host, reason=reason)


def robots_forbid(host: str) -> FetchRefused:
    return FetchRefused("{host} asks programs not to fetch this, in its robots.txt.", host=host)


def robots_unreadable(host: str, retry_after_seconds: int) -> FetchRefused:
    return FetchRefused(
        "{host} can't show its robots.txt just now, so nothing is fetched from there. Try again later.",
        retry_after_seconds=retry_after_seconds,
        host=host,
    )


def answered(host: str, status: int, retry_after_seconds: int) -> FetchRefused:
    """For a status that comes with no page."""
    sentence = BY_STATUS.get(status, TROUBLE if status >= 500 else OTHER)
    if status in (429, 503) and retry_after_seconds:
        sentence = LATER
    phrase = Phrase(sentence, host=host, answer=status, seconds=retry_after_seconds)
    return FetchRefused(phrase, status, retry_after_seconds)
