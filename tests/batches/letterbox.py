"""A mail server's box for tests, and what is in its letters."""

from email import message_from_bytes, policy

from aiosmtpd.smtp import AuthResult


class Box:
    """Takes letters, and refuses those to addresses that begin with `refuses`."""

    def __init__(self):
        self.refuses = "no"
        self.letters = []
        self.signed_in = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if envelope.rcpt_tos[0].startswith(self.refuses):
            return "552 The box is full"
        self.letters.append(envelope)
        return "250 Taken"

    def authenticate(self, _server, _session, _envelope, _mechanism, given):
        self.signed_in.append((given.login, given.password))
        return AuthResult(success=given.password == b"s3cret@")


def words_of(envelope):
    message = message_from_bytes(envelope.content, policy=policy.default)
    return message, message.get_content().replace("\r\n", "\n")
