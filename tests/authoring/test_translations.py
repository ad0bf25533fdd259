"""Translating: what is saved, that nobody's work is lost, and that officers see it at once."""

import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.authoring.bench import Bench, Item, State
from lms.authoring.models import KnownTranslation, TranslationChange, TranslationCount
from lms.authoring.upload import compare, give_out
from lms.catalog import messages, po
from lms.catalog.course import Unit
from lms.catalog.models import Catalogue, CourseCard, CourseRecord
from lms.errors import Refused
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL, FILES, URDU, catalogue

SLUG = "front-desk"
NOTES, LISTEN = "Then take notes.", "Listen"
FEW = {english: urdu for english, urdu in URDU.items() if english not in (NOTES, LISTEN)}


@pytest.fixture
def sana(make_person, viewer_of) -> Viewer:
    return viewer_of(make_person(roles=[Role.TRANSLATOR], name_en="Sana"))


@pytest.fixture
def bilal(make_person, viewer_of) -> Viewer:
    return viewer_of(make_person(roles=[Role.TRANSLATOR], name_en="Bilal"))


@pytest.fixture
def course(session: Session, now: datetime) -> CourseRecord:
    """Published, with two texts that are not translated yet."""
    record = actions.import_course(session, SLUG, FILES | {"locale/ur.po": catalogue(FEW)}, None, now)
    actions.publish(session, record, now=now)
    session.commit()
    return record


def bench(session: Session, record: CourseRecord) -> Bench:
    found = queries.bench(session, record, "ur")
    assert found is not None
    return found


def item(session: Session, record: CourseRecord, text: str) -> Item:
    return next(each for each in bench(session, record).items if each.unit.text == text)


def save(
    session: Session, record: CourseRecord, text: str, urdu: str, by: Viewer, now: datetime, base: str = "?"
) -> bool:
    base = item(session, record, text).base if base == "?" else base
    return actions.save_translation(session, record, "ur", Unit(text), urdu, base, by, now)


def shown(stored: Callable[..., Sequence], text: str) -> str | None:
    """What the catalogue gives officers for a text."""
    [body] = stored(select(Catalogue.po))
    return messages.read(body).catalogue.get(Unit(text))


def changes(stored: Callable[..., Sequence]) -> list[tuple[str, str, str]]:
    return [
        (row.text, row.before, row.after) for row in stored(select(TranslationChange).order_by(TranslationChange.id))
    ]


def test_a_translation_is_saved_shown_counted_and_remembered(session, course, sana, now, stored):
    assert stored(select(TranslationCount.to_do)) == [2]
    assert save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    session.commit()
    assert shown(stored, NOTES) == "پھر نوٹس لیں۔"
    assert stored(select(TranslationCount.to_do)) == [1]
    [change] = stored(select(TranslationChange))
    assert (change.text, change.before, change.after, change.by_id) == (NOTES, "", "پھر نوٹس لیں۔", sana.id)
    assert stored(select(CourseCard.translated).where(CourseCard.language == "ur"))[0] > 0.9


def test_saving_the_same_again_changes_nothing(session, course, sana, now, stored):
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    assert not save(session, course, NOTES, "پھر  نوٹس ليں۔ ", sana, now)
    session.commit()
    assert len(changes(stored)) == 1


def test_who_began_from_another_translation_is_told_and_nothing_is_overwritten(
    session, course, sana, bilal, now, stored
):
    base = item(session, course, NOTES).base
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    with pytest.raises(actions.TranslationConflict) as refused:
        save(session, course, NOTES, "اس کے بعد لکھیں۔", bilal, now, base)
    assert refused.value.theirs.translation == "پھر نوٹس لیں۔"
    # who has seen both may go on
    assert save(session, course, NOTES, "اس کے بعد لکھیں۔", bilal, now)
    session.commit()
    assert [after for _, _, after in changes(stored)] == ["پھر نوٹس لیں۔", "اس کے بعد لکھیں۔"]


def test_two_translators_of_one_course_do_not_lose_each_others_texts(
    session, course, sana, bilal, now, stored, meanwhile
):
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    raised = meanwhile(
        session, lambda other: save(other, other.get(CourseRecord, course.id), LISTEN, "سنیں", bilal, now)
    )
    assert raised == []
    assert (shown(stored, NOTES), shown(stored, LISTEN)) == ("پھر نوٹس لیں۔", "سنیں")


def test_a_translation_with_a_fault_is_kept_but_the_original_is_shown(session, course, sana, now, stored):
    save(session, course, "How many minutes decide?", "کتنے 5 منٹ؟", sana, now)
    session.commit()
    assert item(session, course, "How many minutes decide?").state is State.FAILING
    assert stored(select(TranslationCount.failing)) == [1]
    assert "کتنے 5 منٹ؟" not in stored(select(KnownTranslation.translation))


