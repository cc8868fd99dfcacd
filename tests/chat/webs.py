"""A web beside the loopback Discord: a site on this machine, whose pages and feeds the bot may fetch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.fetching import Fetcher
from tests.fetching.conftest import fetcher_for
from tests.fetching.site import Site, Visit, page

SENTENCES = (
    "The ferry number {n} to Kelm leaves at {n}:45 every morning, says the harbour master of the town.",
    "It takes forty minutes to cross the bay, and it carries sixty cars and two hundred people.",
    "Tickets for the crossing cost {n} euros each, and they are sold on the quay before every departure.",
)
HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml"


@dataclass
class Web:
    """What is on the site, by path, and who may fetch it."""

    site: Site = field(default_factory=Site)

    @property
    def open(self) -> Callable[[], Fetcher]:
        """Opens what asks the web for a bot: it may call this site, and of this machine nothing else."""
        return lambda: fetcher_for(self.site, seconds=5.0, bytes=2_000_000)

    def url(self, path: str) -> str:
        return self.site.origin + path

    def has(self, path: str, body: str | bytes, kind: str = HTML, *more: str) -> str:
        """Put this there; its address."""
        data = body.encode() if isinstance(body, str) else body
        self.site.answers[path] = page(data, "200 OK", f"Content-Type: {kind}", *more)
        return self.url(path)

    def does(self, path: str, answer: Callable[[Visit], None]) -> str:
        self.site.answers[path] = answer
        return self.url(path)

    def says(self, path: str, status: str, *more: str) -> str:
        self.site.answers[path] = page(b"", status, *more)
        return self.url(path)

    def story(self, number: int, path: str = "", **facts: str) -> str:
        """An article on a page; its address."""
        return self.has(path or f"/story/{number}", article(number, self.url(path or f"/story/{number}"), **facts))

    def feed(self, *numbers: int, title: str = "The Harbour News", path: str = "/feed.xml") -> str:
        """A feed with the story of each number, the newest first, each of which is there; its address."""
        items = "".join(
            f'<item><title>Ferry {n}</title><link>{self.story(n)}</link><guid isPermaLink="false">n{n}</guid></item>'
            for n in numbers
        )
        return self.has(path, rss(title, items), RSS)


def rss(title: str, items: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://news.example/</link>{items}</channel></rss>"
    )


def article(number: int, url: str, title: str = "", text: str = "", published: str = "2024-01-25") -> str:
    """A page of a newspaper."""
    written = text or "</p><p>".join(" ".join(each.format(n=number) for each in SENTENCES) for _ in range(1))
    dated = f'<meta property="article:published_time" content="{published}">' if published else ""
    return (
        f"<!doctype html><html lang=en><head><title>{title or f'Ferry {number}'} - Harbour News</title>"
        f'<meta property="og:title" content="{title or f"Ferry {number}"}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="Harbour News"><link rel="canonical" href="{url}">{dated}'
        f'<meta name="author" content="Ada Lake"></head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>'
        f"<article><h1>{title or f'Ferry {number}'}</h1><p>{written}</p>"
        f"<p>The boats are painted blue and white, and number {number} is the oldest of the whole fleet by far.</p>"
        f"</article><footer>Leave a Reply. Your email address will not be published.</footer></body></html>"
    )


@contextmanager
def a_web() -> Iterator[Web]:
    web = Web()
    try:
        yield web
    finally:
        web.site.close()
