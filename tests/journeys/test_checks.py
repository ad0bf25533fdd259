"""The checks that every page goes through notice what they are there for."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import PHONE, PHONE_WITHOUT_SCRIPTS, Screen, accessibility_faults, check_width, window
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

START = '<!doctype html><html lang="en"><title>A test</title><main><h1>A test</h1>'


def test_faults_of_accessibility_are_noticed(server: Server, chromium: Browser) -> None:
    with window(chromium, PHONE, server.address) as context:
        page = context.new_page()
        page.goto("about:blank")  # ours would refuse the style
        page.set_content(f'{START}<img src="data:,"><input><p style="color:#999">pale</p></main>')
        found = " ".join(accessibility_faults(page))
        assert all(fault in found for fault in ("image-alt:", "label:", "color-contrast:"))
        page.set_content(f"{START}<p>Nothing is wrong here.</p></main>")
        assert accessibility_faults(page) == []


@pytest.mark.parametrize("screen", [PHONE, PHONE_WITHOUT_SCRIPTS], ids=lambda screen: screen.name)
def test_a_page_that_is_too_wide_is_noticed(server: Server, chromium: Browser, screen: Screen) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        page.goto(f"{server.address}/health")
        page.set_content(f"{START}<p>{'wide' * 200}</p></main>")
        with pytest.raises(AssertionError, match="wider than the screen"):
            check_width(page)


def test_broken_scripts_and_other_hosts_are_noticed(server: Server, chromium: Browser) -> None:
    watched = window(chromium, PHONE, server.address)
    page = watched.__enter__().new_page()
    page.goto(f"{server.address}/sign-in")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.evaluate("fetch('https://elsewhere.invalid/').catch(() => 0)")
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))")
    page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError) as noticed:
        watched.__exit__(None, None, None)
    assert "broken" in str(noticed.value)
    assert "Content Security Policy" in str(noticed.value)