def test_a_fuzzy_translation_is_confirmed_by_saving_it(session, course, sana, now, stored):
    changed = dict(FILES) | {"01-receiving.md": FILES["01-receiving.md"].replace(b"Calm first,", b"Calm comes first,")}
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)  # from now on the catalogue knows where texts stand
    session.commit()
    actions.import_course(session, SLUG, changed, None, now)
    found = item(session, course, "Calm comes first, then facts.")
    assert (found.state, found.entry.previous) == (State.CHANGED, "Calm first, then facts.")
    assert save(session, course, found.unit.text, found.entry.translation, sana, now)
    session.commit()
    assert item(session, course, found.unit.text).state is State.DONE
    assert shown(stored, found.unit.text) == shown(stored, "Calm first, then facts.") == URDU["Calm first, then facts."]


def test_a_translation_can_be_taken_away_and_brought_back(session, course, sana, now, stored):
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    save(session, course, NOTES, "", sana, now + timedelta(minutes=1))
    assert item(session, course, NOTES).state is State.MISSING
    [newest, oldest] = queries.history_of_unit(session, course, "ur", Unit(NOTES))
    assert [person.name_en for _, person in (newest, oldest)] == ["Sana", "Sana"]
    assert actions.restore_translation(session, course, oldest[0], False, sana, now + timedelta(minutes=2))
    session.commit()
    assert shown(stored, NOTES) == "پھر نوٹس لیں۔"
    assert len(changes(stored)) == 3


def test_what_stood_there_before_the_first_change_can_be_brought_back(session, course, sana, now, stored):
    save(session, course, "Greet", "خوش آمدید کہیں", sana, now)
    [(change, _)] = queries.history_of_unit(session, course, "ur", Unit("Greet"))
    actions.restore_translation(session, course, change, True, sana, now)
    session.commit()
    assert shown(stored, "Greet") == URDU["Greet"]


def test_a_text_that_is_far_too_long_is_refused(session, course, sana, now):
    with pytest.raises(actions.TooLongText):
        save(session, course, NOTES, "نوٹس " * 3000, sana, now)


def test_a_text_that_has_gone_meanwhile_is_kept_for_its_return(session, course, sana, now):
    assert actions.save_translation(session, course, "ur", Unit("Take notes later."), "بعد میں لکھیں۔", "", sana, now)
    session.commit()
    later = FILES | {"01-receiving.md": FILES["01-receiving.md"].replace(b"Then take notes.", b"Take notes later.")}
    actions.import_course(session, SLUG, later, None, now)
    assert item(session, course, "Take notes later.").state is State.DONE


def test_an_upgrade_of_the_library_leaves_what_was_translated_here(session, course, sana, now, tmp_path, stored):
    save(session, course, NOTES, "پھر نوٹس لیں۔", sana, now)
    session.commit()
    for path, body in BILINGUAL.items():
        target = tmp_path / "core" / SLUG / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    assert actions.load_library(session, tmp_path, now) == []
    session.commit()
    assert shown(stored, NOTES) == "پھر نوٹس لیں۔"


def test_the_same_sentence_in_other_courses_is_offered(session, course, sana, now):
    for slug, urdu in (("one", "سنیں"), ("two", "سنیں"), ("three", "توجہ سے سنیں")):
        record = actions.import_course(session, slug, FILES | {"locale/ur.po": catalogue({LISTEN: urdu})}, None, now)
    session.commit()
    found = queries.elsewhere(session, course, "ur", Unit(LISTEN), "en")
    assert [(each.translation, each.courses) for each in found] == [("سنیں", 2), ("توجہ سے سنیں", 1)]
    assert queries.elsewhere(session, record, "ur", Unit(LISTEN), "en")[0].translation == "سنیں"
    assert queries.elsewhere(session, course, "ur", Unit("Never written"), "en") == []


def test_what_is_offered_elsewhere_follows_what_is_saved(session, course, sana, now, stored):
    other = actions.import_course(session, "other", FILES, None, now)
    save(session, course, LISTEN, "سنیں", sana, now)
    save(session, course, LISTEN, "توجہ سے سنیں", sana, now)
    session.commit()
    assert [each.translation for each in queries.elsewhere(session, other, "ur", Unit(LISTEN), "en")] == [
        "توجہ سے سنیں"
    ]
    assert len(stored(select(KnownTranslation.id))) == len(URDU) - 2  # of a course that is complete but for one text


