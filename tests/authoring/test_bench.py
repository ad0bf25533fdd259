"""The bench: what there is to do, how it is found, and that no text loses a translation to another one."""

from dataclasses import replace

import pytest

from lms.authoring import bench as benches
from lms.authoring import differences
from lms.authoring import script as scripts
from lms.authoring.bench import Bench, Choice, Item, Show, State, lay_out, tidy
from lms.authoring.judgement import Weight, remarks
from lms.authoring.script import Files
from lms.authoring.upload import Why, compare, give_out
from lms.catalog import po
from lms.catalog.course import Unit
from lms.catalog.glossary import Domain, Glossary, Term
from lms.catalog.po import Document, Entry
from tests.sample_course import FILES, catalogue

LESSON = "01-receiving.md"
OLD = "Then take notes."
NEW = "Then take notes at once."
CHANGED = FILES | {LESSON: FILES[LESSON].replace(OLD.encode(), NEW.encode())}


def bench(draft=FILES, published=FILES, document: Document | None = None) -> Bench:
    script = scripts.write("front-desk", Files.of(draft), Files.of(published))
    assert script is not None
    return lay_out(script, STORED if document is None else document, "ur")


def stored() -> Document:
    """The sample's catalogue with the places of its texts, as every save writes it."""
    script = scripts.write("front-desk", Files.of(FILES), Files.of(FILES))
    assert script is not None
    return benches.merge(po.read(catalogue())[0], script, "ur")


STORED = stored()


def item(found: Bench, text: str) -> Item:
    return next(each for each in found.items if each.unit.text == text)


def test_what_is_translated_is_done_and_what_is_not_is_missing() -> None:
    complete = bench()
    assert (complete.count.units, complete.count.to_do) == (len(complete.items), 0)
    bare = bench(document=Document())
    assert bare.count.missing == bare.count.units == complete.count.units


def test_a_fault_is_told_apart_from_a_change_and_from_nothing() -> None:
    document = STORED
    wrong = {OLD: {"translation": "5 نوٹس لیں۔"}, "Yes.": {"fuzzy": True}, "Listen": {"translation": ""}}
    entries = tuple(replace(entry, **wrong.get(entry.text, {})) for entry in document.entries)
    found = bench(document=replace(document, entries=entries))
    assert [item(found, text).state for text in wrong] == [State.FAILING, State.CHANGED, State.MISSING]
    assert (found.count.failing, found.count.changed, found.count.missing, found.count.to_do) == (1, 1, 1, 3)
    assert [each.unit.text for each in found.chosen(Choice(Show.FAILING))] == [OLD]
    assert {each.unit.text for each in found.chosen(Choice())} == set(wrong)


def test_a_text_is_found_however_it_is_typed_in_either_language() -> None:
    found = bench()
    for words in ("NOTES then", "نوٹس ليں", "نوٹس"):
        assert OLD in [each.unit.text for each in found.chosen(Choice(Show.ALL, words=words))], words
    assert found.chosen(Choice(Show.ALL, words="helicopter")) == []


def test_a_lesson_has_its_own_texts_and_counts_them() -> None:
    found = bench()
    in_quiz = found.chosen(Choice(Show.ALL, lesson="final-quiz"))
    assert found.by_lesson["final-quiz"].units == len(in_quiz)
    # asked in a lesson and in the quiz: one translation, counted in both
    asked = "What is the first report called?"
    assert asked in [each.unit.text for each in in_quiz]
    assert asked in [each.unit.text for each in found.chosen(Choice(Show.ALL, lesson="receiving"))]
    assert sum(count.units for count in found.by_lesson.values()) > found.count.units
    assert [each.unit.text for each in found.chosen(Choice(Show.ALL, lesson=""))][:2] == [
        "The front desk",
        "Officers at a front desk",
    ]


