"""A thousand submissions one after another: nothing grows."""

import pytest

from tests.bench.thousand import thousand


@pytest.mark.slow
def test_a_thousand_submissions_and_nothing_grows():
    told = thousand()
    before, after = told["before"], told["after"]
    assert after["open_files"] <= before["open_files"], told
    assert after["processes"] <= before["processes"], told
    # allocators keep a little of what they had; a leak of 0.1 MB a submission would be 90 MB
    assert after["rss_bytes"] <= 1.05 * before["rss_bytes"] + 20e6, told
    # other tests may run beside this one; a time that doubles would show
    assert told["last_seconds"] <= 1.5 * told["first_seconds"], told
