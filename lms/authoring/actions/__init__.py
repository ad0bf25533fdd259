"""What authors and translators do."""

from lms.authoring.actions.catalogues import count_translations, keep_catalogue
from lms.authoring.actions.collecting import collect_media
from lms.authoring.actions.drafts import (
    EditConflict,
    add_media,
    create_course,
    remove_file,
    save_file,
)
from lms.authoring.actions.glossary import (
    NotATerm,
    TermConflict,
    add_term,
    base_of_term,
    change_term,
    load_glossary,
    remove_term,
    restore_term,
)
from lms.authoring.actions.library import CATALOGUE_PATHS, catalogue_path, export_course, import_course, load_library
from lms.authoring.actions.names import NameTaken, order_lessons, rename_file
from lms.authoring.actions.people import (
    LONGEST_REMARK,
    add_author,
    add_remark,
    answer_review,
    ask_review,
    become_author,
    note_reports,
    remove_author,
    settle_remark,
)
from lms.authoring.actions.publishing import NotPublishable, publish, unpublish
from lms.authoring.actions.questions import NotAddable, NotAsSeen, add_questions, keep_question_file
from lms.authoring.actions.restoring import restore_file, restore_revision
from lms.authoring.actions.starting import (
    LONGEST_TITLE,
    NoAddress,
    add_lesson,
    copy_course,
    start_from_example,
    start_from_files,
)
from lms.authoring.actions.translations import (
    MAX_UPLOAD,
    NotTranslatable,
    TooLongText,
    TranslationConflict,
    restore_translation,
    save_translation,
    take_in,
)

__all__ = [
    "CATALOGUE_PATHS",
    "LONGEST_REMARK",
    "LONGEST_TITLE",
    "MAX_UPLOAD",
    "EditConflict",
    "NameTaken",
    "NoAddress",
    "NotATerm",
    "NotAddable",
    "NotAsSeen",
    "NotPublishable",
    "NotTranslatable",
    "TermConflict",
    "TooLongText",
    "TranslationConflict",
    "add_author",
    "add_lesson",
    "add_media",
    "add_questions",
    "add_remark",
    "add_term",
    "answer_review",
    "ask_review",
    "base_of_term",
    "become_author",
    "catalogue_path",
    "change_term",
    "collect_media",
    "copy_course",
    "count_translations",
    "create_course",
    "export_course",
    "import_course",
    "keep_catalogue",
    "keep_question_file",
    "load_glossary",
    "load_library",
    "note_reports",
    "order_lessons",
    "publish",
    "remove_author",
    "remove_file",
    "remove_term",
    "rename_file",
    "restore_file",
    "restore_revision",
    "restore_term",
    "restore_translation",
    "save_file",
    "save_translation",
    "settle_remark",
    "start_from_example",
    "start_from_files",
    "take_in",
    "unpublish",
]
