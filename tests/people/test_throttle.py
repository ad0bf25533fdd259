"""How many sign-ins may be tried."""

from datetime import timedelta

from lms.people.throttle import ACCOUNT_LIMITS, ADDRESS_LIMITS, Limit, is_too_many


def test_the_limit_itself_is_too_many() -> None:
    limit = Limit(5, timedelta(seconds=60))
    assert not is_too_many({limit: 4})
    assert is_too_many({limit: 5})


def test_any_limit_that_is_used_up_counts() -> None:
    short, long = Limit(5, timedelta(seconds=60)), Limit(15, timedelta(minutes=15))
    assert is_too_many({short: 0, long: 15})


def test_a_whole_station_may_share_an_address() -> None:
    assert ACCOUNT_LIMITS[0] == Limit(5, timedelta(seconds=60))
    assert min(limit.count for limit in ADDRESS_LIMITS) > 10 * ACCOUNT_LIMITS[0].count
