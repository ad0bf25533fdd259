"""course.md: the settings, the title, the summary and the objectives of a course."""

from dataclasses import dataclass

from lms.catalog import lessons, near_misses, settings
from lms.catalog.course import Block, Level, Track, Unit
from lms.catalog.markdown import Node, Writer, comments_of, line, parse, text_of
from lms.catalog.page import Notes, Page, notes_of
from lms.catalog.problems import shorten
from lms.i18n import N_

OBJECTIVES = "What you will be able to do"


@dataclass(frozen=True)
class Head:
    """What stands in course.md."""

    title: Unit | None
    audience: Unit | None
    summary: tuple[Block, ...]
    objectives: tuple[Unit, ...]
    language: str
    track: Track | None
    level: Level
    hours: float
    certificate: bool
    valid_for: int | None
    requires: tuple[str, ...]
    live_sessions: int
    review: str
    sources: tuple[str, ...]


def read(text: str, page: Page, slug: str) -> Head:
    """What `text` says about the course `slug`. Problems are in the page's report."""
    lines = near_misses.mend(text.split("\n"), page.file, page.report)
    found, lines = settings.split(lines, page.file, settings.COURSE_SETTINGS, page.report)
    audience = found.entry("audience")
    about = page.unit(audience.value, audience.line) if audience else None
    title, nodes = lessons.read_title(parse("\n".join(lines), page), page)
    summary, objectives = _read_summary(nodes, page)
    _check_missing(found, page)
    requires = found.read("requires", settings.slugs, ())
    if slug in requires:
        page.error(found.line("requires"), N_("This course requires itself. Write only courses that come before it."))
    return Head(
        title=title,
        audience=about,
        summary=summary,
        objectives=objectives,
        language=found.read("language", settings.language, "en"),
        track=found.read("track", settings.track, None),
        level=found.read("level", settings.level, Level.ALL),
        hours=found.read("hours", settings.hours, 1.0),
        certificate=found.read("certificate", settings.yes_or_no, True),
        valid_for=found.read("valid for", settings.months, None),
        requires=requires,
        live_sessions=found.read("live sessions", settings.count, 0),
        review=found.read("review", settings.review, ""),
        sources=found.all("sources"),
    )


def _check_missing(found: settings.Settings, page: Page) -> None:
    if found.entry("track") is None:
        message = N_(
            "The setting “track” is missing. Write at the top, between two lines of ---, for instance track: core"
        )
        page.error(1, message)
    for key, example in (("level", "level: junior"), ("hours", "hours: 1.5")):
        if found.entry(key) is None:
            page.warn(
                1, N_("The setting “%(key)s” is missing. Write for instance %(example)s"), key=key, example=example
            )


def _read_summary(nodes: list[Node], page: Page) -> tuple[tuple[Block, ...], tuple[Unit, ...]]:
    """The summary's blocks and the objectives: nothing else stands in course.md."""
    writer = Writer(page)
    summary: list[Block] = []
    objectives: list[Unit] = []
    state = "summary"
    notes = Notes()
    for node in nodes:
        comments = comments_of(node, page)
        if comments is not None:
            notes += notes_of(comments)
            continue
        page.notes = notes
        if node.type == "heading":
            state = _heading_of_course(node, state, page)
        elif state == "summary":
            pieces = writer.block(node)
            if pieces:
                summary.append(Block(f"b{len(summary) + 1}", pieces))
        elif state == "objectives" and node.type in ("bullet_list", "ordered_list"):
            objectives += _objectives(node, page)
            state = "end"
        else:
            message = N_(
                "Only the list of objectives stands under “%(heading)s”. Put this text above it, or into a lesson."
            )
            page.error(line(node), message, heading=OBJECTIVES)
        page.notes = notes = Notes()
    if not objectives and len(page.report) == 0:
        message = N_(
            "The objectives are missing. Write the heading ## %(heading)s and under it a list, one objective a line."
        )
        page.error(0, message, heading=OBJECTIVES)
    if not summary:
        page.warn(
            0, N_("The course has no summary. Write under the title what it is about, in two or three sentences.")
        )
    return tuple(summary), tuple(objectives)


def _heading_of_course(node: Node, state: str, page: Page) -> str:
    heading = text_of(node).strip()
    if node.markup == "-":
        message = N_("The line of dashes right under this text makes it a heading. Put an empty line between them.")
        page.error(line(node), message)
        return state
    if state == "summary" and " ".join(heading.lower().rstrip(":").split()) == OBJECTIVES.lower():
        return "objectives"
    if state == "summary":
        message = N_(
            "The only heading in course.md after the title is ## %(heading)s. Write that, or move this into a lesson."
        )
        page.error(line(node), message, heading=OBJECTIVES)
        return "objectives"
    message = N_("Nothing follows the list of objectives in course.md. Put “%(seen)s” and its text into a lesson.")
    page.error(line(node), message, seen=shorten(heading))
    return "end"


def _objectives(node: Node, page: Page) -> list[Unit]:
    found = []
    for item in node.children:
        first = item.children[0] if item.children else None
        unit = page.unit(text_of(first), line(first)) if first and first.type == "paragraph" else None
        if unit:
            found.append(unit)
        else:
            page.error(line(item), N_("This objective is empty. Write its text after the dash, or delete the line."))
        for more in item.children[1:]:
            page.error(
                line(more), N_("An objective is one paragraph. Write it after its dash without empty lines or bullets.")
            )
    return found