def test_going_on_follows_the_choice_wherever_one_stands() -> None:
    found = bench()
    texts = found.items
    assert found.next_after(texts[0].id, Choice(Show.ALL)) == texts[1]
    assert found.last_before(texts[1].id, Choice(Show.ALL)) == texts[0]
    assert found.next_after(texts[-1].id, Choice(Show.ALL)) is None
    assert found.next_after(texts[0].id, Choice(Show.MISSING)) is None


# --- draft and published ---------------------------------------------------------------------------------


def test_a_changed_text_offers_its_old_translation_and_officers_keep_it() -> None:
    found = bench(draft=CHANGED)
    changed, old = item(found, NEW), item(found, OLD)
    assert (changed.state, changed.entry.previous, changed.is_published) == (State.CHANGED, OLD, False)
    assert (old.state, old.in_draft, old.is_published) == (State.DONE, False, True)
    served = po.read(po.write(found.document))[0]
    assert {(each.text, each.obsolete, each.fuzzy) for each in served.entries if each.text in (OLD, NEW)} == {
        (OLD, False, False),
        (NEW, False, True),
    }


def test_what_only_officers_read_is_no_work_and_has_a_list_of_its_own() -> None:
    found = bench(draft=CHANGED, document=Document())
    assert found.count.units == bench().count.units
    assert [each.unit.text for each in found.chosen(Choice(Show.OLD))] == [OLD]
    assert OLD not in [each.unit.text for each in found.chosen(Choice(Show.ALL))]


def test_bringing_a_catalogue_up_to_date_twice_is_bringing_it_up_to_date_once() -> None:
    once = bench(draft=CHANGED)
    twice = bench(draft=CHANGED, document=po.read(po.write(once.document))[0])
    assert po.write(once.document) == po.write(twice.document)
    translated = once.changed({Unit(NEW): "پھر فوراً نوٹس لیں۔"})
    again = bench(draft=CHANGED, document=translated)
    assert item(again, NEW).state is item(again, OLD).state is State.DONE


def test_after_publishing_the_old_text_is_kept_aside_and_comes_back_when_the_change_is_undone() -> None:
    published = bench(draft=CHANGED, published=CHANGED, document=bench(draft=CHANGED).document)
    assert OLD not in [each.unit.text for each in published.items]
    undone = bench(document=published.document)
    assert item(undone, OLD).state is State.DONE


def test_while_a_file_of_the_draft_has_mistakes_what_is_published_of_it_stands_in_its_place() -> None:
    broken = CHANGED | {LESSON: CHANGED[LESSON].replace(b"- [x] Greet", b"- [ ] Greet")}
    found = bench(draft=broken)
    assert found.script.set_aside == (LESSON,)
    assert item(found, OLD).in_draft
    assert found.count.to_do == 0


def test_a_draft_that_cannot_be_read_at_all_is_not_on_the_bench() -> None:
    assert scripts.write("front-desk", Files.of({"course.md": b"nothing"}), Files.of({})) is None
    found = bench(draft={"course.md": b"nothing"})
    assert found.count.units == bench().count.units


def test_a_translation_of_a_text_that_is_gone_is_kept_for_the_day_it_comes_back() -> None:
    kept = bench().changed({Unit(NEW): "پھر فوراً نوٹس لیں۔"})
    assert item(bench(document=kept, draft=CHANGED), NEW).state is State.DONE


# --- words -----------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_with_the_letters_of_urdu() -> None:
    assert tidy("  ايك \r\n  كتاب ", "ur") == "ایک کتاب"
    assert tidy("one  two", "en") == "one two"


def test_what_changed_is_marked_word_by_word() -> None:
    parts = [(part.kind.value, part.text) for part in differences.words("Always handcuff him.", "Never handcuff him.")]
    assert parts == [("removed", "Always"), ("added", "Never"), ("same", " handcuff him.")]


GLOSSARY = Glossary((Term("seizure", "ضبطی", Domain.LAW_ENFORCEMENT), Term("start", "شروع", Domain.SCREEN)))


