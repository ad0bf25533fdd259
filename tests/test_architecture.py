"""The rules of the house that a program can check. Each check is shown something wrong, to know that it notices."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, relationship

from lms.config import ROOT
from lms.db import Base
from lms.web.access import public, refuse_undeclared
from tests.databases import load_models

LMS = ROOT / "lms"
SOURCES = sorted(LMS.rglob("*.py"))
CONTRACTS = (
    "Each part uses only the parts below it",
    "Inside a part: views and commands, forms, actions, queries, models",
    "Only views, forms and commands know about the web",
)


# --- who may import whom ---------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts_of(folder: Path) -> dict[str, str]:
    """What import-linter says of the package `lms` in `folder`: KEPT or BROKEN by contract."""
    done = lint_imports(folder)
    said = dict(re.findall(rf"^({'|'.join(CONTRACTS)}) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    assert said, done.stdout + done.stderr
    assert (done.returncode == 0) == (set(said.values()) == {"KEPT"})
    return said


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a copy of the package's sources and of the contracts, to be spoilt."""
    for path in SOURCES:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_keep_the_contracts() -> None:
    assert contracts_of(ROOT) == dict.fromkeys(CONTRACTS, "KEPT")


@pytest.mark.slow
def test_imports_that_break_the_contracts_are_noticed(copied: Path) -> None:
    for path, wrong in {
        "web/access.py": "import lms.learning.actions",  # upwards
        "people/queries.py": "import lms.people.actions",  # upwards inside a part
        "catalog/outline.py": "import flask",  # into a module that was born pure
    }.items():
        with (copied / "lms" / path).open("a") as file:
            file.write(f"\n{wrong}\n")
    assert contracts_of(copied) == dict.fromkeys(CONTRACTS, "BROKEN")


@pytest.mark.slow
def test_a_module_without_a_place_in_the_list_is_noticed(copied: Path) -> None:
    (copied / "lms" / "odds_and_ends.py").write_text("")
    done = lint_imports(copied)
    assert done.returncode != 0
    assert "odds_and_ends" in done.stdout


@pytest.mark.slow
def test_rules_load_no_web_framework() -> None:
    rules = "lms.learning.actions, lms.certificates.actions, lms.authoring.actions"
    program = f"import sys, {rules}; print('flask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def hidden_imports(source: str) -> list[int]:
    """The lines of imports inside functions that have no comment beside or above them to say why."""
    lines = ["", *source.splitlines()]
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        explained = False
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                above = lines[node.lineno - 1].strip()
                beside = re.sub(r"noqa: \w+", "", lines[node.lineno].partition("#")[2]).strip(" -:")
                explained = bool(above.startswith("#") or beside or (explained and "import" in above))
                if not explained:
                    found.append(node.lineno)
    return sorted(set(found))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(LMS)))
def test_no_import_is_hidden_without_a_reason(path: Path) -> None:
    assert hidden_imports(path.read_text("utf-8")) == []


def test_a_hidden_import_is_noticed() -> None:
    assert hidden_imports("def f():\n    x = 1\n    import json\n") == [3]
    assert hidden_imports("def f():\n    import json  # noqa: PLC0415\n") == [2]
    assert hidden_imports("def f():\n    # slow, and hardly ever needed\n    import json\n    import csv\n") == []
    assert hidden_imports("def f():\n    import json  # noqa: PLC0415 - slow\n") == []


# --- names -----------------------------------------------------------------------------------------------

SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "services", "managers", "misc"}


def names_that_say_nothing(paths: Iterable[Path]) -> list[Path]:
    return [path for path in paths if SAY_NOTHING & {Path(part).stem for part in path.parts}]


def test_names_say_what_is_inside() -> None:
    assert names_that_say_nothing(path.relative_to(ROOT) for path in SOURCES) == []


def test_a_name_that_says_nothing_is_noticed() -> None:
    wrong = [Path("lms/utils.py"), Path("lms/people/helpers.py"), Path("lms/common/dates.py")]
    assert names_that_say_nothing([*wrong, Path("lms/people/names.py")]) == wrong


# --- access ----------------------------------------------------------------------------------------------


