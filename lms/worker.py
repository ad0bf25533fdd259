"""What each process of a web server runs. It loads the application; the process that starts it need not."""

import codecs

from flask import Flask

from lms.app import create_app
from lms.config import from_environment
from lms.secret import with_secrets

# Python looks encodings up at first use and remembers what it did not find; in two request threads at once it may not find
# this one, and then every page of the process is an error
codecs.lookup("idna")


def application_from_environment() -> Flask:
    """The application with the settings in the environment, for any WSGI server."""
    return create_app(with_secrets(from_environment()))
