"""Work ahead in a process of its own: its next part is made while the present one is used.

One interpreter holds one lock; reading and measuring on one side of it and storing on the other
take turns however many threads there are. Two processes do not.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from incidents import refusals
from incidents.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_R = TypeVar("_R")
_T = TypeVar("_T")
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from incidents.ahead import serve; serve()"


class Ahead(Generic[_R]):
    """A process that waits for work; started early, so that it has all it needs when there is some.

    Use it as a context: the process ends with it.

    Parameters
    ----------
    prepare
        Called in the process before there is work, for what takes long to load or to make; it and
        what it holds must be picklable.
    """

    def __init__(self, prepare: Callable[[], _R]) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(  # noqa: S603 - our own code, and nothing but code
            [sys.executable, "-P", "-c", _CHILD, str(Path(__file__).parents[1])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self._send = cast("IO[bytes]", self._process.stdin)
        self._receive = cast("IO[bytes]", self._process.stdout)
        self._talk = ThreadPoolExecutor(1)  # so that neither process need wait for the other
        self._asked = self._talk.submit(self._ask, prepare)

    def __enter__(self) -> Self:
        """Return the process itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._talk.shutdown()
        with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
            self._send.close()
        self._receive.close()
        self._said.close()

    def parts(self, work: Callable[[_R], Iterable[_T]]) -> Iterator[_T]:
        """Yield what the work makes; it makes the next part while one is being used.

        Parameters
        ----------
        work
            Called in the process with what `prepare` returned; it and its parts must be picklable.

        Raises
        ------
        ReadError
            If the process ends before the work is done.
        Exception
            Whatever `prepare` or the work raises.
        """
        try:
            self._asked.result()
            self._talk.submit(self._ask, work).result()
            self._send.close()
            coming = self._talk.submit(self._take)
            while (told := coming.result())[0] == "part":
                coming = self._talk.submit(self._take)
                yield told[1]
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            code = self._process.wait()
            self._said.seek(0)
            words = self._said.read().decode("utf-8", "replace").strip().splitlines()
            last = words[-1] if words else refusals.NO_REASON_GIVEN
            msg = refusals.PROCESS_ENDED.format(given=code, error=last)
            raise ReadError(msg) from error
        if told[0] == "error":
            raise told[1]

    def _ask(self, wanted: object) -> None:
        pickle.dump(wanted, self._send, protocol=5)
        self._send.flush()

    def _take(self) -> Any:  # noqa: ANN401 - whatever the work makes
        return pickle.load(self._receive)  # noqa: S301 - our own child


def serve() -> None:
    """Do the work that comes in, and send out its parts, the end or the error."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed must not come between

    def receive() -> Any:  # noqa: ANN401 - whatever is to be called
        return pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one

    def send(*told: Any) -> None:  # noqa: ANN401 - whatever the work makes
        pickle.dump(told, out, protocol=5)
        out.flush()

    try:
        prepared = receive()()
        for part in receive()(prepared):
            send("part", part)
    except Exception as error:  # noqa: BLE001 - it is raised where the parts are used
        send("error", error)
    else:
        send("end", None)
