"""What each process of a web server runs. It loads the application; the process that starts it need not."""

from flask import Flask

from lms.app import create_app
from lms.config import from_environment
from lms.secret import with_secrets


def application_from_environment() -> Flask:
    """The application with the settings in the environment, for any WSGI server."""
    return create_app(with_secrets(from_environment()))
