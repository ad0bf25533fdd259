"""Handing e-mail over to a mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

PATIENCE = 30.0
"""Seconds after which a server that does not answer is given up."""


def parsed(address: str) -> SplitResult:
    """An `LMS_SMTP_URL` in its parts. Raises `ValueError` if it is none."""
    wrong = "LMS_SMTP_URL is no address like smtp://user:password@mail.example.gov.pk:587"
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("smtp", "smtps") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise ValueError(wrong) from error
    if not is_whole:
        raise ValueError(wrong)
    return parts


@contextmanager
def post_office(address: str) -> Iterator[smtplib.SMTP]:
    """A connection to the server at an `LMS_SMTP_URL`: encrypted, its certificate checked, unless `?tls=no` says otherwise.

    Raises `ValueError` if the address is none, and what `smtplib` raises.
    """
    parts = parsed(address)
    host = parts.hostname or ""
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
    with server:
        if parts.scheme == "smtp" and parse_qs(parts.query).get("tls") != ["no"]:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Raises `smtplib.SMTPException` or `OSError` if the server does not take it."""
    server.send_message(message)
