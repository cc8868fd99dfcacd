"""The websocket of the gateway, version 10: HELLO, IDENTIFY or RESUME, heartbeats, events."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.chat.loopback.compression import Encoder, encoder
from tests.chat.loopback.sessions import CONTENT, INVALID_SESSION, MEMBERS, PRESENCES, Session
from tests.chat.loopback.world import PRIVILEGED, World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, REQUEST_MEMBERS, HELLO, ACK = 1, 2, 3, 4, 6, 8, 10, 11
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED, ALREADY = 4001, 4002, 4003, 4004, 4005
INVALID_SHARD, SHARDING_REQUIRED, INVALID_VERSION, DISALLOWED_INTENTS = 4010, 4011, 4012, 4014
HEARTBEAT_MS = 41_250


class Socket:
    """One connection. `send` and `close` may be called from any thread; what they queue goes out in order."""

    def __init__(self, world: World, socket: web.WebSocketResponse, encode: Encoder) -> None:
        self.world = world
        self._socket = socket
        self._encode = encode
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str | int] = asyncio.Queue()
        self.session: Session | None = None

    def send(self, frame: str) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, frame)

    def close(self, code: int) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, code)

    def control(self, op: int, data: Any = None) -> None:
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send what is queued, until told to close."""
        while True:
            item = await self._queue.get()
            if isinstance(item, int):
                await self._socket.close(code=item)
                return
            encoded = self._encode(item)
            try:
                if isinstance(encoded, bytes):
                    await self._socket.send_bytes(encoded)
                else:
                    await self._socket.send_str(encoded)
            except ConnectionError:
                return  # the client has gone; `read` says so

    async def read(self) -> None:
        """Do what the client asks, until it goes."""
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                self.close(DECODE_ERROR)
                continue
            frame = json.loads(message.data)
            await self._receive(frame.get("op"), frame.get("d"))

    async def _receive(self, op: Any, data: Any) -> None:
        if op == HEARTBEAT:
            self.control(ACK)
        elif op == IDENTIFY:
            self.world.note("client", "IDENTIFY", {key: data.get(key) for key in ("token", "intents", "shard")})
            await self._identify(data)
        elif op == RESUME:
            self.world.note("client", "RESUME", data)
            await self._resume(data)
        elif self.session is None:
            self._refuse(NOT_AUTHENTICATED, f"op {op} came before IDENTIFY")
        elif op == REQUEST_MEMBERS:
            self._members(self.session, data)
        elif op not in (PRESENCE, VOICE):
            self._refuse(UNKNOWN_OPCODE, f"op {op} is unknown")

    async def _identify(self, data: dict[str, Any]) -> None:
        shard, shards = data.get("shard") or (0, 1)
        code = self._refusal(data, shard, shards)
        if code is not None:
            self.world.note("gateway", f"refuses IDENTIFY with {code}")
            self.close(code)
            return
        await self._let_in(shard)
        self.session = self.world.sessions.begin(shard, data["intents"], self)

    def _refusal(self, data: dict[str, Any], shard: int, shards: int) -> int | None:
        if data.get("token") != self.world.token:
            return AUTHENTICATION_FAILED
        if self.session is not None:
            return ALREADY
        if shards != self.world.shards or not 0 <= shard < shards:
            return INVALID_SHARD
        allowed = sum(PRIVILEGED[each] for each in self.world.granted)
        if data["intents"] & (MEMBERS | PRESENCES | CONTENT) & ~allowed:
            return DISALLOWED_INTENTS
        return None

    async def _resume(self, data: dict[str, Any]) -> None:
        if data.get("token") != self.world.token:
            self.close(AUTHENTICATION_FAILED)
            return
        known = self.world.sessions.find(data["session_id"])
        if known is not None:
            await self._let_in(known.shard)
        self.session = self.world.sessions.resume(data["session_id"], data["seq"] or 0, self)
        if self.session is None:
            self.world.note("gateway", "op 9 false: no such session")
            self.control(INVALID_SESSION, data=False)

    async def _let_in(self, shard: int) -> None:
        """Wait while the test keeps the shard out."""
        while shard in self.world.sessions.held:
            await asyncio.sleep(0.005)

    def _members(self, session: Session, data: dict[str, Any]) -> None:
        world = self.world
        with world.lock:
            guild = world.guilds[int(data["guild_id"])]
            wanted = {str(each) for each in data.get("user_ids") or ()}
            prefix = data.get("query", "")
            found = [
                member.shape()
                for member in guild.members.values()
                if (str(member.user.id) in wanted if wanted else member.user.name.startswith(prefix))
            ]
            chunk = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
            session.push("GUILD_MEMBERS_CHUNK", {**chunk, "nonce": data.get("nonce")})

    def _refuse(self, code: int, why: str) -> None:
        self.world.wrong(f"gateway: {why}")
        self.close(code)


async def serve(request: web.Request, world: World) -> web.StreamResponse:
    """A client's connection, from its opening to its end."""
    try:
        encode = encoder(request.query.get("compress"))
    except ValueError:
        return web.Response(status=400)
    response = web.WebSocketResponse(compress=False, max_msg_size=4096 * 4)
    await response.prepare(request)
    world.note("client", f"connects to the gateway: {request.query_string}")
    socket = Socket(world, response, encode)
    writer = asyncio.create_task(socket.write())
    if request.query.get("v") != "10" or request.query.get("encoding") != "json":
        socket.close(INVALID_VERSION)
    socket.control(HELLO, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []})
    try:
        await socket.read()
    finally:
        writer.cancel()
        if socket.session is not None:
            world.sessions.lost(socket.session, socket, response.close_code)
    return response
