"""How fast pages and texts are read, and how much memory that takes: `python -m benchmarks.intake`.

Made-up articles (see `synthetic`) stand in pages as newspapers make them, some 90 KiB each: menus, scripts, teasers,
comments. They go through the pool of child processes; beside it, trafilatura alone reads them in one process. The
same articles as files of text are added as `bot add` does it.
"""

import argparse
import html
import json
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks.children import in_child
from benchmarks.synthetic import Newsroom, Row
from benchmarks.table import Line, Section, at_least, at_most, describe_machine, make_table, number, share
from bot.app import default_thresholds, open_desk, open_fetcher
from bot.collecting import Fate, Finder, Reader, collect, known_files
from bot.errors import ArticleRefused
from bot.gathering import Gatherer
from bot.intake import Details
from bot.intake.parsing import Kind, Parsed, Parsers
from bot.intake.parsing.parsers import MAX_WORKERS, MEMORY_BYTES
from bot.model import SHARED

SEED = 20240125
PAGES, TEXTS = "pages", "texts"
WARM_UP = 4
"""Pages that are read before the clock runs, so that the children are there."""
LARGE_BYTES = 10_000_000
"""The largest page that is fetched."""

PAGES_A_SECOND = 15
TEXTS_A_SECOND = 800
CHILD_MIB = 512


FURNITURE = (
    "Section 7",
    "We use cookies",
    "Accept all",
    "Share this",
    "Read more",
    "Reader 3",
    "Leave a Reply",
    "Copyright",
)
"""What stands around the article, a piece of each kind."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the pages."""

    rate: float  # pages a second
    whole: int  # those of which every paragraph was found
    clean: int  # those with nothing in the text of what stands around
    pages: int
    child_mib: float = 0.0  # the most memory that a child, or one of its forks, had resident


def page_of(row: Row) -> str:
    """The article as a newspaper's page."""
    paragraphs = "".join(f"<p>{html.escape(each)}</p>\n" for each in row["text"].split("\n\n"))
    menu = "".join(f'<li><a href="/section-{n}">Section {n}</a></li>' for n in range(60))
    teasers = "".join(
        f'<div class="teaser"><a href="/story-{n}"><img src="/i/{n}.jpg" alt=""><h3>{row["title"]} {n}</h3></a></div>'
        for n in range(40)
    )
    comments = "".join(
        f'<div class="comment"><b>Reader {n}</b><p>I have read this {n} times.</p></div>' for n in range(30)
    )
    stated = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": row["title"],
            "datePublished": row["published"],
            "author": {"name": "Ada Lake"},
        }
    )
    script = "var layer=" + json.dumps([{"id": n, "slot": "ad", "size": [300, 250]} for n in range(900)])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{row["title"]} | The Times</title>
<meta property="og:site_name" content="The Times"><script type="application/ld+json">{stated}</script>
<script>{script}</script><style>{"p{margin:0}" * 500}</style></head><body><nav><ul>{menu}</ul></nav>
<div class="cookie-banner"><p>We use cookies.</p><button>Accept all</button></div><main><article><h1>{row["title"]}</h1>
<p class="byline">By Ada Lake</p>{paragraphs}<div class="share">Share this article</div></article></main>
<aside><h2>Read more</h2>{teasers}</aside><section id="comments"><h2>Comments</h2>{comments}<form>Leave a Reply</form>
</section><footer>Copyright The Times. All rights reserved.</footer></body></html>"""


def write_articles(folder: Path, pages: int, texts: int) -> float:
    """Write the pages and the texts; the mean size of a page in KiB."""
    newsroom = Newsroom(SEED)
    for name in (PAGES, TEXTS):
        (folder / name).mkdir()
    size = 0
    for at in range(pages):
        size += (folder / PAGES / f"{at:05}.html").write_text(page_of(newsroom.article(at)), "utf-8")
    for at in range(texts):
        row = newsroom.article(pages + at)
        (folder / TEXTS / f"{at:05}.txt").write_text(f"{row['title']}\n\n{row['text']}", "utf-8")
    return size / max(1, pages) / 1024


def pages_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / PAGES).iterdir())]


def expected(folder: Path) -> Iterator[str]:
    """The text of each page."""
    newsroom = Newsroom(SEED)
    return (newsroom.article(at)["text"] for at in range(len(list((folder / PAGES).iterdir()))))


def judged(texts: Sequence[str], seconds: float, folder: Path, child_mib: float = 0.0) -> Read:
    """How fast that was, and how good."""
    wanted = [each.split("\n\n") for each in expected(folder)]
    found = [sum(part in text for part in parts) == len(parts) for text, parts in zip(texts, wanted, strict=True)]
    clean = [not any(piece in text for piece in FURNITURE) for text in texts]
    return Read(len(texts) / seconds, sum(found), sum(clean), len(texts), child_mib)


def read_by_pool(folder: Path) -> Read:
    """Read all pages through the pool, as many at once as it has children."""
    pages = pages_in(folder)
    with Parsers() as parsers, ThreadPoolExecutor(MAX_WORKERS) as pool:

        def read(data: bytes) -> str:
            found = parsers.parse(Kind.PAGE, data)
            return found.text if isinstance(found, Parsed) else ""

        list(pool.map(read, pages[:WARM_UP]))
        begin = time.perf_counter()
        texts = list(pool.map(read, pages))
        elapsed = time.perf_counter() - begin
    return judged(texts, elapsed, folder, children_mib())


def read_large(_: Path) -> float:
    """Read one page of the largest size; the most memory of a child, whether it was read or refused."""
    paragraph = "<p>The old bridge over the river closed on Monday, and it will stay closed until May.</p>\n"
    data = f"<html><body><article><h1>The bridge</h1>{paragraph * (LARGE_BYTES // len(paragraph))}</article>".encode()
    with Parsers() as parsers, suppress(ArticleRefused):
        parsers.parse(Kind.PAGE, data)
    return children_mib()


def children_mib() -> float:
    """The most memory that a child that has ended, or one of its own, had resident: in MiB, on Linux."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def read_by_trafilatura(folder: Path) -> Read:
    """Read all pages with trafilatura and nothing else, in one process."""
    from trafilatura import bare_extraction

    pages = pages_in(folder)

    def read(data: bytes) -> str:
        found = bare_extraction(data, with_metadata=True, include_comments=False)
        return str(getattr(found, "text", "") or "")

    list(map(read, pages[:WARM_UP]))
    begin = time.perf_counter()
    texts = list(map(read, pages))
    return judged(texts, time.perf_counter() - begin, folder)


