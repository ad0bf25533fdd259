"""Knowledge gain by hand, and Student's t against printed tables."""

import pytest

from lms.reports.gain import Gain, student


def test_the_gain_of_four_pairs() -> None:
    pairs = [(0.4, 0.6), (0.5, 0.9), (0.2, 0.6), (0.5, 0.7)]
    gain = Gain(4, sum(b for b, _ in pairs), sum(a for _, a in pairs), sum((a - b) ** 2 for b, a in pairs))
    assert gain.mean_before == pytest.approx(0.4)
    assert gain.mean_after == pytest.approx(0.7)
    assert gain.points == pytest.approx(0.3)
    assert gain.normalised == pytest.approx(0.5)  # 30 of the 60 points that were left
    assert gain.relative == pytest.approx(0.75)
    # differences 0.2 0.4 0.4 0.2: s = 0.11547, s / √4 = 0.057735, t(3) = 3.1824
    assert gain.interval == pytest.approx((0.3 - 0.18374, 0.3 + 0.18374), abs=1e-3)


def test_what_cannot_be_said() -> None:
    assert Gain().points is None
    assert Gain(1, 0.5, 0.7, 0.04).interval is None
    assert Gain(2, 2.0, 2.0, 0.0).normalised is None
    assert Gain(2, 0.0, 1.0, 0.5).relative is None


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (2, 4.303), (4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045), (200, 1.972)]
)
def test_students_t(freedom: int, table: float) -> None:
    assert student(freedom) == pytest.approx(table, abs=2e-3)