def test_a_view_that_does_not_say_who_may_open_it_stops_the_start() -> None:
    app = Flask("a test", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "open"))
    refuse_undeclared(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "for everybody?")
    with pytest.raises(RuntimeError, match="forgotten"):
        refuse_undeclared(app)


def test_every_view_of_the_product_says_who_may_open_it(app: Flask) -> None:
    assert {name for name, view in app.view_functions.items() if not hasattr(view, "access")} == set()


# --- transactions ----------------------------------------------------------------------------------------

COMMITTING = {"views", "commands", "server", "cli", "demo"}


def commits(source: str) -> list[int]:
    """The lines that commit."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    )


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if not COMMITTING & {path.stem, path.parent.name}],
    ids=lambda path: str(path.relative_to(LMS)),
)
def test_only_views_and_commands_commit(path: Path) -> None:
    assert commits(path.read_text("utf-8")) == []


def test_a_commit_is_noticed() -> None:
    assert commits("def enrol(session):\n    session.add(1)\n    session.commit()\n") == [3]


# --- the database ----------------------------------------------------------------------------------------


def relationships_that_load_by_accident(mappers: Iterable[Mapper[object]]) -> list[str]:
    return sorted(str(found) for mapper in mappers for found in mapper.relationships if found.lazy != "raise_on_sql")


def test_relationships_never_load_by_accident() -> None:
    load_models()
    assert relationships_that_load_by_accident(Base.registry.mappers) == []


def test_a_relationship_that_loads_by_accident_is_noticed() -> None:
    class Other(DeclarativeBase):
        pass

    class Shelf(Other):
        __tablename__ = "shelf"
        id: Mapped[int] = mapped_column(primary_key=True)
        books: Mapped[list["Book"]] = relationship(back_populates="shelf", lazy="raise_on_sql")

    class Book(Other):
        __tablename__ = "book"
        id: Mapped[int] = mapped_column(primary_key=True)
        shelf_id: Mapped[int] = mapped_column(ForeignKey("shelf.id"))
        shelf: Mapped[Shelf] = relationship(back_populates="books")

    assert relationships_that_load_by_accident(Other.registry.mappers) == ["Book.shelf"]


# --- pages -----------------------------------------------------------------------------------------------

PHYSICAL = re.compile(
    r"(?:^|[;{])\s*((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|left|right|float"
    r"|border-(?:top|bottom)-(?:left|right)-radius|text-align(?=\s*:\s*(?:left|right)))\s*:"
)
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=)""", re.IGNORECASE)


def physical_directions(stylesheet: str) -> list[str]:
    """Declarations that say left or right where Urdu begins on the other side."""
    without_comments = re.sub(r"/\*.*?\*/", "", stylesheet, flags=re.DOTALL)
    return PHYSICAL.findall(without_comments)


@pytest.mark.parametrize("path", sorted((LMS / "static").rglob("*.css")), ids=lambda path: path.name)
def test_the_stylesheet_knows_no_left_and_right(path: Path) -> None:
    assert physical_directions(path.read_text("utf-8")) == []


def test_a_physical_direction_is_noticed() -> None:
    wrong = "p { margin-left: 1rem; text-align: right; } a { left:0 } b { float: left }\n"
    wrong += ".x {\nborder-top-left-radius: 1px; }"
    assert physical_directions(wrong) == ["margin-left", "text-align", "left", "float", "border-top-left-radius"]
    assert physical_directions("p { margin-inline-start: 1rem; text-align: start; /* left: 0; */ }") == []


def inline_code(template: str) -> Iterator[str]:
    """Styles and scripts inside a page, which the content security policy refuses to run."""
    without_comments = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    return (found.strip() for found in INLINE.findall(without_comments))


@pytest.mark.parametrize("path", sorted((LMS / "templates").rglob("*.html")), ids=lambda p: str(p.relative_to(LMS)))
def test_templates_hold_no_styles_and_scripts(path: Path) -> None:
    assert list(inline_code(path.read_text("utf-8"))) == []


def test_an_inline_style_is_noticed() -> None:
    assert len(list(inline_code('<p style="color: red"> <a onclick="go()"> <style> <script>go()</script>'))) == 4
    assert list(inline_code('<script type="module" src="page.js"></script> <p class="on">{# style="" #}')) == []
