"""Servers as processes of their own: started, waited for, their processor time and memory read from /proc, stopped."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import HOST, get
from lms.config import ROOT

TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A running server with all its processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def processes(self) -> list[int]:
        """The server's process and everything that it started."""
        return [self.process.pid, *_children(self.process.pid)]

    def processor_times(self) -> dict[int, float]:
        """Seconds of processor time (user and system, all threads) by process."""
        return {pid: processor_time(pid) for pid in self.processes()}

    def memory(self) -> dict[int, float]:
        """Resident megabytes by process."""
        return {pid: memory(pid) for pid in self.processes()}


def processor_time(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


@contextmanager
def running(command: list[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server that answers on its port; stopped with all its processes afterwards."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL)
    server = Server(process, port)
    try:
        wait_until_it_answers(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in reversed(server.processes()):
                os.kill(pid, signal.SIGKILL)
            process.wait()


def wait_until_it_answers(server: Server, seconds: float = 60.0) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"The server has ended with {server.process.returncode}")
        try:
            with socket.create_connection((HOST, server.port), 1) as asking:
                asking.settimeout(seconds)
                asking.sendall(get("/"))  # a port may be open long before a process is ready behind it
                if asking.recv(100).startswith(b"HTTP/1.1 "):
                    return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("The server does not answer")