# --- files -----------------------------------------------------------------------------------------------


def download(session: Session, record: CourseRecord, now: datetime) -> bytes:
    change = queries.last_change(session, record, "ur")
    return give_out(bench(session, record), change, now, lambda place: place.kind.value)


def with_translation(body: bytes, text: str, urdu: str) -> bytes:
    changed = bench_like(body, text, urdu)
    assert changed != body
    return changed


def bench_like(body: bytes, text: str, urdu: str) -> bytes:
    lines = body.decode().split("\n")
    place = lines.index(f'msgid "{text}"')
    lines[place + 1] = f'msgstr "{urdu}"'
    return "\n".join(lines).encode()


def test_a_file_goes_out_and_comes_back_with_its_translations(session, course, sana, now, stored):
    sent = with_translation(download(session, course, now), NOTES, "پھر نوٹس لیں۔")
    received = actions.take_in(session, course, "ur", sent, sana, now)
    session.commit()
    assert (list(received.taken), received.left) == ([Unit(NOTES)], ())
    assert shown(stored, NOTES) == "پھر نوٹس لیں۔"
    assert changes(stored) == [(NOTES, "", "پھر نوٹس لیں۔")]


def test_a_newer_edit_is_never_lost_to_a_file(session, course, sana, bilal, now, stored):
    sent = with_translation(download(session, course, now), NOTES, "پھر نوٹس لیں۔")
    sent = with_translation(sent, LISTEN, "سنیں")
    save(session, course, NOTES, "اس کے بعد لکھیں۔", bilal, now)
    received = actions.take_in(session, course, "ur", sent, sana, now)
    session.commit()
    assert [(left.why.value, left.text, left.now) for left in received.left] == [("newer", NOTES, "اس کے بعد لکھیں۔")]
    assert (shown(stored, NOTES), shown(stored, LISTEN)) == ("اس کے بعد لکھیں۔", "سنیں")


def test_a_file_that_does_not_say_when_it_was_downloaded_changes_nothing_that_was_done_here(
    session, course, sana, bilal, now
):
    sent = with_translation(download(session, course, now), NOTES, "پھر نوٹس لیں۔")
    save(session, course, NOTES, "اس کے بعد لکھیں۔", bilal, now)
    sent = b"\n".join(line for line in sent.split(b"\n") if b"X-Tarbiyat" not in line)
    assert [left.why.value for left in actions.take_in(session, course, "ur", sent, sana, now).left] == ["newer"]


def test_a_text_without_translation_in_a_file_takes_none_away(session, course, sana, now, stored):
    sent = with_translation(download(session, course, now), "Greet", "")
    assert actions.take_in(session, course, "ur", sent, sana, now).taken == {}
    session.commit()
    assert shown(stored, "Greet") == URDU["Greet"]


def test_a_file_that_is_too_large_or_in_another_language_is_refused(session, course, sana, now):
    with pytest.raises(Refused):
        actions.take_in(session, course, "ur", b"#" * (2 * 1024 * 1024 + 1), sana, now)
    with pytest.raises(Refused):
        actions.take_in(session, course, "ur", b'msgid ""\nmsgstr "Language: sd\\n"\n', sana, now)


@pytest.mark.parametrize("header", ["-1", "9" * 400, "abc", "²", ""])
def test_whatever_a_file_says_of_its_download_it_is_read(session, course, sana, now, header):
    sent = f'msgid ""\nmsgstr "X-Tarbiyat-Change: {header}\\n"\n\nmsgid "{LISTEN}"\nmsgstr "سنیں"\n'.encode()
    assert list(actions.take_in(session, course, "ur", sent, sana, now).taken) == [Unit(LISTEN)]


PARTS = st.sampled_from(['msgid "Listen"', 'msgstr "سنیں"', 'msgid "', "#, fuzzy", "#~ ", "\n", '"', "\\", "#| ", "é"])


@pytest.mark.slow
def test_any_bytes_are_compared_without_failing(session, course):
    found = bench(session, course)

    @given(st.binary() | st.lists(PARTS).map("".join).map(str.encode))
    @settings(max_examples=200, deadline=None)
    def check(body: bytes) -> None:
        document, mistakes = po.read(body)
        compare(found, document, mistakes, ())

    check()


@pytest.mark.slow
def test_gettext_takes_the_file_with_all_its_checks(session, course, now, tmp_path: Path):
    (tmp_path / "ur.po").write_bytes(download(session, course, now))
    subprocess.run(["msgfmt", "-c", "-o", tmp_path / "ur.mo", tmp_path / "ur.po"], check=True, capture_output=True)
