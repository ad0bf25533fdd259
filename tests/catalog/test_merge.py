"""The bars of a merge, with the written edits of the benchmark."""

import pytest

from benchmarks import merge


@pytest.mark.slow
def test_changed_texts_are_paired_rightly() -> None:
    _, right, written, wrong = merge.measure(seed=1)
    assert written > 80
    assert right / written >= merge.RIGHT_BAR, wrong
