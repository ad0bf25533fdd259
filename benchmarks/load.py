"""Loads a server over HTTP: as many connections as wanted, kept alive, all from one process and without threads.

Each connection follows a script: a generator that yields requests and is given the answers. `python -m benchmarks.load` shows
how many requests a second the generator itself can drive, which must be far above anything that is measured with it.
"""

import os
import select
import socket
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

HOST = "127.0.0.1"
BROWSER = "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept: text/html\r\nUser-Agent: Mozilla/5.0 (benchmark)\r\n"


@dataclass(frozen=True)
class Answer:
    """One response: its status, its head in lower case, its body as it was sent (compressed)."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, in lower case; "" if it is not there."""
        _, found, rest = self.head.partition(b"\r\n" + name.lower().encode() + b": ")
        return rest.partition(b"\r\n")[0].decode() if found else ""


Script = Generator[bytes, Answer, None]


class Unexpected(Exception):
    """The server did not answer as the script must assume; a benchmark of errors would mean nothing."""


def get(path: str, token: str = "") -> bytes:
    """A GET as a browser sends it, signed in with the token."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{BROWSER}{_cookie(token)}\r\n".encode()


def post(path: str, form: str, token: str, script: bool = False) -> bytes:
    """A form as a browser posts it, or as one of the product's scripts does (`script`)."""
    sent_by = "X-Requested-With: fetch\r\n" if script else ""
    body = form.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n{BROWSER}{_cookie(token)}Sec-Fetch-Site: same-origin\r\n{sent_by}"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _cookie(token: str) -> str:
    return f"Cookie: session_token={token}\r\n" if token else ""


def same(requests: Iterable[bytes], status: int = 200) -> Script:
    """Sends requests that must all be answered with one status."""
    for request in requests:
        answer = yield request
        if answer.status != status:
            raise Unexpected(f"{request[:200]!r} was answered {answer.status}: {answer.body[:300]!r}")


def forever(request: bytes) -> Iterator[Script]:
    """Every connection sends this request again and again."""
    while True:
        yield same(repeat(request))


@dataclass
class Result:
    """What a run came to. `waits` are in seconds, one for each answer; `own_time` is processor time of the generator itself."""

    seconds: float = 0.0
    own_time: float = 0.0
    waits: list[float] = field(default_factory=list)
    sizes: int = 0

    @property
    def requests(self) -> int:
        return len(self.waits)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class _Connection:
    script: Script
    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    length: int = -1
    sent_at: float = 0.0


def run(port: int, scripts: Iterator[Script], connections: int, seconds: float) -> Result:
    """Load the server on a port for so long. A connection whose script ends goes on with the next of `scripts`.

    Requests under way when the time is over are waited for and not counted.
    """
    result = Result()
    poll = select.epoll()
    open_now: dict[int, _Connection] = {}
    own = time.process_time()
    end = time.perf_counter() + seconds
    for _ in range(connections):
        made = socket.create_connection((HOST, port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = open_now[made.fileno()] = _Connection(next(scripts), made)
        poll.register(made.fileno(), select.EPOLLIN)
        # at once: processes that share a port would else leave all connections to the one that is awake
        _send(connection, next(connection.script))
    waiting = len(open_now)
    while waiting:
        for number, _ in poll.poll(30):
            connection = open_now[number]
            answer = _receive(connection)
            if answer is None:
                continue
            now = time.perf_counter()
            if now <= end:
                result.waits.append(now - connection.sent_at)
                result.sizes += len(answer.head) + len(answer.body)
            request = _next(connection, answer, scripts)
            if now < end and request is not None:
                _send(connection, request)
            else:
                waiting -= 1
    result.seconds, result.own_time = seconds, time.process_time() - own
    for connection in open_now.values():
        connection.socket.close()
    poll.close()
    return result


def _next(connection: _Connection, answer: Answer, scripts: Iterator[Script]) -> bytes | None:
    try:
        return connection.script.send(answer)
    except StopIteration:
        following = next(scripts, None)
        if following is None:
            return None
        connection.script = following
        return next(following)


def _send(connection: _Connection, request: bytes) -> None:
    connection.sent_at = time.perf_counter()
    connection.socket.sendall(request)


def _receive(connection: _Connection) -> Answer | None:
    """The answer, if all of it is there."""
    some = connection.socket.recv(262_144)
    if not some:
        raise Unexpected("The server has closed the connection")
    received = connection.received
    received += some
    if connection.length < 0:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(received[:end]).lower()
        connection.length = end + 4 + _body_length(head)
    if len(received) < connection.length:
        return None
    head, _, body = bytes(received[: connection.length]).partition(b"\r\n\r\n")
    connection.received, connection.length = received[connection.length :], -1
    return Answer(int(head[9:12]), head.lower() + b"\r\n", body)


def _body_length(head: bytes) -> int:
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if found:
        return int(rest.partition(b"\r\n")[0])
    if head[9:12] in (b"204", b"304"):
        return 0
    raise Unexpected(f"An answer without a length: {head[:300]!r}")


def _serve_quickest(port_pipe: int) -> None:
    """The quickest server that Python can be: one fixed answer, nothing parsed."""
    fixed = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6000\r\n\r\n" + b"x" * 6000
    listening = socket.create_server((HOST, 0))
    os.write(port_pipe, str(listening.getsockname()[1]).encode())
    poll = select.epoll()
    poll.register(listening.fileno(), select.EPOLLIN)
    open_now: dict[int, socket.socket] = {}
    while True:
        for number, _ in poll.poll():
            if number == listening.fileno():
                made = listening.accept()[0]
                open_now[made.fileno()] = made
                poll.register(made.fileno(), select.EPOLLIN)
            elif open_now[number].recv(65_536):
                open_now[number].sendall(fixed)
            else:
                poll.unregister(number)
                open_now.pop(number).close()


def limits(seconds: float = 2.0) -> Result:
    """What the generator can drive at concurrency 8, with answers of 6 KB."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _serve_quickest(writing)
    try:
        port = int(os.read(reading, 10))
        return run(port, forever(get("/")), 8, seconds)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def main() -> None:
    result = limits()
    print(
        f"The generator drives {result.requests / result.seconds:,.0f} requests/s at concurrency 8"
        f" and spends {1e6 * result.own_time / result.requests:.0f} µs of processor time on each."
    )


if __name__ == "__main__":
    main()
