"""Templates, compiled once for each interface language with that language's words already in them.

A page has dozens of phrases, most of them always the same. Looking each up while a page is made took most of the page's time.
"""

from typing import Any, TypeVar

from babel.support import Translations
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from lms.i18n import Language
from lms.web.language import current_language

SPOKEN = frozenset({"_", "gettext", "pgettext"})
Tree = TypeVar("Tree", bound=nodes.Node)


class Templates(Environment):
    """Flask's environment, which gives every template out in the language of the request.

    Each language has an environment of its own, with `current_language` among its globals, so that files of macros need not be
    imported "with context" (which runs them anew for every page).
    """

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.words: Translations | None = None
        self.by_language: dict[str, Templates] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's
        if self.words is not None:
            return super().get_template(name, parent, globals)
        return self.in_language(current_language()).get_template(name, parent, globals)

    def in_language(self, language: Language) -> "Templates":
        """The environment of one language; made on first use, when all globals and filters are there."""
        made = self.by_language.get(language.code)
        if made is None:
            made = self.overlay()
            made.words = self.app.extensions["translations"][language.code]
            made.globals = {**self.globals, "current_language": language}
            self.by_language[language.code] = made
        return made

    def make_globals(self, d: Any) -> Any:
        """A plain dict where Jinja makes a chain of them, which it then copies, slowly, for every page."""
        return super().make_globals(d) if d or self.words is None else self.globals

    def _generate(self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False) -> str:
        """Jinja's hook between reading a template and making Python of it."""
        if self.words is not None:
            source = translated(source, self.words)
            source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)


def translated(tree: Tree, words: Translations) -> Tree:
    """A template's tree in which every phrase that does not depend on anything is the translation itself.

    As with Jinja's own functions, a translation is trusted HTML, and a pattern even where it has no placeholders.
    """
    found: Tree = _Translator(words).visit(tree)
    return found


class _Translator(NodeTransformer):
    def __init__(self, words: Translations) -> None:
        self.words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in SPOKEN or node.dyn_args or node.dyn_kwargs:
            return node
        texts = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if len(texts) != len(node.args):
            return node
        look_up = self.words.pgettext if node.node.name == "pgettext" else self.words.gettext
        pattern = str(look_up(*texts))
        if not node.kwargs:
            return nodes.TemplateData(pattern % {}, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(each.key), each.value, lineno=node.lineno) for each in node.kwargs]
        return nodes.Mod(
            nodes.TemplateData(pattern, lineno=node.lineno), nodes.Dict(values, lineno=node.lineno), lineno=node.lineno
        )
