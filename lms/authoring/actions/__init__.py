"""What authors and translators do."""

from lms.authoring.actions.collecting import collect_media
from lms.authoring.actions.drafts import (
    EditConflict,
    add_media,
    create_course,
    remove_file,
    save_file,
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
    remove_author,
    settle_remark,
)
from lms.authoring.actions.publishing import NotPublishable, publish, unpublish
from lms.authoring.actions.restoring import restore_file, restore_revision
from lms.authoring.actions.starting import (
    LONGEST_TITLE,
    NoAddress,
    add_lesson,
    copy_course,
    start_from_example,
    start_from_files,
)

__all__ = [
    "CATALOGUE_PATHS",
    "LONGEST_REMARK",
    "LONGEST_TITLE",
    "EditConflict",
    "NameTaken",
    "NoAddress",
    "NotPublishable",
    "add_author",
    "add_lesson",
    "add_media",
    "add_remark",
    "answer_review",
    "ask_review",
    "become_author",
    "catalogue_path",
    "collect_media",
    "copy_course",
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
    "restore_revision",
    "save_file",
    "settle_remark",
    "start_from_example",
    "start_from_files",
    "unpublish",
]
