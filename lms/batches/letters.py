"""The e-mail that reminds somebody, in that person's language. Pure.

Plain text. Names and titles are isolated (U+2068 to U+2069), so that Latin among Urdu turns nothing round. Addresses stand on a
line of their own: programs that make links of them take what touches them along.
"""

from email.message import EmailMessage
from gettext import NullTranslations

from babel.dates import format_date

from lms.batches.models import ReminderKind
from lms.batches.queries.own import OwnReminder, Post
from lms.i18n import LANGUAGES, N_

LATE = N_("“%(course)s” was to be finished by %(day)s. Please finish it now.")
DUE_SOON = N_("“%(course)s” is to be finished by %(day)s.")
BY_HAND = N_("Your coordinator asks you to go on with “%(course)s”.")
BY_HAND_WITH_DAY = N_("Your coordinator asks you to go on with “%(course)s”. The day to finish it by: %(day)s.")
BEGIN = N_("“%(course)s” is open to you.")
BEGIN_WITH_DAY = N_("“%(course)s” is open to you, and is to be finished by %(day)s.")
FOLLOW_UP = N_("You completed “%(course)s” three months ago. Has it helped you? Five short questions:")
VOLUNTARY = N_(
    "Answering is voluntary, and your answers are kept apart from your name. You will not get another e-mail about it."
)
SUBJECT = N_("Reminder of your training")
SUBJECT_OF_FOLLOW_UP = N_("Five questions about your training")
GREETING = N_("Dear %(name)s,")
WHERE = N_("Go on here:")
END = N_("The training portal sent this by itself. Nobody reads answers to it; ask your coordinator.")
END_OF_FOLLOW_UP = N_(
    "The training portal sent this e-mail by itself. Please do not reply to it; ask your coordinator."
)


def letter(post: Post, address: str, sender: str, words: NullTranslations) -> EmailMessage:
    """One message with all of a person's reminders, follow-ups after the others; `words` are the translations into the person's
    language."""
    follow_ups = [each for each in post.reminders if each.kind is ReminderKind.FOLLOW_UP]
    reminders = [each for each in post.reminders if each.kind is not ReminderKind.FOLLOW_UP]
    lines = [words.gettext(GREETING) % {"name": isolated(post.name)}, ""]
    if reminders:
        lines += [sentence(each, post.language, words) for each in reminders]
        lines += ["", words.gettext(WHERE), address, ""]
    for each in follow_ups:
        lines += [words.gettext(FOLLOW_UP) % {"course": isolated(each.title)}]
        lines += [f"{address}/surveys/{each.slug}/follow-up", ""]
    if follow_ups:
        lines += [words.gettext(VOLUNTARY), ""]
    lines.append(words.gettext(END_OF_FOLLOW_UP if follow_ups else END))
    message = EmailMessage()
    message["From"], message["To"] = sender, post.email
    message["Subject"] = words.gettext(SUBJECT if reminders else SUBJECT_OF_FOLLOW_UP)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines) + "\n")
    message["Content-Language"] = post.language
    return message


def sentence(reminder: OwnReminder, language: str, words: NullTranslations) -> str:
    """What a reminder says that is no follow-up."""
    on = reminder.due_on if reminder.kind in (ReminderKind.BEGIN, ReminderKind.BY_HAND) else reminder.day
    pattern = {
        ReminderKind.LATE: LATE,
        ReminderKind.DUE_SOON: DUE_SOON,
        ReminderKind.BY_HAND: BY_HAND_WITH_DAY if on else BY_HAND,
        ReminderKind.BEGIN: BEGIN_WITH_DAY if on else BEGIN,
    }[reminder.kind]
    locale = LANGUAGES[language].locale if language in LANGUAGES else "en_GB"
    day = format_date(on, "d MMMM y", locale=locale) if on else ""
    return words.gettext(pattern) % {"course": isolated(reminder.title), "day": day}


def isolated(text: str) -> str:
    """A value kept apart from the direction of the text around it."""
    return f"\u2068{text}\u2069"
