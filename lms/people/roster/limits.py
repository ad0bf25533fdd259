"""How much is read of a spreadsheet."""

MAX_BYTES = 10 * 1024 * 1024
"""The file as it comes in. A list of 20,000 people with twelve columns has 2 MB."""

MAX_PEOPLE = 20_000
MAX_ROWS = 1_048_576
"""The last row that Excel has. Whatever says that it has more is no file of a spreadsheet."""

MAX_COLUMNS = 200
"""Columns that are looked at; what stands right of them is left."""

MAX_HEADER_ROW = 50
"""Rows from the top in which the headers are looked for: titles and logos stand above them."""

MAX_UNPACKED = 128 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_RATIO = 200
"""An entry of some size that shrank more than this is no list of people: rows of text seldom shrink 30 times."""

SMALL = 1024 * 1024
"""Up to this size an entry may shrink as much as it likes."""
