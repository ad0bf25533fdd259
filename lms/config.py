"""Every setting: its name, meaning and default. Each is read from `LMS_<NAME>` in the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """The settings of one running product."""

    instance: Path = Path("instance")
    """Folder for what this installation owns: the database, its secrets."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in the instance folder. `postgresql://…` for more than one machine."""
    courses: Path = ROOT / "courses"
    """The course library that is imported and published on first start."""
    host: str = "127.0.0.1"
    """Address to listen on; `0.0.0.0` to be reached from other machines."""
    port: int = 8000
    """Port to listen on."""
    workers: int = 2
    """Server processes."""
    public_url: str = ""
    """How people reach the product, for example `https://training.example.gov.pk`; printed on certificates."""
    secret_key: str = ""
    """Signs short notices between two pages; empty means generated into the instance folder."""
    smtp_url: str = ""
    """Where e-mail is handed over: `smtp://user:password@mail.example.gov.pk:587` (with STARTTLS, which is insisted upon) or
    `smtps://…:465`; `?tls=no` at its end for a relay on this machine. Empty: no e-mail is sent."""
    mail_from: str = ""
    """The address from which e-mail is sent, for example `training@example.gov.pk`; wanted if there is an `smtp_url`."""
    trusted_proxies: int = 0
    """How many reverse proxies stand in front and set X-Forwarded-For, -Proto and -Host."""

    @property
    def database(self) -> str:
        """The database address, with SQLite's default filled in and PostgreSQL's driver named."""
        if not self.database_url:
            return f"sqlite:///{self.instance.resolve() / 'lms.sqlite3'}"
        for prefix in ("postgres://", "postgresql://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def address(self) -> str:
        """The address that is printed and that stands on certificates, without a slash at its end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host
        return f"http://{host}:{self.port}"


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The settings in `environment`. Raises `ValueError`, naming the variable, if a number is not one."""
    values: dict[str, str | int | Path] = {}
    for setting in fields(Config):
        name = f"LMS_{setting.name.upper()}"
        if name not in environment:
            continue
        seen = environment[name]
        if setting.type is int:
            if not seen.isdecimal():
                raise ValueError(f"{name} is {seen!r}; write a whole number, for example {setting.default}.")
            values[setting.name] = int(seen)
            if setting.name == "port" and not 0 < int(seen) < 65536:
                raise ValueError(f"{name} is {seen}; a port is a number from 1 to 65535.")
        elif setting.type is Path:
            values[setting.name] = Path(seen)
        else:
            values[setting.name] = seen
    return Config(**values)  # type: ignore[arg-type]
