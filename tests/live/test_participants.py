"""The files of Zoom and Teams, and whose names stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import Refused
from lms.live.matching import Known, match, minutes_of
from lms.live.participants import MOST_BYTES, Participant, ParticipantsUnreadable, duration, read

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,"Interviewing, day 1",12/01/2026 10:00:00 AM,12/01/2026 11:32:00 AM,trainer@example.org,92,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Naveed Akhtar ANF-1001,,12/01/2026 10:01:00 AM,12/01/2026 10:31:00 AM,30,Yes
Sumaira Gul,sumaira@example.org,12/01/2026 10:00:00 AM,12/01/2026 11:32:00 AM,92,Yes
Naveed Akhtar ANF-1001,,12/01/2026 10:40:00 AM,12/01/2026 11:32:00 AM,52,Yes
"""
TEAMS = (
    "1. Summary\nMeeting title\tInterviewing\nAttended participants\t2\n\n"
    "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "نويد اختر\t12/1/26, 10:00:04 AM\t12/1/26, 11:32:00 AM\t1h 31m 56s\t\t\tAttendee\n"
    "Sumaira Gul\t12/1/26, 10:20:00 AM\t12/1/26, 10:45:30 AM\t25m 30s\tSumaira@Example.org\t\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nنويد اختر\tx\ty\t1h 31m 56s\t\tAttendee\n"
)
OLD_TEAMS = (
    "Full Name\tUser Action\tTimestamp\n"
    "Naveed Akhtar\tJoined\t12/1/2026, 10:00:00 AM\nNaveed Akhtar\tLeft\t12/1/2026, 10:30:00 AM\n"
    "Naveed Akhtar\tJoined\t12/1/2026, 10:40:00 AM\nNaveed Akhtar\tLeft\t12/1/2026, 11:00:00 AM\n"
)


def test_zoom_with_lines_about_the_meeting_above() -> None:
    assert read(ZOOM.encode("utf-8-sig")) == [
        Participant("Naveed Akhtar ANF-1001", "", 82),
        Participant("Sumaira Gul", "sumaira@example.org", 92),
    ]


def test_teams_in_sections_and_utf_16() -> None:
    expected = [Participant("نوید اختر", "", 92), Participant("Sumaira Gul", "sumaira@example.org", 26)]
    assert read(TEAMS.encode("utf-16")) == expected
    assert read(TEAMS.encode("utf-16-le")) == expected


def test_older_teams_with_each_joining_and_leaving() -> None:
    assert read(OLD_TEAMS.encode("utf-16")) == [Participant("Naveed Akhtar", "", 50)]


def test_a_plain_list_of_names_tells_no_minutes() -> None:
    assert read(b"Name\nBilal Khoso\nBilal Khoso\n") == [Participant("Bilal Khoso", "", None)]


@pytest.mark.parametrize(
    "body", [b"", b"a,b\n1,2\n", b"PK\x03\x04 something else", b"Name,Email\n", b"x" * (MOST_BYTES + 1)]
)
def test_what_is_no_list_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(ParticipantsUnreadable):
        read(body)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("93", 93),
        ("92.6", 93),
        ("1h 2m 3s", 62),
        ("45m", 45),
        ("2 hours", 120),
        ("01:02:03", 62),
        ("۴۵", 45),
        ("", None),
        ("soon", None),
    ],
)
def test_durations_as_programs_write_them(text: str, minutes: int | None) -> None:
    assert duration(text) == minutes


@pytest.mark.slow
@given(st.binary(max_size=2000) | st.text().map(lambda text: f"Name,Email,Duration\n{text}".encode("utf-8", "replace")))
def test_any_bytes_give_people_or_a_reason(body: bytes) -> None:
    try:
        people = read(body)
    except Refused:
        return
    assert all(person.name for person in people)


MEMBERS = [
    Known(1, ("Naveed Akhtar", "نوید اختر"), ("ANF-1001",), ""),
    Known(2, ("Sumaira Gul", "سمیرا گل"), ("ANF-1002",), "sumaira@example.org"),
    Known(3, ("Muhammad Ali", "محمد علی"), ("POL-7",), ""),
    Known(4, ("Muhammad Ali", "محمد علی"), ("POL-8",), ""),
]


def who(name: str, email: str = "") -> int | None:
    (found,) = match([Participant(name, email, 10)], MEMBERS)
    return found.person_id


def test_members_are_known_by_address_number_or_whole_name() -> None:
    assert who("somebody else", "sumaira@example.org") == 2
    assert who("anf 1001 (Naveed)") == 1
    assert who("Constable ANF-1001") == 1
    assert who("نويد اختر") == 1
    assert who("Akhtar Naveed") == 1
    assert who("POL-8 Muhammad Ali") == 4


def test_a_name_of_two_members_or_a_part_of_a_name_is_nobody() -> None:
    assert who("Muhammad Ali") is None
    assert who("Naveed") is None
    assert who("1001") is None


def test_two_devices_of_one_member_are_summed() -> None:
    found = match(
        [Participant("ANF-1001 phone", "", 20), Participant("Naveed Akhtar", "", 30), Participant("x", "", 5)], MEMBERS
    )
    assert minutes_of(found) == {1: 50}