def read_texts(folder: Path) -> float:
    """Read the files of text: what belongs to a page, the title, the language; texts a second, in one thread."""
    with Parsers() as parsers:
        gatherer = Gatherer(parsers, open_fetcher)
        paths = sorted((folder / TEXTS).iterdir())
        gatherer.document(paths[0].read_bytes(), paths[0].name, SHARED)
        begin = time.perf_counter()
        for path in paths:
            gatherer.document(path.read_bytes(), path.name, SHARED)
        return len(paths) / (time.perf_counter() - begin)


def add_texts(folder: Path) -> float:
    """Add the files of text as `bot add` does; articles a second, durable and searchable."""
    with open_desk(folder / "library", default_thresholds()) as desk:
        reader = Reader(desk.gatherer, SHARED, Details())
        items = Finder(SHARED, folder / "corpus", lambda _: None).items(str(folder / TEXTS))
        begin = time.perf_counter()
        became = list(collect(items, reader, desk.library.put))
        elapsed = time.perf_counter() - begin
    assert all(each.fate is Fate.ADDED for each in became), became[:3]
    return len(became) / elapsed


def add_texts_again(folder: Path) -> float:
    """Add the same files once more: nothing has changed; files a second."""
    with open_desk(folder / "library", default_thresholds()) as desk:
        begin = time.perf_counter()
        known = known_files(desk.library, SHARED, [str(folder / TEXTS)])
        reader = Reader(desk.gatherer, SHARED, Details(), known)
        items = Finder(SHARED, folder / "corpus", lambda _: None).items(str(folder / TEXTS))
        became = list(collect(items, reader, desk.library.put))
        elapsed = time.perf_counter() - begin
    assert all(each.fate is Fate.UNCHANGED for each in became), became[:3]
    return len(became) / elapsed


def quality_lines(who: str, read: Read) -> tuple[Line, Line]:
    return (
        Line(f"{who}: every paragraph found", "", share(read.whole, read.pages)),
        Line(f"{who}: nothing of what stands around", "", share(read.clean, read.pages)),
    )


def measure(pages: int, texts: int, folder: Path) -> list[Section]:
    kib = in_child(write_articles, folder, pages, texts).value
    pool = in_child(read_by_pool, folder).value
    alone = in_child(read_by_trafilatura, folder).value
    large = in_child(read_large, folder).value
    added = in_child(add_texts, folder)
    return [
        Section(
            f"{pages:,} pages of {number(kib)} KiB",
            (
                at_least(f"read by the pool of {MAX_WORKERS} children", pool.rate, PAGES_A_SECOND, "pages/s"),
                *quality_lines("the pool", pool),
                at_most("peak memory of a child", pool.child_mib, CHILD_MIB, "MiB"),
                at_most(
                    f"peak memory of a child, a page of {LARGE_BYTES // 10**6} MB (limit {MEMORY_BYTES // 2**20})",
                    large,
                    CHILD_MIB,
                    "MiB",
                ),
                Line("trafilatura alone, one process", "", f"{number(alone.rate)} pages/s"),
                *quality_lines("trafilatura", alone),
            ),
        ),
        Section(
            f"{texts:,} files of text",
            (
                at_least("read", in_child(read_texts, folder).value, TEXTS_A_SECOND, "texts/s"),
                Line("added: read, durable and searchable", "", f"{number(added.value)} articles/s"),
                at_most("peak memory", added.peak_mib, None, "MiB"),
                Line("added again, unchanged", "", f"{number(in_child(add_texts_again, folder).value)} files/s"),
            ),
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--texts", type=int, default=5_000)
    options = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 120, highlight=False)
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        sections = measure(options.pages, options.texts, Path(folder))
    console.print(make_table(sections))
    console.print(describe_machine(), style="dim")


if __name__ == "__main__":
    main()
