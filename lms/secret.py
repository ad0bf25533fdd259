"""What an installation keeps from everybody else on its machine."""

import os
import secrets
from dataclasses import replace
from pathlib import Path

from lms.config import Config


def with_secrets(config: Config) -> Config:
    """`config` with a secret key: from the environment, or generated once into the instance folder (mode 600)."""
    if config.secret_key:
        return config
    config.instance.mkdir(parents=True, exist_ok=True)
    path = config.instance / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return replace(config, secret_key=path.read_text().strip())


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
