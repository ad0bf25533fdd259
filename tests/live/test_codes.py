"""The code on the screen."""

from datetime import UTC, datetime, timedelta

from lms.live.codes import LETTERS, code, is_open, is_right

NOW = datetime(2026, 12, 1, 5, 30, 10, tzinfo=UTC)


def test_the_code_is_taken_for_ten_minutes_and_no_longer() -> None:
    shown = code("secret", 7, NOW)
    assert is_right("secret", 7, shown, NOW)
    assert is_right("secret", 7, shown, NOW + timedelta(minutes=9, seconds=30))
    assert not is_right("secret", 7, shown, NOW + timedelta(minutes=11))
    assert not is_right("secret", 7, shown, NOW - timedelta(minutes=2))


def test_it_is_another_one_each_minute_in_each_session_and_each_installation() -> None:
    codes = {
        code("secret", 7, NOW),
        code("secret", 7, NOW + timedelta(minutes=1)),
        code("secret", 8, NOW),
        code("other", 7, NOW),
    }
    assert len(codes) == 4
    assert not is_right("secret", 8, code("secret", 7, NOW), NOW)
    assert all(len(each) == 6 and set(each) <= set(LETTERS) for each in codes)


def test_it_may_be_typed_in_small_letters_with_spaces() -> None:
    shown = code("secret", 7, NOW)
    assert is_right("secret", 7, f" {shown[:3].lower()}-{shown[3:]} ", NOW)
    assert not is_right("secret", 7, "", NOW)
    assert not is_right("secret", 7, "اب" * 10, NOW)


def test_it_is_open_around_the_session() -> None:
    assert not is_open(NOW, 60, NOW - timedelta(minutes=31))
    assert is_open(NOW, 60, NOW - timedelta(minutes=29))
    assert is_open(NOW, 60, NOW + timedelta(minutes=119))
    assert not is_open(NOW, 60, NOW + timedelta(minutes=121))
