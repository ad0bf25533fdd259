"""What a rule says when it says no. Knows no Flask."""


class Refused(Exception):
    """A rule said no. Shown to the person as a page with `status` and the translated message.

    `message` is a gettext msgid marked with `N_()`, with named placeholders (`%(days)s`) filled from `values`.
    """

    status = 409

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class Forbidden(Refused):
    """The person may not do this at all."""

    status = 403
