"""Of what a draft consists, how heavy it is, and links that follow files."""

import random

import pytest

from lms.authoring import links, paths
from lms.authoring.contents import contents_of
from lms.authoring.example import example
from lms.authoring.headings import quiz_kind, title_of, with_title
from lms.authoring.remarks import line_now
from lms.authoring.weight import FRAME, weigh
from lms.catalog import measures, messages, po
from lms.catalog.source import read

SETTINGS = b"---\nquiz: graded\ntitle: # no title\n---\n"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b"# Front desk\n\n# Another\n", "Front desk"),
        (b"\xef\xbb\xbf# **Front** [desk](x.md) #\r\n", "Front desk"),
        (SETTINGS + b"\n# Quiz\n", "Quiz"),
        (b"## No title\n", ""),
        (b"", ""),
        (b"\xff\xfe\x00#\x00", ""),
        ("# فرنٹ ڈیسک".encode(), "فرنٹ ڈیسک"),
    ],
)
def test_the_title_is_the_first_heading(body, title):
    assert title_of(body) == title


def test_a_title_is_put_where_the_old_one_was():
    assert with_title(SETTINGS + b"\n# Old\n\ntext", "New\none") == SETTINGS + b"\n# New one\n\ntext"
    assert title_of(with_title(SETTINGS + b"text", "New")) == "New"
    assert title_of(with_title(b"", "New")) == "New"


def test_the_quiz_is_known_by_its_settings():
    assert quiz_kind(SETTINGS + b"# Quiz") == "graded"
    assert quiz_kind(b"# quiz: graded") == ""


def test_contents_tell_lessons_in_order_and_where_pictures_are_used():
    bodies = {
        "course.md": b"# A course",
        "10-last.md": b"# Last\n\n![x](images/desk.svg)",
        "02-first.md": b"# First\n\n[film](videos/talk.mp4)",
    }
    sizes = {**dict.fromkeys(bodies, 10), "images/desk.svg": 9, "images/desk.ur.svg": 9, "images/desk-2.svg": 9}
    sizes |= {"videos/talk.mp4": 5_000_000, "videos/talk.ur.vtt": 3}
    found = contents_of(bodies, sizes)
    assert [(lesson.title, lesson.slug) for lesson in found.lessons] == [("First", "first"), ("Last", "last")]
    assert {file.path: file.used_in for file in found.media} == {
        "images/desk.svg": ("10-last.md",),
        "images/desk.ur.svg": ("10-last.md",),
        "images/desk-2.svg": (),
        "videos/talk.mp4": ("02-first.md",),
        "videos/talk.ur.vtt": ("02-first.md",),
    }


def test_of_a_picture_and_its_urdu_one_the_larger_is_weighed_and_films_are_apart():
    bodies = {"01-one.md": b"![x](images/a.png) ![y](images/b.png)\n\n[film](videos/talk.mp4)"}
    sizes = {"01-one.md": 1, "images/a.png": 1000, "images/a.ur.png": 3000, "images/b.png": 500, "videos/talk.mp4": 7}
    [lesson] = contents_of(bodies, sizes).lessons
    assert (lesson.weight.pictures, lesson.weight.films) == (3500, 7)


def test_a_drawing_weighs_what_is_sent_of_it():
    bodies = {"01-one.md": b"![x](images/a.svg)", "images/a.svg": b"<path/>" * 1000}
    [lesson] = contents_of(bodies, {path: len(body) for path, body in bodies.items()}).lessons
    assert lesson.weight.pictures < 200


def test_a_lesson_takes_as_long_as_its_bits_on_a_slow_line():
    words = random.Random(1).randbytes(50_000)  # what cannot be compressed
    weight = weigh(words, [50_000])
    assert weight.text == pytest.approx(50_000 + FRAME, rel=0.01)
    assert weight.seconds == pytest.approx((100_000 + FRAME) * 8 / 400_000, rel=0.01)
    assert weight.is_text_heavy
    assert weight.are_pictures_heavy
    assert not weigh(b"# Short").is_text_heavy


# --- order and names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "after"), [(-1, "bac"), (1, "acb"), (0, "abc"), (-5, "bac"), (5, "acb")])
def test_a_lesson_moves_and_stays_at_the_ends(by, after):
    assert "".join(paths.moved("abc", "b", by)) == after


def test_a_file_that_is_renamed_keeps_number_folder_language_and_kind():
    assert paths.renamed("07-old.md", "new") == "07-new.md"
    assert paths.renamed("images/old.ur.svg", "new") == "images/new.ur.svg"
    assert paths.in_order(["10-b.md", "course.md", "9-a.md", "images/x.svg"]) == ["9-a.md", "10-b.md"]


def test_links_follow_two_lessons_that_change_places():
    moved = {"01-one.md": "02-one.md", "02-two.md": "01-two.md"}
    before = b'[a](01-one.md), [b](02-two.md#top), [c](./01-one.md "x"), 01-one.md, [d](https://x.y/01-one.md)\n\n[r]: 02-two.md\n'
    after = b'[a](02-one.md), [b](01-two.md#top), [c](./02-one.md "x"), 01-one.md, [d](https://x.y/01-one.md)\n\n[r]: 01-two.md\n'
    assert links.follow(before, moved) == after


def test_a_file_that_is_no_text_is_left_alone():
    assert links.follow(b"\xff](01-one.md)", {"01-one.md": "02-one.md"}) == b"\xff](01-one.md)"


def test_translations_have_the_new_links_too_and_keep_the_old():
    body = 'msgid ""\nmsgstr ""\n"Language: ur\\n"\n\nmsgid "See [it](01-one.md)."\nmsgstr "[یہ](01-one.md) دیکھیں۔"\n'.encode()
    entries = po.read(links.follow_in_catalogue(body, {"01-one.md": "02-one.md"}))[0].entries
    assert [(entry.text, entry.translation) for entry in entries] == [
        ("See [it](01-one.md).", "[یہ](01-one.md) دیکھیں۔"),
        ("See [it](02-one.md).", "[یہ](02-one.md) دیکھیں۔"),
    ]
    assert links.follow_in_catalogue(body, {"05-x.md": "06-x.md"}) == body


# --- the example -----------------------------------------------------------------------------------------


def test_the_example_is_a_good_one_but_for_its_size():
    files = example("Guarding a scene")
    reading = read("guarding-a-scene", files)
    assert reading.course is not None
    assert reading.course.title.text == "Guarding a scene"
    translations = messages.read(files["locale/ur.po"])
    found = [*reading.problems, *measures.of(reading.course, reading.occurrences), *messages.check(translations)]
    of_size = ("This lesson has only", "The quiz asks", "questions in the quiz")
    assert [problem for problem in map(str, found) if not any(words in problem for words in of_size)] == []
    parts = messages.coverage(reading.occurrences, translations)
    assert sum(part.units - part.translated for part in parts) == 1  # the new title


def test_the_example_shows_each_thing_once():
    text = b"\n".join(body for path, body in example("x").items() if path.endswith(".md")).decode()
    for sign in ("> [!", "![", "| ", "1. ", "- [x]", "Explanation:", "Objective:", "<!--", "(match)", "(put in order)"):
        assert sign in text


# --- remarks ---------------------------------------------------------------------------------------------


def test_a_remark_is_found_again_when_lines_move():
    assert line_now(["new", "", "  It is 19:50.", "x"], 1, "It is 19:50.") == 3
    assert line_now(["same", "x", "same"], 3, "same") == 3
    assert line_now(["other"], 1, "It is 19:50.") is None
    assert line_now(["other"], 1, "") is None
