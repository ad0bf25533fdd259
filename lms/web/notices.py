"""Short notices from one page to the next ("The password is changed.", the address of a calendar that was just made), in a signed
cookie: Flask's session, and all it is for."""

from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Notices(SecureCookieSessionInterface):
    """Flask's own, which looks up a dozen settings and makes a signer for every page, whether there is a notice or not."""

    def __init__(self, app: Flask) -> None:
        self.signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> Any:
        return self.signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session or session.modified:
            super().save_session(app, session, response)
        else:
            response.headers.add("Vary", "Cookie")


def init_app(app: Flask) -> None:
    app.session_interface = Notices(app)
