"""What all pages of certificates share."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, current_app, request

from lms.certificates import queries
from lms.certificates.criteria import Criteria
from lms.certificates.face import CertificateFace
from lms.certificates.models import Certificate
from lms.web.database import session

bp = Blueprint("certificates", __name__)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names of people: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def face_of(certificate: Certificate) -> CertificateFace:
    pictures = queries.drawings(session, certificate.emblems)
    return certificate.face(current_app.extensions["config"].address, pictures)


def register_list() -> str | None:
    """The list of the register from which somebody came to a certificate, to lead back there; None if it was the whole one."""
    criteria = Criteria.read(dict(parse_qsl(request.args.get("list", ""))))
    return urlencode(criteria.as_address()) or None


@bp.app_template_global()
def register_address(listed: str | None) -> str:
    """The register's address with such a list."""
    chosen: dict[str, Any] = dict(parse_qsl(listed or ""))
    return current_app.url_for("certificates.list_issued", **chosen)
