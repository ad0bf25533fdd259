"""How names and numbers that people type are brought into one form."""

from lms.urdu import search


def sign_in_name(typed: str) -> str:
    """A service number or user name as it is stored and looked up: digits of any script, letter case and spaces do not matter."""
    return "".join(search(typed).split()).replace("-", "")
