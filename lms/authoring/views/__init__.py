"""Pages of authoring: the workshop of trainers, the editor with its preview, the bench of translators, the glossary."""

from lms.authoring.views import (
    beside,
    colleagues,
    course,
    editor,
    glossary,
    history,
    interface,
    questions,
    translation,
    translation_files,
    translation_units,
    workshop,
)

BLUEPRINTS = (workshop.bp, editor.bp, translation.bp, glossary.bp, interface.bp)

__all__ = [
    "BLUEPRINTS",
    "beside",
    "colleagues",
    "course",
    "editor",
    "glossary",
    "history",
    "interface",
    "questions",
    "translation",
    "translation_files",
    "translation_units",
    "workshop",
]
