"""A server and a browser for the journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import launch
from tests.journeys.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product as a newcomer starts it, with the demonstration's people."""
    started = Server(tmp_path_factory.mktemp("instance"), demo=True)
    started.start()
    yield started
    assert started.stop() == 0, (started.instance / "server.log").read_text()
    assert "Traceback" not in (started.instance / "server.log").read_text()


# for a module, not for the session: Playwright runs once at a time in a process, and other tests have a browser of their own
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
