"""The workspace's HTTP face: the Web API, response URLs, Socket Mode."""

from __future__ import annotations

import json
import logging
import os
import socket as sockets
import struct
import threading
from typing import Any

from flask import Flask, Request, Response, abort, request
from simple_websocket import Server  # type: ignore[import-untyped]
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import hooks, methods
from .faults import Fault
from .files import MOST
from .socket_door import SocketDoor
from .world import Call, World

Json = dict[str, Any]


class Web:
    """A running server for one workspace, on loopback, on a free port unless one is asked for."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        self._server = _server(app, port)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="practice-web", daemon=True
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Quiet(WSGIRequestHandler):
    """Writes no access log: a body or a token must never reach one."""

    def log(self, type: str, message: str, *args: Any) -> None:
        if type == "error":
            logging.getLogger(__name__).error(message, *args)


def _server(app: Flask, port: int) -> BaseWSGIServer:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    return server


class Api:
    """What the app reaches: the Web API, its response URLs, its websockets."""

    def __init__(self, world: World, door: SocketDoor) -> None:
        self._world, self._door = world, door

    def application(self) -> Flask:
        """A WSGI application with these routes."""
        app = Flask(__name__, static_folder=None)
        app.add_url_rule("/api/<method>", view_func=self.method, methods=["GET", "POST"])
        app.add_url_rule("/response/<name>", view_func=self.response, methods=["POST"])
        app.add_url_rule("/upload/<ticket>", view_func=self.upload, methods=["POST"])
        app.add_url_rule("/link/", view_func=self.link, websocket=True)
        return app

    def method(self, method: str) -> Response:
        """A call of the Web API, or the fault that waits for it."""
        world, (given, token) = self._world, read(request)
        call = Call(method, given, world.clock.time())
        with world.changed:
            world.calls.append(call)
            fault = _next_fault(world, method)
        response = _faulty(world, call, token, fault) if fault else _answered(world, call, token)
        call.done = True
        world.note("call", {"at": len(world.calls)})
        return response

    def response(self, name: str) -> Response:
        """A use of a response_url."""
        world, (given, _) = self._world, read(request)
        call = Call("response_url", given, world.clock.time())
        with world.changed:
            world.calls.append(call)
            call.status, call.answer = hooks.use(world, name, given)
            call.done = True
        world.note("call", {"at": len(world.calls)})
        return _response(call.answer, call.status)

    def upload(self, ticket: str) -> Response:
        """The bytes of a file, raw, at the address that files.getUploadURLExternal gave out."""
        if (request.content_length or 0) > MOST:
            abort(413)
        content = request.get_data(parse_form_data=False)
        with self._world.changed:
            file = next((each for each in self._world.files.values() if each.ticket == ticket), None)
            taken = file is not None and file.fill(content)
        return _response(f"OK - {len(content)}" if taken else "Refused", 200 if taken else 400)

    def link(self) -> Response:
        """A websocket, for whoever holds a ticket from apps.connections.open."""
        with self._world.changed:
            if request.args.get("ticket") not in self._world.tickets:
                abort(401)
            self._world.tickets.remove(request.args["ticket"])
        self._door.serve(Server(request.environ))
        return _HungUp()


class _HungUp(Response):
    """The end of a websocket, which took the socket over: nothing may be written to it any more."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        raise ConnectionError  # werkzeug takes this for a client that went away, and is silent


def read(asked: Request) -> tuple[Json, str]:
    """The arguments and the token of a call, wherever the client put them."""
    given: Json = {**asked.args.to_dict(), **asked.form.to_dict()}
    if asked.is_json:
        body = asked.get_json(silent=True)
        given |= body if isinstance(body, dict) else {}
    token = str(given.pop("token", ""))
    return given, asked.headers.get("Authorization", "").removeprefix("Bearer ").strip() or token


def _answered(world: World, call: Call, token: str) -> Response:
    with world.changed:
        call.answer = methods.answer(world, call.method, call.arguments, token)
    response = _response(call.answer, 200)
    if world.manifest:
        response.headers["X-OAuth-Scopes"] = ",".join(world.manifest.scopes)
    return response


def _response(answer: Json | str, status: int) -> Response:
    if isinstance(answer, str):
        return Response(answer, status, content_type="text/html; charset=utf-8")
    return Response(json.dumps(answer), status, content_type="application/json; charset=utf-8")


def _next_fault(world: World, method: str) -> Fault | None:
    for name in (method, "*"):
        if waiting := world.faults.get(name):
            return waiting.pop(0)
    return None


def _faulty(world: World, call: Call, token: str, fault: Fault) -> Response:
    call.fault, call.status = fault.name, fault.status
    response = _answered(world, call, token) if fault.after else _failed(call, fault)
    if fault.after and fault.body:
        response = _failed(call, fault)
    if fault.late and isinstance(call.answer, dict) and call.answer.get("ok"):
        _hold_back(world, call.answer, fault.late)
    if fault.seconds:
        world.clock.sleep(fault.seconds)
    if fault.reset:
        call.status = 0
        return _broken(request.environ["werkzeug.socket"])
    return response


def _failed(call: Call, fault: Fault) -> Response:
    call.answer = fault.body or {"ok": False, "error": fault.error}
    response = _response(call.answer, fault.status)
    response.headers.update(fault.headers)
    return response


def _hold_back(world: World, answer: Json, seconds: float) -> None:
    due, channel = world.clock.time() + seconds, answer["channel"]
    world.channels[channel].hidden_until[answer["ts"]] = due
    world.clock.call_at(due, lambda: world.note("message", {"channel": channel, "ts": answer["ts"]}))


def _broken(connection: sockets.socket) -> Response:
    """End the connection now, so that the client sees a reset and never an answer."""
    connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
    return _HungUp()
