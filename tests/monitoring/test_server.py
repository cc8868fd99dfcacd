"""The port: over real HTTP, on the loopback interface."""

import asyncio
import json
import socket
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import LibraryBusy, SettingRefused
from bot.model import Stock
from bot.monitoring.health import Gateway, Health
from bot.monitoring.numbers import Numbers
from bot.monitoring.server import Monitor

HERE = "127.0.0.1"


class Bot:
    """What the monitor looks at."""

    def __init__(self) -> None:
        self.numbers = Numbers("0.1")
        self.gateway = Gateway(self.numbers)
        self.gateway.connected(0)
        self.fails = False

    async def ask(self) -> object:
        if self.fails:
            raise LibraryBusy("/data/library.db\nand more")
        return None

    async def measure(self) -> Stock:
        if self.fails:
            raise LibraryBusy("/data/library.db")
        return Stock(articles=22, behind=3)

    def monitor(self) -> Monitor:
        return Monitor(self.numbers, Health(self.gateway, self.ask), self.measure)


Asking = Callable[[str], Awaitable[None]]


def served(bot: Bot, work: Asking) -> None:
    """Do the work while the monitor serves; it is handed the address."""

    async def serve() -> None:
        async with bot.monitor().listening(HERE, 0) as port:
            await work(f"http://{HERE}:{port}")

    asyncio.run(asyncio.wait_for(serve(), 20))


def answer(bot: Bot, path: str, method: str = "GET") -> tuple[int, str, str]:
    """(status, media type, body)"""
    told = []

    async def ask(address: str) -> None:
        async with aiohttp.ClientSession() as session, session.request(method, address + path) as response:
            told.append((response.status, response.headers["Content-Type"], await response.text()))

    served(bot, ask)
    return told[0]


def test_all_is_well() -> None:
    status, type, body = answer(Bot(), "/health")
    assert (status, type) == (200, "application/json; charset=utf-8")
    assert json.loads(body) == {"healthy": True}


def test_what_is_wrong_is_told_in_one_line() -> None:
    bot = Bot()
    bot.fails = True
    status, _, body = answer(bot, "/health")
    assert status == 503
    told = json.loads(body)
    assert told["healthy"] is False
    assert told["reason"].startswith("Library: Another process has been writing to /data/library.db and more ")
    assert "\n" not in told["reason"]


def test_a_lost_connection_goes_first() -> None:
    bot = Bot()
    bot.fails = True
    bot.gateway.disconnected(0)
    status, _, body = answer(bot, "/health")
    assert (status, json.loads(body)["reason"]) == (503, "Discord: Of 1 shards, not connected: 0.")


def test_the_numbers_are_what_prometheus_reads() -> None:
    status, type, body = answer(Bot(), "/metrics")
    assert status == 200
    assert type.startswith("text/plain; version=")
    found = {family.name: family.samples[0].value for family in text_string_to_metric_families(body)}
    assert (found["verbatim_articles"], found["verbatim_index_changes_behind"]) == (22, 3)


def test_numbers_are_told_when_the_library_fails() -> None:
    bot = Bot()
    bot.fails = True
    status, _, body = answer(bot, "/metrics")
    assert status == 200
    assert "verbatim_articles NaN" in body
    assert 'verbatim_gateway_connected{shard="0"} 1.0' in body


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/health", 405), ("DELETE", "/metrics", 405), ("GET", "/", 404), ("GET", "/metrics/../health/x", 404)])  # fmt: skip
def test_nothing_else_is_there_and_nothing_can_be_changed(method: str, path: str, status: int) -> None:
    assert answer(Bot(), path, method)[0] == status


@pytest.mark.parametrize(
    "sent", [b"\x00\xff" * 500 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
             b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"\r\n\r\n"]
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_next_one_is_answered(sent: bytes) -> None:
    statuses = []

    async def send(address: str) -> None:
        reader, writer = await asyncio.open_connection(HERE, int(address.rpartition(":")[2]))
        writer.write(sent)
        writer.write_eof()
        said = await reader.read()
        writer.close()
        assert said == b"" or said.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), said[:100]
        async with aiohttp.ClientSession() as session, session.get(address + "/health") as response:
            statuses.append(response.status)

    served(Bot(), send)
    assert statuses == [200]


def test_a_port_that_is_taken_is_refused_with_the_settings_name() -> None:
    async def serve(port: int) -> None:
        async with Bot().monitor().listening(HERE, port):
            raise AssertionError

    with socket.create_server((HERE, 0)) as taken, pytest.raises(SettingRefused) as refused:
        asyncio.run(serve(taken.getsockname()[1]))
    assert refused.value.name == "BOT_MONITOR_PORT"
    assert "in use" in str(refused.value)


def test_once_the_bot_stops_nothing_listens_any_more() -> None:
    ports = []

    async def note(address: str) -> None:
        ports.append(int(address.rpartition(":")[2]))

    served(Bot(), note)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HERE, ports[0]), timeout=2)


# The probe


def probe(bot: Bot, path: str = "/health") -> tuple[int, str]:
    """(exit code, what it prints)"""
    told = []

    async def run(address: str) -> None:
        told.append(await run_probe(address + path))

    served(bot, run)
    return told[0]


async def run_probe(address: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "bot.monitoring.probe", address]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode().strip()


def test_the_probe_ends_well_where_all_is_well() -> None:
    assert probe(Bot()) == (0, "All is well.")


def test_the_probe_says_why_not() -> None:
    bot = Bot()
    bot.gateway.disconnected(0)
    assert probe(bot) == (1, "Discord: Of 1 shards, not connected: 0.")


def test_the_probe_notices_that_something_else_answers() -> None:
    assert probe(Bot(), "/elsewhere") == (1, "What answers is not the bot (status 404).")


def test_the_probe_notices_that_nothing_answers() -> None:
    with socket.create_server((HERE, 0)) as free:
        address = f"http://{HERE}:{free.getsockname()[1]}/health"
    code, said = asyncio.run(run_probe(address))
    assert (code, said.startswith(f"Nothing answers at {address}")) == (1, True)


def test_the_probe_loads_nothing_but_the_standard_library() -> None:
    code = "import sys; import bot.monitoring.probe; print(sorted({'aiohttp', 'prometheus_client', 'pydantic'} & set(sys.modules)))"

    async def run() -> bytes:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
        return (await process.communicate())[0]

    assert asyncio.run(run()).strip() == b"[]"
