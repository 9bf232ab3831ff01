"""One process that serves everything: pages in a pool of threads, sockets beside them."""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send, SendEvent
from a2wsgi.wsgi_typing import WSGIApp

from goodform.config.wsgi import application as pages

THREADS = 16
"""Pages wait on the database, hardly on the processor; more threads only queue up there."""


class Router:
    """Sends each connection to where it is answered. Nothing listens on sockets yet."""

    def __init__(self) -> None:
        self.pages = WSGIMiddleware(cast("WSGIApp", pages), workers=THREADS, send_queue_size=10)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4404, "reason": ""})
        else:
            await self._live(receive, send)

    @staticmethod
    async def _live(receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            await send(cast("SendEvent", {"type": f"{event['type']}.complete"}))
            if event["type"] == "lifespan.shutdown":
                return


application = Router()
