"""Tables for spreadsheets."""

from lms.reports.tables import as_csv


def test_numbers_stay_numbers_and_nothing_becomes_a_formula():
    body = as_csv(["a", "b", "c", "d"], [["=1+1", -2, 0.5, "نام, “x”"], ["@x", 1 / 3, float("inf"), "-1"]])
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig").split("\r\n") == [
        "a,b,c,d",
        '\'=1+1,-2,0.5,"نام, “x”"',
        "'@x,0.3333,,'-1",
        "",
    ]
