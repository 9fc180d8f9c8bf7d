"""The page, in a real browser: what a newcomer does, by mouse and by keyboard, in light and dark."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.practice import Workspace
from bot.practice.brightwell import Brightwell
from bot.practice.rich_text import CONTAINERS, INLINE
from bot.practice.shapes import BLOCKS, ELEMENTS
from coaching.pictures import Panel, Point, Trend, png

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def missing(what: str, how: str) -> None:
    """Skip in a clear word; in CI nothing may be missing."""
    words = f"{what} is not installed: {how}"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if not found:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One for all tests: the browser starts two processes for each new one, which is dearer than most tests."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    opened.set_default_timeout(5000)
    yield opened
    opened.context.close()


@contextmanager
def visited(tab: Page, slack: Workspace) -> Iterator[None]:
    """A workspace's page as it is seen at first; in the end nothing is left of it."""
    tab.goto(slack.url)
    try:
        yield
    finally:
        tab.evaluate("localStorage.clear()")
        tab.mouse.move(0, 0)
        tab.goto("about:blank")


@pytest.fixture
def company(slack: Workspace, bot: Any) -> dict[str, str]:
    return slack.begin_with(Brightwell())


@pytest.fixture
def page(tab: Page, slack: Workspace, company: dict[str, str]) -> Iterator[Page]:
    """The page as Ana sees it at first; an error in its code fails the test."""
    errors: list[str] = []

    def note(error: Exception) -> None:
        errors.append(str(error))

    tab.on("pageerror", note)
    with visited(tab, slack):
        expect(tab.get_by_role("log", name="Messages")).to_be_visible()
        yield tab
    tab.remove_listener("pageerror", note)
    assert errors == []


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("log", name="Messages").get_by_role("article").filter(has_text=text)


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message snippets").fill(text)
    page.keyboard.press("Enter")


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A snippet"),
    "submit": plain("Share"),
    "blocks": [
        {
            "type": "input",
            "block_id": "reply",
            "label": plain("Your reply"),
            "hint": plain("Names are masked."),
            "element": {"type": "plain_text_input", "action_id": "answer", "multiline": True, "min_length": 5},
        }
    ],
}


def test_a_shared_snippet_is_answered_in_its_thread_while_one_looks(page, slack, bot, client, company) -> None:
    say(page, "Customer: It leaks!\nAgent: I'll come & see <today>.")
    expect(message(page, "I'll come & see <today>.")).to_be_visible()
    [shared] = slack.history(company["snippets"])
    client.reactions_add(channel=company["snippets"], timestamp=shared["ts"], name="seedling")
    client.chat_postMessage(channel=company["snippets"], thread_ts=shared["ts"], text="Kudos: *today* is ownership.")

    expect(message(page, "It leaks!").get_by_role("img", name="seedling")).to_be_visible()
    message(page, "It leaks!").get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("log", name="The thread")
    expect(thread.get_by_role("article").last).to_contain_text("Kudos: today is ownership.")
    expect(thread.get_by_role("strong").filter(has_text="today")).to_be_visible()
    client.chat_postMessage(channel=company["snippets"], thread_ts=shared["ts"], text="One more word.")
    expect(page.get_by_role("status").first).to_have_text("Take Five: One more word.")


def test_the_newest_message_is_in_sight_unless_one_has_scrolled_up(page, slack, company) -> None:
    for number in range(30):
        slack.say(company["Ben"], company["snippets"], f"message number {number} ")
    expect(message(page, "message number 29")).to_be_in_viewport()
    up = "() => { document.querySelector('[role=log]').scrollTop = 0; return document.querySelector('[data-away]') }"
    page.wait_for_function(up)  # the page may still be following the last of the thirty
    slack.say(company["Ben"], company["snippets"], "the very last")
    expect(message(page, "the very last")).to_be_attached()

    expect(message(page, "message number 0 ")).to_be_in_viewport()
    expect(message(page, "the very last")).not_to_be_in_viewport()


