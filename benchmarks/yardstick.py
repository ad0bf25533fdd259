"""The yardstick: a bare Flask "hello world" under gunicorn, two workers of four threads, whatever the product itself uses."""

import sys

from flask import Flask

application = Flask(__name__, static_folder=None)


@application.get("/")
def hello() -> str:
    return "Hello, world!"


def command(port: int) -> list[str]:
    """What starts the yardstick on a port."""
    return [
        *(sys.executable, "-m", "gunicorn", "benchmarks.yardstick:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
        # two seconds by default, which a busy machine can take between two requests
        *("--keep-alive", "60", "--log-level", "warning"),
    ]