@pytest.mark.parametrize(
    ("english", "urdu", "told"),
    [
        ("Within 24 hours.", "25 گھنٹے میں۔", Weight.FAULT),
        ("See [it](a.md).", "[یہ](b.md) دیکھیں۔", Weight.FAULT),
        ("Write `FIR`.", "`پرچہ` لکھیں۔", Weight.FAULT),
        ("**One.** Two", "**ایک۔**دو", Weight.FAULT),
        ("One, two", "ایک, دو", Weight.BLEMISH),
        ("One", "ايك", Weight.BLEMISH),
    ],
)
def test_what_is_wrong_is_told_with_its_weight(english: str, urdu: str, told: Weight) -> None:
    found = remarks(Unit(english), urdu, "ur", GLOSSARY)
    assert [remark.weight for remark in found.remarks] == [told]
    assert found.is_shown is (told is Weight.BLEMISH)


def test_a_term_of_the_glossary_that_is_not_used_is_told() -> None:
    start = "Start the seizure."
    assert [term.english for term in remarks(Unit(start), "قبضہ شروع کریں۔", "ur", GLOSSARY).terms] == ["seizure"]
    assert not remarks(Unit(start), "ضبطی شروع کریں۔", "ur", GLOSSARY)
    assert not remarks(Unit(start), "", "ur", GLOSSARY)


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_file_of_any_bytes_is_compared_without_failing() -> None:
    for body in (
        b"",
        b"\xff\xfe\x00",
        b'msgid "a"\n' * 1000,
        b"#. x\n" * 200_000,
        b'msgid ""\n"\\"' + b'"x"\n' * 200_000,
    ):
        document, mistakes = po.read(body)
        assert compare(bench(), document, mistakes, ()).taken == {}


def test_each_entry_of_a_file_is_taken_or_left_for_a_reason(now) -> None:
    found = bench(document=Document())
    sent = Document(
        (
            Entry("Listen", "سنیں"),
            Entry("Write", "لکھیں", fuzzy=True),
            Entry("Helicopter", "ہیلی کاپٹر"),
            Entry("How many minutes decide?", "5 منٹ؟"),
            Entry("Greet", "سلام كریں"),
            Entry("Yes.", "جی۔"),
            Entry("Yes.", "ہاں۔"),
            Entry("True", ""),
        )
    )
    received = compare(found, sent, (), {Unit("Listen")})
    assert received.taken == {Unit("Greet"): "سلام کریں", Unit("Yes."): "جی۔"}
    assert [(left.why, left.text) for left in received.left] == [
        (Why.NEWER, "Listen"),
        (Why.FUZZY, "Write"),
        (Why.UNKNOWN, "Helicopter"),
        (Why.FAULTY, "How many minutes decide?"),
        (Why.TWICE, "Yes."),
    ]
    assert (received.same, received.empty) == (0, 1)


def test_what_comes_back_as_it_went_out_is_no_news(now) -> None:
    fuzzy = bench(draft=CHANGED)
    sent, mistakes = po.read(give_out(fuzzy, 0, now, lambda place: place.kind.value))
    received = compare(fuzzy, sent, mistakes, ())
    assert (dict(received.taken), received.left, received.same) == ({}, (), len(fuzzy.items))


def test_a_file_says_nothing_of_the_key(now) -> None:
    def given(swapped: bool) -> bytes:
        quiz = FILES["03-final-quiz.md"]
        if swapped:
            quiz = quiz.replace(b"1. Greet\n2. Listen", b"1. Listen\n2. Greet")
            quiz = quiz.replace(b"[x] The time\n  - Yes.", b"[ ] The time\n  - No, a guess is not a fact.")
            quiz = quiz.replace(b"[ ] Your guess\n  - No, a guess is not a fact.", b"[x] Your guess\n  - Yes.")
        files = FILES | {"03-final-quiz.md": quiz}
        return give_out(bench(files, files), 7, now, lambda place: place.kind.value)

    assert given(swapped=False) == given(swapped=True)
    assert b"X-Tarbiyat-Change: 7" in given(swapped=False)