def test_what_is_private_is_seen_by_its_person_alone(page, slack, client, company) -> None:
    client.chat_postMessage(channel=company["Ben"], text="One tip for you.")
    client.chat_postEphemeral(channel=company["snippets"], user=company["Ana"], text="Only for Ana.")
    client.chat_postMessage(channel=company["snippets"], text=f"It goes to <#{company['team-accounts']}>.")
    expect(message(page, "It goes to 🔒 private channel.")).to_be_visible()
    expect(message(page, "Only for Ana.")).to_contain_text("Only visible to you")

    page.get_by_role("combobox", name="You are").select_option("Ben")
    expect(message(page, "Only for Ana.")).to_have_count(0)
    page.get_by_role("navigation").get_by_role("button", name=re.compile("^Take Five(?!:)")).click()
    expect(message(page, "One tip for you.")).to_be_visible()


def test_a_command_opens_a_form_that_says_what_is_wrong_and_closes_when_it_is_right(page, bot, client) -> None:
    def answer(heard: Any) -> Any:
        body = heard.body
        if "command" in body:
            client.views_open(trigger_id=body["trigger_id"], view=FORM)
        if (
            body.get("type") == "view_submission"
            and "lunch" in body["view"]["state"]["values"]["reply"]["answer"]["value"]
        ):
            return 200, {"response_action": "errors", "errors": {"reply": "That is no reply to a customer."}}
        return 200

    bot.answer = answer
    say(page, "/takefive snippet")
    form = page.get_by_role("dialog", name="A snippet")
    field = form.get_by_role("textbox", name="Your reply")
    expect(field).to_be_visible()
    form.get_by_role("button", name="Share").click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("lunch at one?")
    form.get_by_role("button", name="Share").click()
    expect(form.get_by_text("That is no reply to a customer.")).to_be_visible()
    expect(field).to_have_value("lunch at one?")
    field.fill("I'll call you at nine.")
    form.get_by_role("button", name="Share").click()

    expect(form).to_have_count(0)
    assert bot.heard[-1].body["view"]["state"]["values"]["reply"]["answer"]["value"] == "I'll call you at nine."


