"""Templates, compiled once for each interface language, with everything in them that is the same for every request.

A page has dozens of phrases, icons and addresses, and nearly all are always the same. Working each out while a page is made
took most of the page's time.
"""

from functools import lru_cache
from types import FunctionType, MethodType
from typing import Any

from babel.support import Translations
from flask import current_app
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from lms.i18n import Language
from lms.web.language import current_language
from lms.web.marked import Marked

FIXED = frozenset({"static_url", "url_for"})
"""Functions that give the same for the same arguments."""
PLAIN = frozenset({FunctionType, MethodType})


class PlainContext(Context):
    """Jinja asks of everything that is called what it wants to be given; of macros and of our own functions that is known."""

    def call(self, function: Any, /, *given: Any, **named: Any) -> Any:
        kind = type(function)
        if kind is Macro:
            given = (self.eval_ctx, *given)
        elif kind not in PLAIN or hasattr(function, "jinja_pass_arg"):
            return super().call(function, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return function(*given, **named)


class Templates(Environment):
    """Flask's environment, which gives every template out in the language of the request.

    Each language has an environment of its own, with `current_language` among its globals, so that files of macros need not be
    imported "with context" (which runs them anew for every page). A macro so imported must depend on its arguments alone.
    """

    context_class = PlainContext

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.language: Language | None = None
        self.by_language: dict[str, Templates] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's
        if self.language is not None:
            return super().get_template(name, parent, globals)
        return self.in_language(current_language()).get_template(name, parent, globals)

    def in_language(self, language: Language) -> "Templates":
        """The environment of one language; made on first use, when all globals and filters are there."""
        made = self.by_language.get(language.code)
        if made is None:
            made = self.overlay()
            made.language = language
            own = {"current_language": language, "url_for": address, "marked": Marked(language.code)}
            made.globals = {**self.globals, **own}
            self.by_language[language.code] = made
        return made

    def make_globals(self, d: Any) -> Any:
        """A plain dict where Jinja makes a chain of them, which it then copies, slowly, for every page."""
        return super().make_globals(d) if d or self.language is None else self.globals

    def _generate(self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False) -> str:
        """Jinja's hook between reading a template and making Python of it."""
        if self.language is not None:
            source = _Fixed(self, self.language, self.app.extensions["translations"][self.language.code]).visit(source)
        return super()._generate(source, name, filename, defer_init)


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates: endpoints with their blueprint's name, addresses of this site. The product has a host to itself."""
    return _address(endpoint, tuple(values.items()))


@lru_cache(8192)
def _address(endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return current_app.url_for(endpoint, **dict(values))


class _Fixed(NodeTransformer):
    """Puts what does not change in the place of what works it out.

    Translations are what they are for Jinja's own functions: trusted HTML, and patterns even where they have no placeholders.
    """

    def __init__(self, environment: Templates, language: Language, words: Translations) -> None:
        self.environment = environment
        self.language = language
        self.words = words
        self.functions: dict[str, Any] = {name: environment.globals[name] for name in FIXED}

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802 - Jinja's names, here and below
        if isinstance(node.template, nodes.Const) and not node.with_context:
            module = self.environment.get_template(node.template.value).module
            for each in node.names:
                name, alias = each if isinstance(each, tuple) else (each, each)
                self.functions[alias] = getattr(module, name)
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        # what is called here is given a body
        self.generic_visit(node.call)
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "current_language":
            return self.text(getattr(self.language, node.attr), node)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if (
            not isinstance(node.node, nodes.Name)
            or node.dyn_args
            or node.dyn_kwargs
            or not all(map(is_text, node.args))
        ):
            return node
        name, given = node.node.name, [each.as_const() for each in node.args]
        if name == "_":
            return self.phrase(self.words.gettext(*given), node)
        if name == "pgettext":
            return self.phrase(self.words.pgettext(*given), node)
        if name in self.functions and all(is_text(each.value) for each in node.kwargs):
            named = {each.key: each.value.as_const() for each in node.kwargs}
            return self.text(self.functions[name](*given, **named), node)
        return node

    def phrase(self, pattern: Any, node: nodes.Call) -> nodes.Node:
        if not node.kwargs:
            return self.text(Markup(pattern % {}), node)
        values = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
        filled = nodes.Mod(self.text(Markup(pattern), node), nodes.Dict(values))
        return filled.set_lineno(node.lineno).set_environment(self.environment)

    def text(self, value: str, node: nodes.Node) -> nodes.Expr:
        kind = nodes.TemplateData if isinstance(value, Markup) else nodes.Const
        return kind(str(value), lineno=node.lineno, environment=self.environment)


def is_text(node: nodes.Node) -> bool:
    """Whether the value of an expression is written in the template."""
    return isinstance(node, nodes.Const | nodes.TemplateData)
