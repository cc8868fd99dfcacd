"""Routes about the bot itself: who it is, where its gateway is, which commands it has."""

from tests.chat.loopback import command_limits
from tests.chat.loopback.routing import Route
from tests.chat.loopback.sessions import application_flags
from tests.chat.loopback.values import Call, Json, Refused, Reply, unknown
from tests.chat.loopback.world import World


def me(world: World, call: Call) -> Reply:
    more = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
    return Reply(200, {**world.bot.shape(), **more})


def application(world: World, call: Call) -> Reply:
    nothing = ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team")
    body: Json = {
        **dict.fromkeys(nothing),
        "id": str(world.application_id),
        "name": world.bot.name,
        "description": "",
        "bot": world.bot.shape(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": application_flags(world.granted),
        "flags_new": str(application_flags(world.granted)),
        "redirect_uris": [],
        "owner": world.app_owner.user.shape(),
        "approximate_guild_count": sum(guild.has_bot for guild in world.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }
    return Reply(200, body)


def gateway(world: World, call: Call) -> Reply:
    return Reply(200, {"url": f"ws://127.0.0.1:{world.port}/gateway"})


def gateway_bot(world: World, call: Call) -> Reply:
    limit = {
        "total": 1000,
        "remaining": 1000 - world.sessions.identified,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    body = {"url": f"ws://127.0.0.1:{world.port}/gateway", "shards": world.shards, "session_start_limit": limit}
    return Reply(200, body)


def _guild_id(world: World, call: Call) -> int | None:
    if call.id("application_id") != world.application_id:
        raise Refused(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.args:
        return None
    guild = world.guilds.get(call.id("guild_id"))
    if guild is None or not guild.has_bot:
        raise unknown("Guild")
    return guild.id


def list_commands(world: World, call: Call) -> Reply:
    return Reply(200, world.commands.of(_guild_id(world, call)))


def put_commands(world: World, call: Call) -> Reply:
    return Reply(200, world.commands.replace(call.body, _guild_id(world, call)))


_GLOBAL = "/applications/{application_id}/commands"
_OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES = (
    Route("GET", "/users/@me", me),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway", gateway, public=True),
    Route("GET", "/gateway/bot", gateway_bot),
    Route("GET", _GLOBAL, list_commands),
    Route("PUT", _GLOBAL, put_commands, command_limits.commands),
    Route("GET", _OF_GUILD, list_commands),
    Route("PUT", _OF_GUILD, put_commands, command_limits.commands),
)
