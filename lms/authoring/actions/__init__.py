"""What authors and translators do."""

from lms.authoring.actions.drafts import (
    EditConflict,
    NameTaken,
    add_media,
    create_course,
    order_lessons,
    remove_file,
    rename_file,
    restore_file,
    save_file,
)
from lms.authoring.actions.library import CATALOGUE_PATHS, catalogue_path, export_course, import_course, load_library
from lms.authoring.actions.people import (
    add_author,
    add_remark,
    answer_review,
    ask_review,
    remove_author,
    settle_remark,
)
from lms.authoring.actions.publishing import NotPublishable, publish, unpublish

__all__ = [
    "CATALOGUE_PATHS",
    "EditConflict",
    "NameTaken",
    "NotPublishable",
    "add_author",
    "add_media",
    "add_remark",
    "answer_review",
    "ask_review",
    "catalogue_path",
    "create_course",
    "export_course",
    "import_course",
    "load_library",
    "order_lessons",
    "publish",
    "remove_author",
    "remove_file",
    "rename_file",
    "restore_file",
    "save_file",
    "settle_remark",
    "unpublish",
]
