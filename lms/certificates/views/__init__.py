"""Pages of certificates: one's own, the register, downloads of many, and the public check."""

from lms.certificates.views import certificates, exports, register, verification
from lms.certificates.views.blueprint import bp

__all__ = ["bp", "certificates", "exports", "register", "verification"]
