"""`takefive demo`: a short story against the stand-in for Slack. It prints only what it reads back from there."""

import logging
import sys
import tempfile
from pathlib import Path

from slack_sdk import WebClient

from bot.practice import Workspace
from bot.running import running
from bot.settings import environment
from bot.transcript import conversation
from coaching.workplace import Room, Workplace

STRONG = (
    "Hi Maria, I'm so sorry to hear the cot arrived with a cracked side, that must be really worrying so close to the "
    "birth. I've ordered a new one for you, and I'll call you tomorrow morning to make sure it is on the van. "
    "You can reach me any time on 020 7946 0123."
)
WEAK = (
    "Customer: This is the third time I'm writing. Two weeks without heating and nobody calls back!\n"
    "Agent: As stated in our terms, callbacks can take 14 days. You should have used the form."
)
SUPPORT = (
    "Thanks for letting us know before you ordered. I've taken the bigger plan out of your basket, because yours "
    "already covers five users and it would only cost you more. I'll check on Friday that nothing was charged."
)
SIGNED = "Ben, you told them not to buy. That is the kind of honesty people stay for."


def run() -> int:
    """Play the story in the terminal; 0 when every part of it could be read back."""
    logging.disable(logging.WARNING)
    print("Take Five, against a stand-in for Slack on this machine. Starting ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="takefive-demo-") as folder, Workspace() as slack:
        _play(slack, f"sqlite:///{Path(folder) / 'takefive.db'}")
    print(_how_to_go_on())
    return 0


def _play(slack: Workspace, database: str) -> None:
    ana, ben, lea = (slack.person(name) for name in ("Ana", "Ben", "Lea"))
    snippets, support = (slack.channel(name, [ana, ben, lea]) for name in ("snippets", "support"))
    names = {ana: "Ana (agent)", ben: "Ben (agent)", lea: "Lea (team lead)"}
    settings = environment({**slack.environment(), "DATABASE_URL": database})
    api = WebClient(settings.bot_token, base_url=settings.api_url)
    with running(settings, Workplace(rooms={snippets: Room(snippets, "snippets")}), patience=2) as bot:
        slack.deliver_to(bot.address)
        _told("Ana and Ben share replies in the snippets channel. The strong one earns kudos, in its own words.")
        strong = slack.say(ana, snippets, STRONG)
        slack.wait_for(lambda _: slack.replies(snippets, strong)[1:])
        slack.say(ben, snippets, WEAK)
        slack.wait_for(lambda _: slack.history(slack.dm(ben)))
        slack.wait_for(lambda _: all(message.get("reactions") for message in slack.history(snippets)))
        print(conversation(api, snippets, "#snippets", names))
        _told("The other reply was read too. Nobody but Ben sees the tip.")
        print(conversation(api, slack.dm(ben), "Direct message to Ben", names))
        _told("Lea picks “Review this reply” on a message of Ben's elsewhere, edits the draft and signs it.")
        reply = slack.say(ben, support, SUPPORT)
        slack.message_shortcut(lea, support, reply, "review_reply")
        (reading,) = slack.wait_for(lambda _: slack.history(slack.dm(lea)))
        print(conversation(api, slack.dm(lea), "Direct message to Lea", names))
        slack.click(lea, slack.dm(lea), reading["ts"], "kudos_edit")
        slack.submit(lea, {"words": SIGNED})
        slack.wait_for(lambda _: slack.replies(support, reply)[1:])
        print()
        print(conversation(api, support, "#support", names))


def _told(words: str) -> None:
    print(f"\n--- {words}\n", flush=True)


def _how_to_go_on() -> str:
    takefive = sys.argv[0] if sys.argv[0].endswith("takefive") else "takefive"
    shown = str(Path(takefive).relative_to(Path.cwd())) if Path(takefive).is_relative_to(Path.cwd()) else takefive
    return f"""
--- How to go on

  {shown} demo --page    a page to try everything in: act as an agent, a lead, a colleague
  {shown} tag FILE       read a reply of your own, here in the terminal
  {shown} redact FILE    see what would be masked in it
  README.md: ten minutes to a real workspace
"""
