"""People on other computers: sessions that ask as a browser does, and draw nothing.

What one browser sent is kept (`Recording`) and sent again by each visitor (`Visitors`), from a
process of its own: so the server has many sessions to answer, and the computer that is measured
does not draw for all of them.
"""

import asyncio
import base64
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAP = "streamlit_folium.st_folium"
_STAGGER_S = 0.02
_DONE_S = 30


class Recording:
    """What a page sends to the server, in steps: the first load, then each act."""

    def __init__(self, page):
        self.steps = []
        self.step()
        page.on("websocket", lambda socket: socket.on("framesent", self._keep))

    def step(self):
        """What is sent from now on belongs to a new step."""
        self._started = time.perf_counter()
        self.steps.append([])

    def _keep(self, payload):
        if isinstance(payload, bytes):
            waited_s = time.perf_counter() - self._started
            self.steps[-1].append((waited_s, base64.b64encode(payload).decode()))


class Visitors:
    """Some visitors at once, each in the step that it is told."""

    def __init__(self, process):
        self._process = process

    def begin(self, step):
        """Let all of them take a step; `answered_s` waits for them."""
        self._process.stdin.write(f"{step}\n")
        self._process.stdin.flush()

    def answered_s(self):
        """How long each waited from asking until the map's data had come."""
        return json.loads(self._process.stdout.readline())


@contextmanager
def visitors(address, recording, count, folder):
    """Bring so many visitors in; they leave at the end."""
    steps = Path(folder) / "steps.json"
    steps.write_text(json.dumps(recording.steps), "utf-8")
    command = [sys.executable, __file__, address, str(steps), str(count)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield Visitors(process)
    finally:
        process.stdin.close()
        process.wait(timeout=60)


class _Visitor:
    """One session: reads all it is sent, and notes when the map's data comes."""

    def __init__(self, socket):
        self._socket = socket
        self._map_came = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self):
        async for content in self._socket:
            message = ForwardMsg()
            message.ParseFromString(content)
            if message.delta.new_element.component_instance.component_name == MAP:
                self._map_came.set()

    async def take(self, frames, place):
        """Send what was recorded, in its time: seconds from the first until the map's data came."""
        await asyncio.sleep(place * _STAGGER_S)
        self._map_came.clear()
        started = time.perf_counter()
        sending = asyncio.create_task(self._send(frames, started))
        await asyncio.wait_for(self._map_came.wait(), _DONE_S)
        took_s = time.perf_counter() - started
        await sending
        return took_s

    async def _send(self, frames, started):
        for waited_s, content in frames:
            await asyncio.sleep(max(0.0, started + waited_s - frames[0][0] - time.perf_counter()))
            await self._socket.send(base64.b64decode(content))

    async def leave(self):
        self._reading.cancel()
        await self._socket.close()


async def _main(address, steps, count):
    where = f"ws{address.removeprefix('http')}/_stcore/stream"
    came = [
        _Visitor(await websockets.connect(where, subprotocols=["streamlit"], max_size=None))
        for _ in range(count)
    ]
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        frames = steps[int(line)]
        waited_s = await asyncio.gather(*(v.take(frames, k) for k, v in enumerate(came)))
        sys.stdout.write(f"{json.dumps(waited_s)}\n")
        sys.stdout.flush()
    for visitor in came:
        await visitor.leave()


if __name__ == "__main__":
    _address, _steps, _count = sys.argv[1:]
    asyncio.run(_main(_address, json.loads(Path(_steps).read_text("utf-8")), int(_count)))
