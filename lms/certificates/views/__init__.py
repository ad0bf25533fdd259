"""Pages of certificates: one's own, the register, downloads of many, who signs, and the public check."""

from lms.certificates.views import certificates, exports, register, signatories, verification
from lms.certificates.views.blueprint import bp

__all__ = ["bp", "certificates", "exports", "register", "signatories", "verification"]
