"""The wiring of the application: what is plugged together, in which order, and nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.authoring import views as authoring
from lms.batches import views as batches
from lms.catalog import views as catalog
from lms.certificates import views as certificates
from lms.config import ROOT, Config
from lms.db import make_engine
from lms.home import views as home
from lms.learning import views as learning
from lms.live import views as live
from lms.people import views as people
from lms.records import views as records
from lms.reports import views as reports
from lms.surveys import views as surveys
from lms.web import access, csrf, database, errors, headers, language, notices, static_files, uploads
from lms.web.routing import LateRule
from lms.web.templates import Templates


def create_app(config: Config) -> Flask:
    """The application for `config`. Raises `RuntimeError` if a view does not say who may open it."""
    app = Flask(__name__, static_folder=None)
    app.jinja_environment = Templates
    app.url_rule_class = LateRule
    app.secret_key = config.secret_key
    app.config.update(
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="notice",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.address.startswith("https://"),
    )
    app.extensions["config"] = config
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    uploads.init_app(app)
    database.init_app(app, make_engine(config.database))
    errors.init_app(app)
    headers.init_app(app)
    notices.init_app(app)
    csrf.init_app(app)
    language.init_app(app, ROOT / "translations", config.instance)
    static_files.init_app(app, ROOT / "lms" / "static")
    people.init_app(app)
    access.init_app(app)
    for blueprint in (
        home.bp,
        *people.BLUEPRINTS,
        catalog.bp,
        *authoring.BLUEPRINTS,
        learning.bp,
        surveys.bp,
        batches.bp,
        live.bp,
        certificates.bp,
        records.bp,
        *reports.BLUEPRINTS,
    ):
        app.register_blueprint(blueprint)
    access.refuse_undeclared(app)
    return app
