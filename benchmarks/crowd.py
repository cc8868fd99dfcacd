"""How many people at once: `python -m benchmarks.crowd`. Needs the extra `test`.

The bot runs in a process of its own, over made-up articles (see `synthetic`), signed in to the tests' loopback Discord,
which runs here and takes its share of the cores: what it says of the bot is too little rather than too much. Round by
round everybody asks at the same moment, with `/ask` and by mention, and waits for the answer.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from benchmarks.children import in_child
from benchmarks.measures import LIBRARY, import_corpus, percentile_95, read_questions, write_corpus
from benchmarks.table import Section, at_least, at_most, describe_machine, make_table
from tests.chat.loopback import Loopback, Person, World, pointed
from tests.chat.loopback.channels import Channel

SEED = 20240125
ACKNOWLEDGED_MS = 1_000
ANSWERED_MS = 2_000
ANSWERS_A_SECOND = 100
SERVING_MIB = 400
MORE_THAN_ANYBODY_ASKS = "1000000"


@dataclass(slots=True)
class Crowd:
    """What one way of asking measured, over all rounds."""

    acknowledged_ms: list[float] = field(default_factory=list)  # of commands only
    answered_ms: list[float] = field(default_factory=list)
    a_second: list[float] = field(default_factory=list)  # answers, of each round


@contextmanager
def bot_process(world: World, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`bot run`, ready for questions."""
    variables = {
        "BOT_DATA_DIR": str(data_dir),
        "BOT_CORPUS_DIR": str(data_dir / "none"),
        "BOT_DISCORD_TOKEN": world.token,
        "BOT_PERSON_QUESTIONS_PER_MINUTE": MORE_THAN_ANYBODY_ASKS,
        "BOT_SERVER_QUESTIONS_PER_MINUTE": MORE_THAN_ANYBODY_ASKS,
        "BOT_LOG_LEVEL": "warning",
    }
    environment = pointed.environment(world.port, variables)
    with subprocess.Popen(
        pointed.command("run"), cwd=pointed.ROOT, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            world.wait_ready(60)
            yield process
        finally:
            process.terminate()


def by_command(person: Person, channel: Channel, question: str, crowd: Crowd) -> None:
    """Ask with `/ask`, and wait for the answer."""
    begin = time.perf_counter()
    asked = person.slash(channel, "ask", question=question)
    asked.reply(60)
    crowd.answered_ms.append(1000 * (time.perf_counter() - begin))
    crowd.acknowledged_ms.append(asked.acknowledged.after_ms)


def by_mention(person: Person, channel: Channel, question: str, crowd: Crowd) -> None:
    """Mention the bot, and wait for the answer."""
    begin = time.perf_counter()
    person.says(channel, f"{{bot}} {question}").answer(60)
    crowd.answered_ms.append(1000 * (time.perf_counter() - begin))


Way = Callable[[Person, Channel, str, Crowd], None]


def rounds(way: Way, world: World, people: list[Person], questions: list[str], count: int) -> Crowd:
    """Everybody at once, `count` times, each time in another channel."""
    crowd, guild = Crowd(), world.guild("Crowd", people[0])
    guild.add(*people[1:])
    with ThreadPoolExecutor(len(people)) as pool:
        for number in range(count):
            channel = guild.channel(f"room-{number}")
            asked = questions[number * len(people) : (number + 1) * len(people)]
            begin = time.perf_counter()
            list(pool.map(lambda person, text: way(person, channel, text, crowd), people, asked))  # noqa: B023
            crowd.a_second.append(len(people) / (time.perf_counter() - begin))
    return crowd


def resident_mib(process: subprocess.Popen[bytes]) -> float:
    """What the process has in memory now; Linux only."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return int(re.findall(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1024


def section(heading: str, crowd: Crowd) -> Section:
    """What one way of asking measured; the first round warms up, and isn't counted among the rounds."""
    lines = [
        at_least("answers a second, median of the rounds", statistics.median(crowd.a_second[1:]), ANSWERS_A_SECOND, ""),
        at_most("answered, median", statistics.median(crowd.answered_ms), None, "ms"),
        at_most("answered, 95th percentile", percentile_95(crowd.answered_ms), ANSWERED_MS, "ms"),
        at_most("answered, slowest", max(crowd.answered_ms), None, "ms"),
    ]
    if crowd.acknowledged_ms:
        lines += [
            at_most("acknowledged, median", statistics.median(crowd.acknowledged_ms), None, "ms"),
            at_most("acknowledged, slowest", max(crowd.acknowledged_ms), ACKNOWLEDGED_MS, "ms"),
        ]
    return Section(heading, tuple(lines))


def measure(articles: int, people: int, count: int, folder: Path) -> list[Section]:
    write_corpus(folder, articles, people * count, SEED)
    in_child(import_corpus, folder)
    questions = [each.text for each in read_questions(folder)]
    server = Loopback.start()
    try:
        world = server.new_world()
        crowd = [world.person(f"person {number}") for number in range(people)]
        with bot_process(world, folder / LIBRARY) as process:
            at_rest = resident_mib(process)
            commands = rounds(by_command, world, crowd, questions, count)
            mentions = rounds(by_mention, world, crowd, questions, count)
            memory = Section(
                "Memory of the bot",
                (
                    at_most("before the first question", at_rest, None, "MiB"),
                    at_most(f"after {2 * people * count:,} answers", resident_mib(process), SERVING_MIB, "MiB"),
                ),
            )
        world.check()
    finally:
        server.stop()
    return [
        section(f"{people} people ask at once with /ask, {count} times", commands),
        section(f"{people} people ask at once by mention in one channel, {count} times", mentions),
        memory,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        sections = measure(options.articles, options.people, options.rounds, Path(folder))
    console.print(make_table(sections))
    console.print(describe_machine(), style="dim")


if __name__ == "__main__":
    main()
