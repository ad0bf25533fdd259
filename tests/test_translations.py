"""The words of the interface: all of them are in the Urdu catalogue, and they are written as Urdu is written."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from lms.catalog.translation import blemishes
from lms.config import ROOT
from lms.i18n import LANGUAGES
from lms.urdu import DIRECTION_CONTROLS

TRANSLATIONS = ROOT / "translations"
SOURCE = "en"
TRANSLATED = [code for code in LANGUAGES if code != SOURCE]

# The familiar imperative, and spellings that the house does not use (left) for those that it does.
FAMILIAR = re.compile(r"(?<!\w)(?:تم|کرو|دیکھو|تمہارا|تمہاری)(?!\w)")
MISSPELT = {
    "لئے": "لیے",
    "سکور": "اسکور",
    "کروائیں": "کرائیں",
    "فورینزک": "فرانزک",
    "ترقی": "پیش رفت",
    "لاگ ان": "سائن ان",
}
QUOTED_OTHERWISE = re.compile(r"[«»„]|(?<!\S)”")
"""Other quotation marks than “these”."""
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the command in translations/README.md makes of the sources."""
    output = tmp_path_factory.mktemp("translations") / "messages.pot"
    told = re.search(
        r"^pybabel (extract .*) -o \S+ (\.)$", (TRANSLATIONS / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert told
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    command = [pybabel, "-q", *told[1].split(), "-o", str(output), told[2]]
    subprocess.run(command, cwd=ROOT, check=True)
    return output.read_bytes()


def faults(template: Catalog, translations: Catalog, language: str) -> list[str]:
    """Everything for which somebody has to touch the catalogue of `language`, each with the English text."""
    found = []
    for wanted in template:
        if wanted.id:
            message = translations.get(first(wanted), wanted.context)
            found += [f"{problem}: {first(wanted)!r}" for problem in faults_of(wanted, message, language)]
    known = {(message.context, first(message)) for message in template}
    found += [f"not in the program any more: {m.id!r}" for m in translations if (m.context, first(m)) not in known]
    found += [f"obsolete: {message.id!r}" for message in translations.obsolete.values()]
    return found


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def faults_of(wanted: Message, message: Message | None, language: str) -> list[str]:
    if message is None:
        return ["missing"]
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(texts) or message.pluralizable != wanted.pluralizable:
        return ["not translated"]
    if message.fuzzy:
        return ["fuzzy"]
    sources = [wanted.id] if isinstance(wanted.id, str) else list(wanted.id)
    placeholders = {name for source in sources for name in PLACEHOLDER.findall(source)}
    found = []
    for text in texts:
        if set(PLACEHOLDER.findall(text)) != placeholders:
            found.append(f"other placeholders than {sorted(placeholders)}")
        signs, words = sources[0].count("%%"), sources[0].count("per cent")
        if not signs <= len(re.findall("%%|فیصد", text)) <= signs + words:  # "per cent" may be said with a sign
            found.append("another number of per cents")
        if set(text) & set(DIRECTION_CONTROLS):
            found.append("a direction mark")
        if sources[0].rstrip()[-1] in ".?!" and text.rstrip()[-1] not in "۔؟!…" and re.search(r"[ء-ے]$", text):
            found.append("a sentence without its end")
        if language == "ur":
            found += [str(remark) for remark, _ in blemishes(text, language)]
            found += [
                f"{seen} for {better}" for seen, better in MISSPELT.items() if re.search(rf"(?<!\w){seen}(?!\w)", text)
            ]
            found += ["other quotation marks"] * bool(QUOTED_OTHERWISE.search(text))
            found += ["the familiar form"] * bool(FAMILIAR.search(text))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_is_translated(extracted: bytes, language: str) -> None:
    stored = catalogue(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po")
    assert faults(read_po(BytesIO(extracted)), stored, language) == []


@pytest.mark.slow
def test_the_stored_template_is_that_of_the_sources(extracted: bytes) -> None:
    assert (TRANSLATIONS / "messages.pot").read_bytes() == extracted


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_are_those_of_the_language(language: str) -> None:
    stored = catalogue(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po")
    assert stored.plural_forms == "nplurals=2; plural=(n != 1);"
    assert not stored.fuzzy


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Sign in"\nmsgstr ""', "not translated"),
        ('#, fuzzy\nmsgid "Sign in"\nmsgstr "سائن ان کریں"', "fuzzy"),
        ('msgid "Sign out"\nmsgstr "سائن آؤٹ"', "missing: 'Sign in'"),
        ('msgid "Sign out"\nmsgstr "سائن آؤٹ"', "not in the program any more"),
        ('#~ msgid "Sign out"\n#~ msgstr "سائن آؤٹ"', "obsolete"),
        ('msgid "Sign in"\nmsgstr "سائن ان کریں, ابھی"', "Latin punctuation"),
        ('msgid "Sign in"\nmsgstr "سائن ان كریں"', "is Arabic"),
        ('msgid "Sign in"\nmsgstr "سائن  ان کریں"', "two spaces"),
        ('msgid "Sign in"\nmsgstr "«سائن ان» کریں"', "other quotation marks"),
        ('msgid "Sign in"\nmsgstr "”سائن ان“ کریں"', "other quotation marks"),
        ('msgid "Sign in"\nmsgstr "سائن ان \u200fکریں"', "a direction mark"),
        ('msgid "Sign in"\nmsgstr "لاگ ان کریں"', "لاگ ان for سائن ان"),
        ('msgid "Sign in"\nmsgstr "سائن ان کرو"', "the familiar form"),
        ('msgid "Welcome, %(name)s"\nmsgstr "خوش آمدید، %(nam)s"', "other placeholders than ['name']"),
        ('msgid "Wait."\nmsgstr "انتظار کریں"', "a sentence without its end"),
        ('msgctxt "page"\nmsgid "Next"\nmsgstr ""', "not translated: 'Next'"),
        ('msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s دن"\nmsgstr[1] ""', "not translated"),
        ('msgid "80 %%"\nmsgstr "80 %"', "another number of per cents"),
    ],
)
def test_a_fault_is_noticed(entry: str, fault: str) -> None:
    template = Catalog()
    for text in ("Sign in", "Welcome, %(name)s", "Wait.", "80 %%", ("%(num)s day", "%(num)s days")):
        template.add(text)
    template.add("Next", context="page")
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    found = faults(template, read_po(BytesIO((header + entry).encode())), "ur")
    assert any(fault in each for each in found), found
