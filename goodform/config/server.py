"""One process that serves everything: pages in a pool of threads, sockets and a worker beside."""

from threading import Thread
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send, SendEvent
from a2wsgi.wsgi_typing import WSGIApp

from goodform.config.wsgi import application as pages

# isort: split
# Rooms can be imported only after Django is set up, which the line above does.
from goodform.config.working import worker

THREADS = 16
"""Pages wait on the database, hardly on the processor; more threads only queue up there."""

STOPS_WITHIN_S = 5.0
"""What the worker holds after that, another worker takes when its lease runs out."""


class Router:
    """Sends each connection to where it is answered. Nothing listens on sockets yet."""

    def __init__(self) -> None:
        self.pages = WSGIMiddleware(cast("WSGIApp", pages), workers=THREADS, send_queue_size=10)
        self.worker = worker()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4404, "reason": ""})
        else:
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        thread = Thread(target=self.worker.run, name="worker", daemon=True)
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                thread.start()
            elif event["type"] == "lifespan.shutdown":
                self.worker.stop.set()
                thread.join(timeout=STOPS_WITHIN_S)
            await send(cast("SendEvent", {"type": f"{event['type']}.complete"}))
            if event["type"] == "lifespan.shutdown":
                return


application = Router()
