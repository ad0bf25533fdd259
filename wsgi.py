"""For any WSGI server: `gunicorn wsgi:application`."""

from lms.worker import application_from_environment

application = application_from_environment()
