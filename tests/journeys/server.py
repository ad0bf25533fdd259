"""A real server: `lms serve` in a process of its own, on a free port, with a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.config import ROOT, Config
from lms.db import make_engine
from lms.people import actions, queries
from lms.people.models import Person
from lms.people.roles import Role

PASSWORD = "seven brown camels sleep"
START_WITHIN = 60.0


@dataclass
class Server:
    """Start it, ask it over HTTP, put people straight into its database, stop or kill it, start it again."""

    instance: Path
    demo: bool = False
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[str] | None = None

    @property
    def config(self) -> Config:
        return Config(instance=self.instance, port=self.port)

    @property
    def address(self) -> str:
        return self.config.address

    def start(self) -> None:
        """Returns when the server answers; raises `RuntimeError` with what it printed if it does not."""
        self.instance.mkdir(parents=True, exist_ok=True)
        with (self.instance / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [*lms(), "serve", "--port", str(self.port), *(["--demo"] if self.demo else [])],
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        end = time.monotonic() + START_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError((self.instance / "server.log").read_text())
            time.sleep(0.05)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        return kept | {"LMS_INSTANCE": str(self.instance)}

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> int:
        """Stop it as an administrator does; returns its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        """Kill it and its workers in the middle of whatever they are doing."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def demo_accounts(self) -> list[dict[str, Any]]:
        told = subprocess.run(
            [*lms(), "demo", "--json"], env=self.environment, capture_output=True, text=True, check=True
        )
        accounts: list[dict[str, Any]] = json.loads(told.stdout)["accounts"]
        return accounts

    def add_person(self, number: str, name_en: str, name_ur: str, language: str, *roles: Role) -> Person:
        """Somebody who signs in with `number` and `PASSWORD`."""
        engine = make_engine(self.config.database)
        with Session(engine, expire_on_commit=False) as session:
            person = actions.add_person(
                session,
                name_en=name_en,
                name_ur=name_ur,
                service_number=number,
                language=language,
                roles=roles or (Role.OFFICER,),
                now=datetime.now(UTC),
            )
            actions.choose_password(session, queries.person_with_roles(session, person.id), PASSWORD)
            session.commit()
        engine.dispose()
        return person


def lms() -> list[str]:
    """The `lms` command of this very Python."""
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from lms.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
