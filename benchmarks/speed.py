"""How fast, and how much memory: `python -m benchmarks.speed`. Needs the extra `bench`.

It writes made-up articles (see `synthetic`), imports them, asks, adds and removes, each in a process of its own,
and asks rank-bm25 and bm25s the same questions. With 100,000 articles it takes some ten minutes and 1.5 GiB of disk.
"""

import argparse
import importlib.util
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks import measures
from benchmarks.children import in_child
from benchmarks.measures import Asking
from benchmarks.table import Line, Section, at_least, at_most, describe_machine, make_table, number, share

SEED = 20240125
CHANGES = 100
"""Single adds, and as many removals."""
RANK_BM25_ARTICLES = 4_000
"""The most that rank-bm25 is given: a question takes some 0.6 µs a sentence, and a sentence 1 KiB."""
RANK_BM25_QUESTIONS = 60
"""How many questions it is asked when it is given that many."""

# Goals: milliseconds, articles a second, MiB, seconds. By the number of articles where it matters.
ASK_MEDIAN_MS: Mapping[int, float] = {1_000: 5, 100_000: 15}
ASK_P95_MS: Mapping[int, float] = {100_000: 40}
CHANGE_MS = 60
IMPORT_RATE = 800
GENERATOR_RATE = 3_000
IMPORT_MIB = 700
SERVING_MIB = 400
COMMAND_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    sizes: tuple[int, ...]  # articles
    questions: int
    data_dir: Path | None
    skip_bm25s: bool


