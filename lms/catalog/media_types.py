"""The content type under which a course's file is served: by its ending, from a closed list, never guessed from outside."""

TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


UNKNOWN = "application/octet-stream"
"""What a browser only ever downloads."""


def content_type(path: str) -> str:
    """The type of the file at `path`; what is not in the list is bytes that a browser only ever downloads."""
    return TYPES.get(path[path.rfind(".") :].lower(), UNKNOWN)