def test_the_app_home_shows_what_the_bot_publishes_and_its_buttons_work(page, slack, bot, client, company) -> None:
    button = {"type": "button", "action_id": "pause", "text": plain("Pause"), "value": "1"}
    page.get_by_role("button", name="Take Five: Home").click()
    expect(page.get_by_text("has put nothing here yet")).to_be_visible()
    client.views_publish(
        user_id=company["Ana"], view={"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    )
    page.get_by_role("main").get_by_role("button", name="Pause").click()

    expect(page.get_by_role("main").get_by_role("button", name="Pause")).to_be_visible()
    slack.wait_for(lambda slack: slack.deliveries[-1].kind == "interactive")
    slack.settle()
    assert bot.heard[-1].body["actions"][0]["action_id"] == "pause"
    assert bot.events()[0]["type"] == "app_home_opened"


def test_a_button_in_a_message_is_pressed_and_the_message_changes(page, slack, bot, client, company) -> None:
    def answer(heard: Any) -> Any:
        if heard.body.get("type") == "block_actions":
            done = heard.body["container"]
            client.chat_update(channel=done["channel_id"], ts=done["message_ts"], text="Shared.", blocks=[])
        return 200

    bot.answer = answer
    share = {"type": "button", "action_id": "share", "text": plain("Share"), "style": "primary"}
    client.chat_postMessage(
        channel=company["snippets"], text="A draft", blocks=[{"type": "actions", "elements": [share]}]
    )
    page.get_by_role("log", name="Messages").get_by_role("button", name="Share").click()

    expect(message(page, "Shared.")).to_contain_text("(edited)")


ASKS = {"title": plain("Delete it?"), "text": plain("It goes."), "confirm": plain("Delete"), "deny": plain("Keep")}
DELETE = {"type": "button", "action_id": "delete", "text": plain("Delete it"), "confirm": {**ASKS, "style": "danger"}}
ASKING = [{"type": "actions", "elements": [DELETE]}]


def test_a_button_that_asks_first_acts_once_one_agrees(page, slack, bot, client, company) -> None:
    client.chat_postMessage(channel=company["snippets"], text="Shared.", blocks=ASKING)
    opener = page.get_by_role("log", name="Messages").get_by_role("button", name="Delete it")
    opener.click()
    question = page.get_by_role("dialog", name="Delete it?")
    expect(question).to_contain_text("It goes.")
    question.get_by_role("button", name="Keep").click()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    assert [heard for heard in bot.heard if "actions" in heard.body] == []

    opener.click()
    question.get_by_role("button", name="Delete", exact=True).click()
    expect(question).to_have_count(0)
    slack.wait_for(lambda _: [heard for heard in bot.heard if "actions" in heard.body])


def test_a_shortcut_stands_in_the_messages_menu(tab, bot) -> None:
    shortcut = {"name": "Review this reply", "type": "message", "callback_id": "review_reply", "description": "x"}
    with Workspace(manifest={"features": {"shortcuts": [shortcut]}}) as slack:
        slack.begin_with(Brightwell())
        ids = slack.world.channels
        slack.say(next(iter(slack.world.people)), next(iter(ids)), "a reply")
        with visited(tab, slack):
            message(tab, "a reply").hover()
            message(tab, "a reply").get_by_label("More about the message").click()
            tab.get_by_role("button", name="Review this reply").click()
            slack.wait_for(lambda slack: any(made.kind == "interactive" for made in slack.deliveries))

        [asked] = [made.body for made in slack.deliveries if made.kind == "interactive"]
        assert (asked["type"], asked["callback_id"]) == ("message_action", "review_reply")


def test_a_message_is_forwarded_to_the_bot(page, slack, bot, company) -> None:
    say(page, "Have a look at this one")
    message(page, "Have a look").hover()
    message(page, "Have a look").get_by_label("More about the message").click()
    page.get_by_role("button", name="Forward to Take Five").click()
    expect(page.get_by_role("heading", name="Take Five")).to_be_visible()
    expect(page.get_by_role("log", name="Messages").locator(".shared")).to_contain_text("Have a look at this one")

    slack.settle()
    shared = bot.events()[-1]
    assert (shared["channel_type"], shared["text"]) == ("im", "")
    assert shared["attachments"][0]["is_share"]


def test_everything_can_be_done_by_keyboard_alone(page, slack, bot, client, company) -> None:
    def tab_to(target: Locator) -> None:
        there = target.element_handle()
        for _ in range(80):
            if there.evaluate("each => each === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("The keyboard does not get there.")

    tab_to(page.get_by_role("textbox", name="Message snippets"))
    page.keyboard.type("I'll see to it")
    page.keyboard.press("Enter")
    expect(message(page, "I'll see to it")).to_be_visible()
    tab_to(message(page, "I'll see to it").get_by_role("button", name="Reply in thread"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thread")).to_be_focused()
    tab_to(page.get_by_role("textbox", name="Reply in the thread"))
    page.keyboard.type("done")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log", name="The thread").get_by_role("article")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(message(page, "I'll see to it").get_by_role("button", name="Reply in thread")).to_be_focused()
    client_opens = lambda heard: client.views_open(trigger_id=heard.body["trigger_id"], view=FORM) and 200  # noqa: E731
    bot.answer = lambda heard: client_opens(heard) if "command" in heard.body else 200
    tab_to(page.get_by_role("textbox", name="Message snippets"))
    page.keyboard.type("/takefive snippet")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    tab_to(form.get_by_role("textbox", name="Your reply"))
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)


def test_the_panels_show_what_lies_behind(page, slack, bot, company) -> None:
    slack.world.masker = lambda text: (text.replace("Dana", "[person]"), [{"start": 3, "end": 7, "kind": "person"}])
    say(page, "Hi Dana, it went to dana@shop.example.")
    menu = message(page, "Hi Dana").get_by_label("More about the message")
    message(page, "Hi Dana").hover()
    menu.click()
    page.get_by_role("button", name="What was masked").click()
    side = page.get_by_role("complementary")
    expect(side.get_by_text("Hi [person], it went to dana@shop.example.")).to_be_visible()
    expect(side.locator("mark")).to_contain_text("Dana")
    expect(side.get_by_text("1 passage masked.")).to_be_visible()
    message(page, "Hi Dana").hover()
    menu.click()
    page.get_by_role("button", name="Raw payload").click()
    expect(side.get_by_text('"event_callback"')).to_be_visible()
    page.get_by_role("button", name="Traffic").click()
    expect(side.get_by_text("→ bot").first).to_be_visible()


def test_faults_and_the_clock_are_set_from_the_page(page, slack, client, company, refusal) -> None:
    page.get_by_role("button", name="Faults").click()
    page.get_by_role("combobox", name="this happens").select_option("refusal")
    page.get_by_role("combobox", name="with this value").fill("is_archived")
    page.get_by_role("button", name="Let it fail").click()
    expect(page.get_by_text("The next 1 × chat.postMessage")).to_be_visible()
    page.get_by_role("button", name="Clock").click()
    page.get_by_role("button", name="Friday 16:00").click()
    expect(page.get_by_text("Friday, ")).to_be_visible()

    assert refusal(client.chat_postMessage, channel=company["snippets"], text="x") == "is_archived"
    assert slack.clock.now().timestamp() % 3600 < 60


def test_a_scene_is_played_and_everything_can_be_started_over(page, slack, company) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Play: A strong reply").click()
    expect(message(page, "Mopping a kitchen")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("log", name="Messages").get_by_text("Nothing here yet.")).to_be_visible()

    assert slack.history(company["snippets"]) == []
    assert slack.begin_with(Brightwell())["Ana"] != ""


def options() -> list[dict[str, Any]]:
    return [{"text": plain(word), "value": word.lower()} for word in ("One", "Two")]


def sample(kind: str) -> dict[str, Any]:
    """An element of this kind with the least it needs."""
    more: dict[str, dict[str, Any]] = {
        "button": {"text": plain("Press")},
        "image": {"image_url": "data:,", "alt_text": "A chart"},
        "number_input": {"is_decimal_allowed": False},
    }
    needs_options = kind in ("overflow", "static_select", "multi_static_select", "checkboxes", "radio_buttons")
    return {"type": kind, **more.get(kind, {}), **({"options": options()} if needs_options else {})}


def everything() -> list[dict[str, Any]]:
    """Every block with every element in it, in the place where Slack takes it."""
    pieces: dict[str, dict[str, Any]] = {
        "text": {"text": "bold", "style": {"bold": True}},
        "link": {"url": "https://help.example", "text": "help"},
        "emoji": {"name": "tada"},
        "user": {"user_id": "U000000001"},
        "usergroup": {"usergroup_id": "S000000001"},
        "channel": {"channel_id": "C000000001"},
        "broadcast": {"range": "here"},
        "date": {"timestamp": 1_700_000_000, "format": "{date}", "fallback": "in November"},
    }
    line = [{"type": kind, **pieces[kind]} for kind in INLINE]
    section = {"type": "rich_text_section", "elements": line}
    holders = [
        {"type": kind, "elements": [section] if kind == "rich_text_list" else line, "style": "bullet"}
        for kind in CONTAINERS
    ]
    for holder in holders[:-1]:
        holder.pop("style")
    inputs = [kind for kind in ELEMENTS if kind not in ("button", "overflow", "image")]
    return [
        {"type": "header", "text": plain("A heading")},
        {"type": "divider"},
        {"type": "rich_text", "elements": holders},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold* _it_ ~no~ `code` > <https://a.example|a>"}},
        {"type": "section", "fields": [plain("left"), plain("right")], "accessory": sample("image")},
        {"type": "context", "elements": [sample("image"), plain("small print")]},
        {"type": "image", "image_url": "data:,", "alt_text": "A chart"},
        {"type": "actions", "elements": [sample("button"), sample("overflow")]},
        *({"type": "input", "label": plain(f"A {kind}"), "element": sample(kind)} for kind in inputs),
    ]


def test_every_block_and_element_that_slack_takes_from_the_bot_is_drawn(page, slack, client, company) -> None:
    shown = everything()
    client.chat_postMessage(channel=company["snippets"], text="everything", blocks=shown)
    drawn = page.get_by_role("log", name="Messages").get_by_role("article").locator(".block")

    expect(drawn).to_have_count(len(shown))
    assert {block["type"] for block in shown} == BLOCKS.keys()
    tables = "import('/static/blocks.js').then(async b => [b.BLOCKS, (await import('/static/elements.js')).ELEMENTS])"
    known = page.evaluate(f"{tables}.then(found => found.map(Object.keys))")
    assert [set(names) for names in known] == [BLOCKS.keys(), ELEMENTS.keys()]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_picture_that_the_bot_handed_over_is_seen_in_light_and_dark(page, slack, client, company, theme) -> None:
    points = tuple(Point(height, str(height), str(height)) for height in (0, 1))
    trend = Trend("A trend", "", "week", ("46", "47"), (Panel("Empathy", points),), "nothing")
    file = client.files_upload_v2(content=png(trend), filename="trend.png")["files"][0]["id"]
    if theme == "Dark":
        page.get_by_role("button", name="Dark").click()
    shown = [{"type": "image", "slack_file": {"id": file}, "alt_text": "Empathy went up"}]
    client.chat_postMessage(channel=company["snippets"], text="A trend", blocks=shown)

    picture = page.get_by_role("img", name="Empathy went up")
    expect(picture).to_be_visible()
    picture.evaluate("each => each.decode()")
    assert picture.evaluate("each => [each.naturalWidth, each.width]") == [720, 360]


def test_what_cannot_be_drawn_is_an_error_and_never_a_gap(tab, slack, client, company) -> None:
    ts = client.chat_postMessage(channel=company["snippets"], text="x")["ts"]
    slack.world.channels[company["snippets"]].messages[ts]["blocks"] = [{"type": "fireworks", "block_id": "b"}]
    with visited(tab, slack), tab.expect_event("pageerror") as raised:
        tab.reload()

    assert "Cannot draw the block fireworks" in str(raised.value)


def test_words_from_outside_stay_words(page, slack, client, company) -> None:
    nasty = "<img src=x onerror=alert(1)> <javascript:alert(1)|press> <https://ok.example|fine>"
    client.chat_postMessage(channel=company["snippets"], text=nasty)
    shown = page.get_by_role("log", name="Messages").get_by_role("article")

    expect(shown.get_by_role("link")).to_have_count(1)
    expect(shown.locator("img")).to_have_count(0)


def checked(page: Page, theme: str, where: str, part: str = "html") -> None:
    """No finding of axe in a part of the page, WCAG 2.2 A and AA; in the dark nothing but the colours differs."""
    assert page.locator(part).count() == 1
    what = [part, {"runOnly": WCAG if theme == "light" else COLOURS}]
    found = page.evaluate("what => axe.run(...what)", what)
    broken = [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found["violations"]]
    assert broken == [], where


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_anywhere(page, slack, bot, client, company, theme: str) -> None:
    if not AXE.exists():
        missing("axe-core", "npm ci --prefix tests/bot/practice")
    # The page's own rules allow no foreign script; the checker is put in by the browser's debugger instead.
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    root = slack.say(company["Ana"], company["snippets"], "Hello @ben, see https://help.example")
    client.chat_postMessage(channel=company["snippets"], thread_ts=root, text="Kudos!")
    client.reactions_add(channel=company["snippets"], timestamp=root, name="tada")
    client.chat_postEphemeral(channel=company["snippets"], user=company["Ana"], text="psst")
    client.chat_postMessage(channel=company["snippets"], text="everything", blocks=everything())
    expect(message(page, "A heading")).to_be_visible()
    checked(page, theme, "a channel with the story beside it")
    for panel in ("Clock", "Faults", "Traffic"):
        page.get_by_role("button", name=panel).click()
        expect(page.get_by_role("heading", name=panel)).to_be_visible()
        checked(page, theme, panel, "aside")
    page.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("heading", name="Thread")).to_be_visible()
    checked(page, theme, "a thread", "aside")
    client.chat_postMessage(channel=company["snippets"], text="Shared.", blocks=ASKING)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("dialog", name="Delete it?")).to_be_visible()
    checked(page, theme, "a question")
    page.keyboard.press("Escape")
    bot.answer = lambda heard: 200
    slack.global_shortcut(company["Ana"], "x")
    client.views_open(trigger_id=bot.heard[-1].body["trigger_id"], view=FORM)
    page.get_by_role("dialog").get_by_role("button", name="Share").click()
    expect(page.get_by_text("Please complete this required field.")).to_be_visible()
    checked(page, theme, "a form with an error", "dialog")
