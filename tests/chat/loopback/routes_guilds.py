"""Routes about servers, their members and roles, and direct channels."""

from tests.chat.loopback.guilds import Guild
from tests.chat.loopback.routing import Route
from tests.chat.loopback.values import Call, Json, Refused, Reply, missing_access, unknown
from tests.chat.loopback.world import World


def _guild(world: World, call: Call) -> Guild:
    guild = world.guilds.get(call.id("guild_id"))
    if guild is None:
        raise unknown("Guild")
    if not guild.has_bot:
        raise missing_access()
    return guild


def guild(world: World, call: Call) -> Reply:
    found = _guild(world, call)
    body = found.shape()
    if call.query.get("with_counts") in ("1", "true"):
        body |= {"approximate_member_count": len(found.members), "approximate_presence_count": 1}
    return Reply(200, body)


def roles(world: World, call: Call) -> Reply:
    return Reply(200, [role.shape() for role in _guild(world, call).roles.values()])


def channels(world: World, call: Call) -> Reply:
    found = _guild(world, call).channels.values()
    return Reply(200, [channel.shape() for channel in found if not channel.is_thread])


def member(world: World, call: Call) -> Reply:
    found = _guild(world, call).members.get(call.id("user_id"))
    if found is None:
        raise unknown("Member")
    return Reply(200, found.shape())


def members(world: World, call: Call) -> Reply:
    if "members" not in world.granted:
        raise missing_access()
    after, limit = int(call.query.get("after", "0")), int(call.query.get("limit", "1"))
    found = sorted(_guild(world, call).members.values(), key=lambda each: each.user.id)
    return Reply(200, [each.shape() for each in found if each.user.id > after][:limit])


def my_guilds(world: World, call: Call) -> Reply:
    after, limit = int(call.query.get("after", "0")), int(call.query.get("limit", "200"))
    found = sorted(
        (each for each in world.guilds.values() if each.has_bot and each.id > after), key=lambda each: each.id
    )
    return Reply(200, [_my_guild(world, each) for each in found[:limit]])


def _my_guild(world: World, guild: Guild) -> Json:
    held = str(guild.permissions_of(world.bot))
    more: Json = {"icon": None, "banner": None, "owner": False, "permissions": held, "features": []}
    return {"id": str(guild.id), "name": guild.name, **more}


def leave(world: World, call: Call) -> Reply:
    _guild(world, call).bot_leaves()
    return Reply(204)


def user(world: World, call: Call) -> Reply:
    found = world.people.get(call.id("user_id"))
    if found is None:
        raise unknown("User")
    return Reply(200, found.user.shape())


def open_direct(world: World, call: Call) -> Reply:
    recipient = world.people.get(int(call.body["recipient_id"]))
    if recipient is None:
        raise Refused(400, 50033, "Invalid Recipient(s)")
    return Reply(200, world.dm(recipient).shape())


ROUTES = (
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("GET", "/guilds/{guild_id}/channels", channels),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
    Route("GET", "/guilds/{guild_id}/members", members),
    Route("GET", "/users/@me/guilds", my_guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
    Route("POST", "/users/@me/channels", open_direct),
    Route("GET", "/users/{user_id}", user),
)
