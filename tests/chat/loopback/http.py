"""The HTTP side: reads a request, lets the faults, the judge and the route have it, writes the answer down."""

import asyncio
import json
import traceback
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.chat.loopback import (
    gateway,
    routes_application,
    routes_guilds,
    routes_interactions,
    routes_messages,
    routing,
)
from tests.chat.loopback.judge import Judge
from tests.chat.loopback.values import Call, Refused, Reply, SentFile
from tests.chat.loopback.violations import refusal
from tests.chat.loopback.world import Asked, World

ROUTES = (*routes_application.ROUTES, *routes_guilds.ROUTES, *routes_messages.ROUTES, *routes_interactions.ROUTES)
MAX_BYTES = 120 * 1024 * 1024
API = "/api/v10"
BUGS = (400, 403, 405)
"""Statuses that are always the bot's fault; 401 and 404 may be a story, unless what failed is an interaction."""


def application(world: Callable[[], World], judge: Judge | None) -> web.Application:
    """The whole server. `world` gives the current one, `judge` holds it to the API's description if there is one."""

    async def api(request: web.Request) -> web.StreamResponse:
        return await _api(request, world(), judge)

    async def files(request: web.Request) -> web.StreamResponse:
        return _file(request, world())

    async def websocket(request: web.Request) -> web.StreamResponse:
        if world().offline:
            return _cut(request)
        return await gateway.serve(request, world())

    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_get("/gateway", websocket)
    app.router.add_get("/cdn/{path:.*}", files)
    app.router.add_route("*", API + "/{path:.*}", api)
    return app


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _api(request: web.Request, world: World, judge: Judge | None) -> web.StreamResponse:
    if world.offline:
        return _cut(request)
    with world.lock:
        world.in_flight += 1
    try:
        return await _judged(request, world, judge)
    except Exception:  # noqa: BLE001 - whatever it was, the test must fail and say it
        world.wrong(f"THIS SERVER failed at {request.method} {request.path}:\n{traceback.format_exc()}")
        return web.Response(status=501)
    finally:
        with world.lock:
            world.in_flight -= 1
            world.lock.notify_all()


async def _judged(request: web.Request, world: World, judge: Judge | None) -> web.Response:
    call = await _read(request)
    world.note("bot", f"{call.method} {request.rel_url.raw_path_qs.removeprefix(API)}", _told(call))
    found = routing.find(ROUTES, call)
    call = found[1] if found else call
    reply = await _troubled(world, call)
    if reply is None:
        reply = _answer(world, call, found[0] if found else None, judge, request.headers.get("Authorization"))
    with world.lock:
        world.asked.append(Asked(call, reply.status))
        world.note("server", f"{reply.status} to {call.method} {call.path}", reply.body)
    return _written(reply)


def _told(call: Call) -> Any:
    files = [f"{each.filename} ({len(each.data)} bytes)" for each in call.files]
    return {"body": call.body, "files": files} if files else call.body


async def _troubled(world: World, call: Call) -> Reply | None:
    """What a fault answers, after its delay; None if the request goes on."""
    fault = world.faults.take(call)
    if fault is None:
        return None
    await asyncio.sleep(fault.delay_s)
    return fault.reply


def _answer(
    world: World, call: Call, route: routing.Route | None, judge: Judge | None, authorization: str | None
) -> Reply:
    if route is None:
        world.wrong(f"{call.method} {call.path}: no such route here")
        return Reply(404, {"message": "404: Not Found", "code": 0})
    if not route.public and authorization != f"Bot {world.token}":
        return Reply(401, {"message": "401: Unauthorized", "code": 0})
    reply = _routed(world, call, route, judge)
    for fault in judge.answer(call.method, call.template, reply.status, reply.body) if judge else ():
        world.wrong(f"THIS SERVER's answer to {call.method} {call.template}: {fault}")
    return reply


def _routed(world: World, call: Call, route: routing.Route, judge: Judge | None) -> Reply:
    violations = route.limits(call)
    faults = [str(each) for each in violations]
    if judge is not None and not faults:
        faults = judge.request(call.method, call.template, call.body)
    try:
        with world.lock:
            if faults:
                raise (
                    refusal(violations)
                    if violations
                    else Refused(400, 50035, "Invalid Form Body: " + "; ".join(faults))
                )
            return route.handler(world, call)
    except Refused as refused:
        if _is_bug(refused):
            world.wrong(f"{call.method} {call.path}: {refused} {'; '.join(faults)}".rstrip())
        return refused.reply()


def _is_bug(refused: Refused) -> bool:
    """Whether a careful bot would not have asked; that a message has just gone can happen to anybody."""
    if "message_reference" in (refused.errors or {}):
        return False
    return refused.status in BUGS or refused.code == 10062


async def _read(request: web.Request) -> Call:
    path = request.path.removeprefix(API)
    query = dict(request.query)
    if request.content_type == "multipart/form-data":
        body, files = await _multipart(request)
        return Call(request.method, path, query=query, body=body, files=files)
    raw = await request.read()
    return Call(request.method, path, query=query, body=json.loads(raw) if raw else None)


async def _multipart(request: web.Request) -> tuple[Any, tuple[SentFile, ...]]:
    body: Any = None
    files: list[SentFile] = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files.append(SentFile(part.name or "", part.filename or "unknown", data))
    return body, tuple(files)


def _written(reply: Reply) -> web.Response:
    if reply.body is None:
        return web.Response(status=reply.status, headers=reply.headers)
    data = json.dumps(reply.body, separators=(",", ":")).encode("utf-8")
    headers = {**reply.headers, "Content-Type": "application/json"}  # exactly: with a charset the client reads text
    return web.Response(status=reply.status, body=data, headers=headers)


def _file(request: web.Request, world: World) -> web.Response:
    with world.lock:
        path = "/" + request.match_info["path"]
        found = next((each for each in world.attachments.values() if each.path == path), None)
        world.note("bot", f"GET /cdn{path}")
    if found is None or found.expired:
        return web.Response(status=404, text="This content is no longer available.")
    return web.Response(body=found.data, content_type=found.content_type or "application/octet-stream")
