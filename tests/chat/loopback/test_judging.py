"""Each limit at its edge: what just fits passes our limits and the API's own description, one more is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chat.loopback import command_limits, limits
from tests.chat.loopback.judge import FILE, Judge, load_judge
from tests.chat.loopback.values import Call, SentFile
from tests.chat.loopback.violations import refusal

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
Body = Callable[[int], Any]


@pytest.fixture(scope="module")
def judge() -> Judge:
    made = load_judge()
    if made is None:
        pytest.skip(f"the API's description is not there: {FILE}")
    return made


def row(*parts: Any) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(parts)}]}


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "a", "custom_id": "a", **more}


def select(amount: int, **more: Any) -> dict[str, Any]:
    options = [{"label": str(number), "value": str(number)} for number in range(amount)]
    return {"type": 3, "custom_id": "s", "options": options, **more}


def field(name: str = "f", **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Label", "component": {"type": 4, "style": 1, "custom_id": name, **more}}


def form(*fields: Any, title: str = "Title") -> dict[str, Any]:
    return {"type": 9, "data": {"title": title, "custom_id": "form", "components": list(fields)}}


def option(name: str = "o", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "d", **more}


def command(**more: Any) -> list[Any]:
    return [{"type": 1, "name": "ask", "description": "d", **more}]


def full(choices: int) -> list[Any]:
    """An option of 100 characters, with choices of 200 each."""
    made = [{"name": f"{each:0>100}", "value": f"{each:0>100}"} for each in range(choices)]
    return [option(f"o{choices:02}", description="x" * 97, choices=made)]


MESSAGE_EDGES: dict[str, tuple[int, Body]] = {
    "content": (2000, lambda n: {"content": "x" * n}),
    "content of two units each": (1000, lambda n: {"content": "😀" * n}),
    "embeds": (10, lambda n: {"embeds": [{"title": "t"}] * n}),
    "embed title": (256, lambda n: {"embeds": [{"title": "x" * n}]}),
    "embed description": (4096, lambda n: {"embeds": [{"description": "x" * n}]}),
    "embed fields": (25, lambda n: {"embeds": [{"fields": [{"name": "n", "value": "v"}] * n}]}),
    "field name": (256, lambda n: {"embeds": [{"fields": [{"name": "x" * n, "value": "v"}]}]}),
    "field value": (1024, lambda n: {"embeds": [{"fields": [{"name": "n", "value": "x" * n}]}]}),
    "footer": (2048, lambda n: {"embeds": [{"footer": {"text": "x" * n}}]}),
    "author": (256, lambda n: {"embeds": [{"author": {"name": "x" * n}}]}),
    "all embeds": (1904, lambda n: {"embeds": [{"description": "x" * 4096}, {"description": "x" * n}]}),
    "rows": (5, lambda n: {"components": [row(button(custom_id=str(each)))["components"][0] for each in range(n)]}),
    "buttons": (5, lambda n: row(*(button(custom_id=str(each)) for each in range(n)))),
    "label": (80, lambda n: row(button(label="x" * n))),
    "custom_id": (100, lambda n: row(button(custom_id="x" * n))),
    "URL": (512, lambda n: row({"type": 2, "style": 5, "label": "a", "url": "https://a.b/".ljust(n, "x")})),
    "select options": (25, lambda n: row(select(n))),
    "select placeholder": (150, lambda n: row(select(1, placeholder="x" * n))),
    "option label": (100, lambda n: row(select(0, options=[{"label": "x" * n, "value": "v"}]))),
    "option value": (100, lambda n: row(select(0, options=[{"label": "l", "value": "x" * n}]))),
    "text displays": (4000, lambda n: {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * n}]}),
    "components": (40, lambda n: {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}] * n}),
}
CALLBACK_EDGES: dict[str, tuple[int, Body]] = {
    "content": (2000, lambda n: {"type": 4, "data": {"content": "x" * n}}),
    "choices": (25, lambda n: {"type": 8, "data": {"choices": [{"name": "n", "value": "v"}] * n}}),
    "choice name": (100, lambda n: {"type": 8, "data": {"choices": [{"name": "x" * n, "value": "v"}]}}),
    "choice value": (100, lambda n: {"type": 8, "data": {"choices": [{"name": "n", "value": "x" * n}]}}),
    "modal title": (45, lambda n: form(field(), title="x" * n)),
    "modal fields": (5, lambda n: form(*(field(str(each)) for each in range(n)))),
    "field label": (45, lambda n: form({**field(), "label": "x" * n})),
    "field description": (100, lambda n: form({**field(), "description": "x" * n})),
    "text in it": (4000, lambda n: form(field(value="x" * n))),
    "text against its own limit": (7, lambda n: form(field(value="x" * n, max_length=7))),
    "placeholder": (100, lambda n: form(field(placeholder="x" * n))),
    "files": (10, lambda n: form({**field(), "component": {"type": 19, "custom_id": "f", "max_values": n}})),
}
COMMAND_EDGES: dict[str, tuple[int, Body]] = {
    "name": (32, lambda n: command(name="x" * n)),
    "description": (100, lambda n: command(description="x" * n)),
    "options": (25, lambda n: command(options=[option(f"o{each}") for each in range(n)])),
    "choices": (25, lambda n: command(options=[option(choices=[{"name": str(x), "value": "v"} for x in range(n)])])),
    "choice": (100, lambda n: command(options=[option(choices=[{"name": "x" * n, "value": "v"}])])),
    "menus": (5, lambda n: [{"type": 3, "name": f"Menu {each}"} for each in range(n)]),
    "commands": (100, lambda n: [command(name=f"c{each}")[0] for each in range(n)]),
    "all of a command": (
        99,
        lambda n: command(name="x", description="x" * n, options=[*full(25), *full(13), *full(0)]),
    ),
}


@pytest.mark.parametrize("edge", MESSAGE_EDGES.values(), ids=MESSAGE_EDGES)
def test_a_message_fits_to_the_last_character(edge: tuple[int, Body]) -> None:
    most, body = edge
    assert not limits.message(Call("POST", MESSAGES, body=body(most)))
    assert limits.message(Call("POST", MESSAGES, body=body(most + 1)))


@pytest.mark.parametrize("edge", CALLBACK_EDGES.values(), ids=CALLBACK_EDGES)
def test_a_response_fits_to_the_last_character(edge: tuple[int, Body]) -> None:
    most, body = edge
    assert not limits.callback(Call("POST", CALLBACK, body=body(most)))
    assert limits.callback(Call("POST", CALLBACK, body=body(most + 1)))


@pytest.mark.parametrize("edge", COMMAND_EDGES.values(), ids=COMMAND_EDGES)
def test_a_command_fits_to_the_last_character(edge: tuple[int, Body]) -> None:
    most, body = edge
    assert not command_limits.commands(Call("PUT", COMMANDS, body=body(most)))
    assert command_limits.commands(Call("PUT", COMMANDS, body=body(most + 1)))


def test_what_just_fits_is_good_by_the_description_too(judge: Judge) -> None:
    for method, template, edges in (
        ("POST", MESSAGES, MESSAGE_EDGES),
        ("POST", CALLBACK, CALLBACK_EDGES),
        ("PUT", COMMANDS, COMMAND_EDGES),
    ):
        faults = {name: judge.request(method, template, body(most)) for name, (most, body) in edges.items()}
        assert not {name: fault for name, fault in faults.items() if fault}


@pytest.mark.parametrize(
    "body",
    [
        row(button(), button()),
        row(button(custom_id="")),
        row(button(label=None)),
        row(button(url="https://a.b/")),
        row({"type": 2, "style": 5, "label": "a"}),
        row({"type": 2, "style": 5, "label": "a", "url": "javascript:x"}),
        row(button(), select(1)),
        row(select(1, min_values=2, max_values=1)),
        row(select(0, options=[{"label": "a", "value": "v"}, {"label": "b", "value": "v"}])),
        row(),
        {"components": [button()]},
        {"embeds": [{"fields": [{"name": " ", "value": "v"}]}]},
        {"flags": 1 << 15, "content": "x", "components": [{"type": 10, "content": "x"}]},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ],
)
def test_a_message_that_discord_would_refuse_is_refused(body: dict[str, Any]) -> None:
    assert limits.message(Call("POST", MESSAGES, body=body))


@pytest.mark.parametrize(
    "body",
    [
        command(name="Ask"),
        command(name="a b"),
        command(name=""),
        command(description=""),
        command(options=[option("a"), option("b", required=True)]),
        command(options=[option("a"), option("a")]),
        command(options=[option("a"), option("b", kind=1)]),
        command(options=[option(autocomplete=True, choices=[{"name": "n", "value": "v"}])]),
        command(options=[option(kind=2, options=[option(kind=2, options=[option(kind=1)])])]),
        command() * 2,
        [{"type": 3, "name": "Menu", "description": "d"}],
    ],
)
def test_a_command_that_discord_would_refuse_is_refused(body: list[Any]) -> None:
    assert command_limits.commands(Call("PUT", COMMANDS, body=body))


def test_files_have_a_size_and_a_number() -> None:
    def faults(*sizes: int) -> int:
        files = tuple(SentFile("f", "f", b"\0" * size) for size in sizes)
        return len(limits.message(Call("POST", MESSAGES, body={}, files=files)))

    assert [faults(10 * 1024 * 1024), faults(10 * 1024 * 1024 + 1), faults(*[1] * 10), faults(*[1] * 11)] == [
        0,
        1,
        0,
        1,
    ]


def test_a_refusal_says_where() -> None:
    (violation,) = limits.message(Call("POST", MESSAGES, body=row(button(label="x" * 81))))
    body = refusal([violation]).reply().body
    assert body["code"] == 50035
    assert "label" in str(body["errors"]["components"])


def test_the_description_finds_what_the_limits_do_not_ask(judge: Judge) -> None:
    assert judge.request("POST", MESSAGES, {"content": "x", "contents": "y"})
    assert judge.request("POST", MESSAGES, {"content": 7})
    assert judge.request("POST", MESSAGES, row(button(lable="x")))
    assert judge.request("POST", MESSAGES, {"message_reference": {"message_id": "x"}})
    assert judge.request("POST", "/nothing", {})
    assert judge.answer("GET", "/gateway", 200, {})
    assert judge.answer("GET", "/gateway", 204, None)


def test_the_description_is_amended_where_it_is_known_to_differ(judge: Judge) -> None:
    assert not judge.request("POST", MESSAGES, {"message_reference": {"message_id": 123}, "embeds": [{"flags": 0}]})
    assert not judge.request("PUT", COMMANDS, command(nsfw=False))
    assert not judge.request("PATCH", f"{MESSAGES}/{{message_id}}", {"content": "x", "tts": False})


def test_without_the_description_only_the_limits_judge(tmp_path: Path) -> None:
    assert load_judge(tmp_path / "openapi.json") is None
