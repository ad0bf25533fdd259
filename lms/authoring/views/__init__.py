"""Pages of authoring: the workshop of trainers, the editor with its preview, and the bench of translators."""

from lms.authoring.views import colleagues, course, editor, history, translation, workshop

BLUEPRINTS = (workshop.bp, editor.bp, translation.bp)

__all__ = ["BLUEPRINTS", "colleagues", "course", "editor", "history", "translation", "workshop"]