class Progress:
    """Says on standard error what is going on."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)

    def say(self, what: str) -> None:
        """One line, dim."""
        self._console.print(f"… {what}", style="dim")


def main() -> None:
    """Measure, and print the table."""
    options = read_options()
    progress = Progress()
    console = Console(width=None if Console().is_terminal else 120, highlight=False)
    console.print(f"{describe_machine()}. {options.questions:,} questions a size, asked one after the other.")
    sections = [section for size in options.sizes for section in measure_size(size, options, progress)]
    progress.say("the command")
    console.print(make_table([*sections, command_section()]))


def read_options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure speed and memory.")
    parser.add_argument("--articles", default="1000,100000", help="sizes of the library, with commas between them")
    parser.add_argument("--questions", type=int, default=300, help="questions a size")
    parser.add_argument("--data-dir", type=Path, help="keep the data in a new folder in here, else in none")
    parser.add_argument("--skip-bm25s", action="store_true", help="leave out bm25s: it takes minutes and gigabytes")
    given = parser.parse_args()
    sizes = tuple(int(size) for size in given.articles.split(","))
    skip_bm25s = given.skip_bm25s or importlib.util.find_spec("bm25s") is None
    return Options(sizes, given.questions, given.data_dir, skip_bm25s)


@contextmanager
def data_folder(data_dir: Path | None, size: int) -> Iterator[Path]:
    """A new folder: kept where `data_dir` is given, else gone in the end."""
    if data_dir is None:
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            yield Path(folder)
    else:
        data_dir.mkdir(parents=True, exist_ok=True)
        yield Path(tempfile.mkdtemp(prefix=f"speed-{size}-", dir=data_dir))


def measure_size(size: int, options: Options, progress: Progress) -> Iterator[Section]:
    """All measurements with a library of `size` articles."""
    with data_folder(options.data_dir, size) as folder:
        progress.say(f"{size:,} articles: writing them")
        rate = in_child(measures.write_corpus, folder, size, options.questions, SEED).value
        progress.say(f"written, {rate:,.0f} a second; importing them")
        imported = import_lines(folder)
        progress.say("imported; asking")
        ours, asking = ask_lines(folder, size)
        progress.say(f"asked, {ours.median:.1f} ms; adding, asking, removing")
        changing = change_lines(folder, size)
        generator = at_least("the generator of the articles, beside all this", rate, GENERATOR_RATE, "articles/s")
        yield Section(f"The bot, {size:,} articles", (*asking, *changing, *imported, generator))
        progress.say("rank-bm25")
        rivals = rank_bm25_lines(folder, size, ours)
        if not options.skip_bm25s:
            progress.say("bm25s")
            rivals += bm25s_lines(folder, ours)
        yield Section(f"Alone, the same sentences and questions, {size:,} articles", rivals)


def import_lines(folder: Path) -> tuple[Line, ...]:
    """Rate and memory of the import."""
    imported = in_child(measures.import_corpus, folder)
    return (
        at_least("import", imported.value, IMPORT_RATE, "articles/s"),
        at_most("import, peak memory", imported.peak_mib, IMPORT_MIB, "MiB"),
    )


def ask_lines(folder: Path, size: int) -> tuple[Asking, tuple[Line, ...]]:
    """Times and memory of the questions to a library as the import has left it."""
    asked = in_child(measures.ask_library, folder)
    asking = asked.value
    return asking, (
        *time_lines("ask", size, asking),
        Line("ask, right sentence first", "", share(asking.found, asking.about_something)),
        Line("ask, right sentence quoted, not only first", "", share(asking.quoted, asking.about_something)),
        Line("ask, silent where nothing answers", "", share(asking.silent, asking.about_nothing)),
        at_most("ask, peak memory of a process that only serves", asked.peak_mib, SERVING_MIB, "MiB"),
    )


def time_lines(subject: str, size: int, asking: Asking) -> tuple[Line, Line]:
    """Median and 95th percentile."""
    return (
        at_most(f"{subject}, median", asking.median, ASK_MEDIAN_MS.get(size), "ms"),
        at_most(f"{subject}, 95th percentile", asking.p95, ASK_P95_MS.get(size), "ms"),
    )


def change_lines(folder: Path, size: int) -> tuple[Line, ...]:
    """Single adds and removals, and the questions between them."""
    changing = in_child(measures.change_library, folder, size, CHANGES, SEED).value
    return (
        *one_change_lines("add one article", changing.add),
        Line("add one article, found by the next question", "", share(changing.searchable, CHANGES)),
        *one_change_lines("remove one article", changing.remove),
        Line("remove one article, not found by the next question", "", share(changing.gone, CHANGES)),
        *time_lines(f"ask after {CHANGES} single adds", size, changing.asking),
    )


def one_change_lines(subject: str, milliseconds: list[float]) -> tuple[Line, Line]:
    """Median, with its goal, and 95th percentile."""
    return (
        at_most(f"{subject}, median", statistics.median(milliseconds), CHANGE_MS, "ms"),
        at_most(f"{subject}, 95th percentile", measures.percentile_95(milliseconds), None, "ms"),
    )


def rank_bm25_lines(folder: Path, size: int, ours: Asking) -> tuple[Line, ...]:
    """rank-bm25 over all sentences; where they are too many, over fewer, and what follows from that."""
    from benchmarks import rivals

    if size <= RANK_BM25_ARTICLES:
        asked = in_child(rivals.ask_rank_bm25, folder, None, None)
        return rival_lines("rank-bm25", asked.value, ours, asked.peak_mib)
    asked = in_child(rivals.ask_rank_bm25, folder, RANK_BM25_ARTICLES, RANK_BM25_QUESTIONS)
    factor = size / RANK_BM25_ARTICLES
    measured = f"measured with {RANK_BM25_ARTICLES:,} articles, {len(asked.value.milliseconds)} questions"
    guess = asked.value.median * factor
    return (
        Line(f"rank-bm25, median, {measured}", "", f"{number(asked.value.median)} ms"),
        Line(f"rank-bm25, peak memory, {measured}", "", f"{number(asked.peak_mib)} MiB"),
        Line("rank-bm25, median, extrapolated linearly, not measured", "", f"{number(guess)} ms{ratio(guess, ours)}"),
    )


def bm25s_lines(folder: Path, ours: Asking) -> tuple[Line, ...]:
    """bm25s with its numpy backend over all sentences."""
    from benchmarks import rivals

    built = in_child(rivals.build_bm25s, folder)
    asked = in_child(rivals.ask_bm25s, folder)
    return (
        *rival_lines("bm25s", asked.value, ours, asked.peak_mib),
        Line(f"bm25s, building, {built.value.sentences:,} sentences", "", f"{number(built.value.seconds)} s"),
        Line("bm25s, peak memory while building", "", f"{number(built.peak_mib)} MiB"),
    )


def rival_lines(name: str, asking: Asking, ours: Asking, peak_mib: float) -> tuple[Line, ...]:
    """What is measured of each rival."""
    return (
        Line(f"{name}, median", "", f"{number(asking.median)} ms{ratio(asking.median, ours)}"),
        Line(f"{name}, 95th percentile", "", f"{number(asking.p95)} ms"),
        Line(f"{name}, right sentence first", "", share(asking.found, asking.about_something)),
        Line(f"{name}, peak memory while asking", "", f"{number(peak_mib)} MiB"),
    )


def ratio(median: float, ours: Asking) -> str:
    """How the rival's median compares with the bot's."""
    if median < ours.median:
        return f" (the bot's is {number(ours.median / median)} ×)"
    return f" ({number(median / ours.median)} × the bot's)"


def command_section() -> Section:
    """`bot ask` as a whole process."""
    seconds = measures.run_command()
    subject = "bot ask, shipped corpus, warm, start to end, median"
    if seconds is None:
        line = Line(subject, f"≤ {COMMAND_SECONDS:g} s", "not available: the command failed")
    else:
        line = at_most(subject, statistics.median(seconds), COMMAND_SECONDS, "s", f" of {len(seconds)} runs")
    return Section("The command", (line,))


if __name__ == "__main__":
    main()
