"""`lms batches …`: what is run every morning, for batches and for whoever completed a course without one."""

import logging
import smtplib
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from gettext import NullTranslations

import click
from sqlalchemy.orm import Session

from lms.batches import actions, queries
from lms.batches.letters import letter
from lms.batches.mail import hand_over, parsed, post_office
from lms.batches.models import ReminderKind
from lms.config import ROOT, Config
from lms.i18n import LANGUAGES
from lms.migrations import open_current
from lms.web.language import read_catalogue

log = logging.getLogger("lms")
THIS_LETTER_ONLY = (
    ValueError,
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)
"""What a server or the library has against one letter; the next one may go. Anything else, and the server is away."""


@click.group()
def batches() -> None:
    """Batches of officers who take courses together."""


@batches.command()
@click.pass_obj
def remind(config):
    """Remind everybody in an open batch of what begins, is due in three days or is late: on their home page, and by e-mail where
    a person has an address and LMS_SMTP_URL is set. Whoever completed a course ninety days ago, in a batch or not, is asked by
    e-mail, once, to answer its follow-up. Run it every morning; again on the same day, it does nothing again."""
    with open_current(config) as session:
        made = actions.make_reminders(session, datetime.now(UTC))
        session.commit()
        click.echo(f"Reminders made: {made}")
        if not config.smtp_url:
            return
        if not config.mail_from:
            raise click.ClickException("LMS_SMTP_URL is set, but not LMS_MAIL_FROM: from whom is the e-mail?")
        try:
            parsed(config.smtp_url)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        actions.make_follow_ups(session, datetime.now(UTC))
        session.commit()
        sent, failed = _send(session, config)
    click.echo(f"E-mails sent: {sent}")
    if failed:
        raise click.ClickException(
            f"E-mails that were not taken: {failed}. The reminders in them are tried again next time."
        )


def _send(session: Session, config: Config) -> tuple[int, int]:
    """How many letters were handed over, and how many not. The connection is opened for the first one.

    All are marked as sent at one moment: times one after another would tell for whom there was something to write (decision 25).
    """
    moment = datetime.now(UTC)
    words: dict[str, NullTranslations] = {
        code: read_catalogue(ROOT / "translations" / code / "LC_MESSAGES" / "messages.po") for code in LANGUAGES
    }
    sent = failed = 0
    with ExitStack() as stack:
        server: smtplib.SMTP | None = None
        for post in queries.outbox(session, moment):
            ids = actions.claim(session, [*post.settled, *(each.id for each in post.reminders)], moment)
            session.commit()
            if not ids:
                continue
            try:
                # also where there is nothing to write: what is settled waits for a server that is away like the rest
                server = server or stack.enter_context(post_office(config.smtp_url))
                claimed = replace(post, reminders=tuple(each for each in post.reminders if each.id in ids))
                if claimed.reminders:
                    hand_over(server, letter(claimed, config.address, config.mail_from, words[post.language]))
                    sent += 1
            except (OSError, ValueError) as error:  # what smtplib raises is an OSError; an address can be no address
                failed += 1
                log.error("E-mail to %s was not taken: %s", post.email, error)
                is_gone = server is None or not isinstance(error, THIS_LETTER_ONLY)
                # a follow-up that waited on would be marked on the morning after its officer has answered, and tell so
                once = {each.id for each in post.reminders if each.kind is ReminderKind.FOLLOW_UP}
                actions.give_back(
                    session, ids if is_gone else [each for each in ids if each not in once | {*post.settled}]
                )
                session.commit()
                if is_gone:
                    break  # what is left waits with this one
    return sent, failed
