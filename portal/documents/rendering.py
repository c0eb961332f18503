"""Documents drawn in a process of their own, bounded in time and memory, knowing no secret, kept between uses.

A rendering inside a web process or worker would stop everything else there, and a runaway one would take it along.
"""

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from portal.documents import errors
from portal.documents.customer.plan_content import DraftState

TIMEOUT_SECONDS = 60
MEMORY_MEBIBYTES = 1024
_USES = 200  # then a fresh process takes over, whatever a library may have kept
_ROOT = Path(__file__).parents[2]
_HANDED_ON = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH")
_LENGTH = struct.Struct(">I")


def render_in_process(
    content: bytes,
    *,
    locale: str,
    check_url: str,
    draft: DraftState | None = None,
    accent: str | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
    memory_mebibytes: int = MEMORY_MEBIBYTES,
) -> bytes:
    """`render_plan` in this program's drawing process. Raises a DocumentError that says why there is no document."""
    order = {
        "content": content.decode(),
        "locale": locale,
        "check_url": check_url,
        "draft": asdict(draft) if draft else None,
        "accent": accent,
    }
    return _drawing_process(memory_mebibytes).draw(order, timeout_seconds)


class DrawingProcess:
    """One child that draws one document at a time; it is started when needed and replaced when it broke off."""

    def __init__(self, memory_mebibytes: int) -> None:
        self._memory = memory_mebibytes
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._uses = 0

    def draw(self, order: dict[str, Any], timeout_seconds: float) -> bytes:
        """Waits for its turn; the time counts from then on."""
        with self._turn:
            child, late = self._ready(), threading.Event()
            timer = threading.Timer(timeout_seconds, _stop, (child, late))
            timer.start()
            try:
                outcome, payload = _exchange(child, json.dumps(order).encode())
            except (OSError, EOFError):
                self._end()
                raise self._why(child, late, timeout_seconds) from None
            finally:
                timer.cancel()
            self._uses += 1
            if outcome.startswith("Rendering") or late.is_set():  # whatever state it is in now
                self._end()
            if outcome == "made":
                return payload
            raise getattr(errors, outcome)(payload.decode())

    def close(self) -> None:
        """End the child after its present document."""
        with self._turn:
            self._end()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._uses >= _USES:
            self._end()
        if self._child is None or self._child.poll() is not None:
            self._child, self._uses = self._start(), 0
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        return subprocess.Popen(
            [sys.executable, "-m", "portal.documents.drawing", str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env=kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _why(self, child: subprocess.Popen[bytes], late: threading.Event, seconds: float) -> errors.DocumentError:
        if late.is_set():
            return errors.RenderingTimedOut(f"the document was not drawn within {seconds:g} seconds")
        if child.returncode < 0:  # libraries in C end so when they get no more memory
            name = signal.Signals(-child.returncode).name
            return errors.RenderingOutOfMemory(f"drawing ended with {name}; it may take {self._memory} MiB of memory")
        return errors.RenderingFailed(f"drawing ended with exit code {child.returncode}")


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _exchange(child: subprocess.Popen[bytes], order: bytes) -> tuple[str, bytes]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    write_frame(child.stdin, order)
    return read_frame(child.stdout).decode(), read_frame(child.stdout)


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """One message: its length, then its bytes."""
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """Raises EOFError when the other end is gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


_processes: dict[int, DrawingProcess] = {}
_processes_turn = threading.Lock()


def _drawing_process(memory_mebibytes: int) -> DrawingProcess:
    with _processes_turn:
        return _processes.setdefault(memory_mebibytes, DrawingProcess(memory_mebibytes))


def _forget_after_fork() -> None:
    """A forked program has the pipes of its parent's child: it starts its own."""
    global _processes, _processes_turn
    _processes, _processes_turn = {}, threading.Lock()


def _close_all() -> None:
    for process in _processes.values():
        process.close()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_forget_after_fork)
