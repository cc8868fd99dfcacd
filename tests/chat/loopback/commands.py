"""The commands that the bot registered, and what a person can do with them: what their client would let them send."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.chat.loopback.channels import CODES, Channel
from tests.chat.loopback.guilds import Role
from tests.chat.loopback.permissions import ADMINISTRATOR
from tests.chat.loopback.shapes import command_for_reading
from tests.chat.loopback.values import Json, Someone, Upload
from tests.chat.loopback.violations import length

if TYPE_CHECKING:
    from tests.chat.loopback.people import Person
    from tests.chat.loopback.world import World

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    NUMBER: (int, float),
    ATTACHMENT: (Upload,),
}


class CommandBook:
    """Registered commands, global ones and those of one server."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._of: dict[int | None, list[Json]] = {}
        self.puts = 0
        """How often commands were registered in bulk."""

    def replace(self, commands: Sequence[Json], guild_id: int | None) -> list[Json]:
        """Register these in the place of all others; one that keeps its name and kind keeps its id."""
        ids = {(each["type"], each["name"]): int(each["id"]) for each in self.of(guild_id)}
        made = [
            command_for_reading(
                each,
                ids.get((each.get("type") or 1, each["name"])) or self._world.ids.new(),
                self._world.application_id,
                guild_id,
            )
            for each in commands
        ]
        self._of[guild_id] = made
        self.puts += 1
        return made

    def of(self, guild_id: int | None = None) -> list[Json]:
        """The commands of a server, or with None the global ones."""
        return self._of.get(guild_id, [])

    def find(self, channel: Channel, name: str, kind: int, locale: str) -> Json:
        """The command of that name there. Raises AssertionError with those that are there."""
        guild_id = channel.guild.id if channel.guild else None
        known: list[Json] = [*(self.of(guild_id) if guild_id else ()), *self.of(None)]
        found = [command for command in known if command["type"] == kind and named(command, name, locale)]
        if found:
            return found[0]
        names = [command["name"] for command in known if command["type"] == kind]
        raise AssertionError(f"No command {name!r} of type {kind} is registered, but {names}")


def named(thing: Json, name: str, locale: str) -> bool:
    """Whether a person who reads this language would call it so; the name itself always does."""
    return name in (thing["name"], (thing.get("name_localizations") or {}).get(locale))


def must_be_seen(command: Json, person: "Person", channel: Channel) -> None:
    """Raise AssertionError if the person's client would not offer the command in this channel."""
    contexts = command.get("contexts")
    if channel.guild is None:
        assert (1 in contexts) if contexts else command["dm_permission"], (
            f"/{command['name']} is not for direct messages"
        )
        return
    assert contexts is None or 0 in contexts, f"/{command['name']} is not for servers"
    assert channel.may(person.user, "view_channel", "use_application_commands"), (
        f"{person} can't use commands in {channel!r}"
    )
    needed = command["default_member_permissions"]
    held = channel.permissions_of(person.user)
    if needed is not None and not held & ADMINISTRATOR:
        wanted = int(needed) or ADMINISTRATOR
        assert held & wanted == wanted, f"{person} doesn't see /{command['name']}: it needs {needed}"


def walk_to(command: Json, path: Sequence[str], locale: str) -> tuple[list[str], list[Json]]:
    """The registered names of the groups and the subcommand, and the options at the end of the path."""
    names: list[str] = []
    options: list[Json] = command.get("options", [])
    for name in path:
        step = next(
            (each for each in options if each["type"] in (SUBCOMMAND, GROUP) and named(each, name, locale)), None
        )
        assert step is not None, f"/{command['name']} has no {name!r}, but {[each['name'] for each in options]}"
        names.append(step["name"])
        options = step.get("options", [])
    rest = [each["name"] for each in options if each["type"] in (SUBCOMMAND, GROUP)]
    assert not rest, f"/{command['name']} {' '.join(path)} goes on with one of {rest}"
    return names, options


def checked(options: Sequence[Json], values: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """The values under the options' registered names. Raises AssertionError for what a client would not send."""
    made: dict[str, Any] = {}
    for key, value in values.items():
        option = next((each for each in options if named(each, key, locale)), None)
        assert option is not None, f"There is no option {key!r}, but {[each['name'] for each in options]}"
        must_fit(option, value)
        made[option["name"]] = value
    missing = [each["name"] for each in options if each.get("required") and each["name"] not in made]
    assert not missing, f"Required: {missing}"
    return made


def must_fit(option: Json, value: Any) -> None:
    """Raise AssertionError if a client would not send this value for the option."""
    kind, name = option["type"], option["name"]
    types = _TYPES.get(kind, (Someone, Role) if kind == MENTIONABLE else (Someone,))
    assert isinstance(value, types), f"{name} takes {types}, not {value!r}"
    assert kind == BOOLEAN or not isinstance(value, bool), f"{name} takes no boolean"
    if isinstance(value, str):
        least, most = option.get("min_length", 0), option.get("max_length", 6000)
        assert least <= length(value) <= most, f"{name} takes {least} to {most} characters, not {length(value)}"
    if kind in (INTEGER, NUMBER):
        least, most = option.get("min_value", value), option.get("max_value", value)
        assert least <= value <= most, f"{name} takes {least} to {most}, not {value}"
    if isinstance(value, Channel) and option.get("channel_types"):
        assert CODES[value.kind] in option["channel_types"], f"{name} takes no {value.kind} channel"
    chosen = [each["value"] for each in option.get("choices", [])]
    assert not chosen or value in chosen, f"{name} takes one of {chosen}, not {value!r}"


def filled(options: Sequence[Json], values: Mapping[str, Any], focused: str | None) -> list[Json]:
    """The options as an interaction carries them, in the order of their registration; unknown ones last, as text."""
    known = {each["name"]: each["type"] for each in options}
    names = [name for name in known if name in values or name == focused]
    names += [name for name in values if name not in known]
    made: list[Json] = []
    for name in names:
        option: Json = {"name": name, "type": known.get(name, STRING), "value": values.get(name, "")}
        if name == focused:
            option["focused"] = True
        made.append(option)
    return made


def nested(names: Sequence[str], options: list[Json]) -> list[Json]:
    """Options inside the subcommand and the group that they belong to."""
    for index, name in reversed(list(enumerate(names))):
        kind = SUBCOMMAND if index == len(names) - 1 else GROUP
        options = [{"name": name, "type": kind, "options": options}]
    return options
