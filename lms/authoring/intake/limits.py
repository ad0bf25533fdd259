"""How much is read of a file that somebody brings in. What takes time is counted, so that a file is always judged alike."""

MAX_BYTES = 100 * 1024 * 1024
"""The file as it comes in."""

MAX_UNPACKED = 200 * 1024 * 1024
"""All that a ZIP says it holds, together. No more than it says is ever unpacked of an entry."""

MAX_ENTRIES = 5_000
MAX_RATIO = 300
"""An entry of some size that shrank more than this is no text and no picture: XML of Office seldom shrinks 100 times."""

SMALL = 1024 * 1024
"""Up to this size an entry may shrink as much as it likes."""

MAX_XML = 32 * 1024 * 1024
"""One part of a Word or PowerPoint file."""

MAX_ELEMENTS = 250_000
"""In all parts of one file together; a text of 200 pages has about 100,000. This bounds the time: some ten seconds."""

MAX_DEPTH = 120
"""Elements inside each other. Tables in tables in text boxes reach 50."""

MAX_LEVEL = 8
"""Lists inside each other: as many as Word has."""
