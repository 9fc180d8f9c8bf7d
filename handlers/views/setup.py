"""Setup in Slack, as an admin sees it: the form, its teams, the dry run; and the change log for everybody."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from coaching.setup import handles, named
from coaching.workplace import Workplace
from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    Part,
    actions,
    bold,
    button,
    choice,
    closing,
    divider,
    field,
    heading,
    mention,
    modal,
    note,
    paragraph,
    place,
    plain,
    quote,
    room,
    several_people,
    together,
)
from handlers.views.digests import ABOUT

MODES = {"thread": "In the thread of the snippet", "drafts": "As drafts: nothing is posted until a person signs"}
THEN = {"try": "Show me a dry run", "more": "Add another team"}
NO_GROUP = "-"
REFERENCE = re.compile(r"<([@#])(\w+)>")
SAMPLE = "Kudos for the way you took this on."
TRIAL = "A dry run, for your eyes only: nothing of this holds yet."
APPLIED = "It holds from now on. Everybody it is about can read what was changed on the Home tab."
TOO_SMALL = (
    "{0} can never get check-in results on its own: they take {2} answers, and {1} can be asked (leads are not). A "
    "[[group]] in takefive.toml joins it with neighbours."
)
MOST_SMALL = 8
NOT_SET_UP = "Nothing is set up yet: I read shortcuts, commands and direct messages."
DISCARDED = "Thrown away. Everything stays as it was."
Said = dict[str, Any]


def basics(said: Said, metadata: str) -> Block:
    """The first form: zone, kudos mode, snippets channels, admins."""
    channels = [one["id"] for one in said["channel"] if one["part"] == "snippets"]
    zone: Block = {"type": "plain_text_input", "action_id": "answer", "initial_value": said["zone"], "max_length": 60}
    blocks = [
        paragraph("Three steps: where people share, who works with whom, and a dry run that only you see."),
        field("snippets", "Channels where people share their own replies", _several_places(channels), optional=True,
              hint="I must be in them: /invite @Take Five"),
        field("kudos", "Where do kudos go?", choice(MODES, said["kudos"], kind="radio_buttons")),
        field("zone", "Time zone of whoever has no other", zone, hint="Such as Europe/Lisbon"),
        field("admins", "Who may change the setup", several_people(said["admins"], 20)),
    ]  # fmt: skip
    return modal("setup_basics", "Set up Take Five", blocks, submit="Next: teams", metadata=metadata)


def teams(said: Said, groups: Sequence[str], metadata: str) -> Block:
    """The second form: one team at a time, from a user group or a channel."""
    known = [team["name"] for team in said["team"]]
    blocks = [paragraph(bold("Teams so far: "), ", ".join(known) or "none")]
    name: Block = {"type": "plain_text_input", "action_id": "answer", "max_length": 60}
    options = {NO_GROUP: "No user group", **{group: group for group in groups[:99]}}
    blocks += [
        field("name", "A team to add, or to say anew", name, optional=True, hint="Leave it empty to add none."),
        field("group", "Its people: a user group", choice(options, NO_GROUP), hint="Who joins it joins the team."),
        field("members", "Or: everybody in a channel", place(None), optional=True),
        field("leads", "Its leads", several_people([], 20), optional=True),
        field("room", "The channel where it talks", place(None), optional=True,
              hint="Signed kudos, shout-outs and the weekly digest go there."),
    ]  # fmt: skip
    if known:
        drop = {"type": "multi_static_select", "action_id": "answer",
                "options": [{"text": plain(one), "value": one[:75]} for one in known[:100]]}  # fmt: skip
        blocks.append(field("drop", "Teams to leave out", drop, optional=True))
    blocks.append(field("then", "And then?", choice(THEN, "try", kind="radio_buttons")))
    return modal("setup_teams", "Who works with whom", blocks, submit="Next", metadata=metadata)


def trial(
    reader: Reader, *, lines: Sequence[str], sizes: Mapping[str, int], uninvited: Sequence[str],
    rooms: Sequence[Sequence[str]], small: Sequence[tuple[str, int, int]] = (),
) -> Message:  # fmt: skip
    """The dry run: what would change, what would be said where. To the installer alone.

    `small`: whose check-in can never get a result, with how many it asks and how many answers a result takes.
    """
    blocks = [heading("A dry run"), paragraph(TRIAL)]
    blocks.append(together(*(paragraph(*referring(line)) for line in lines or ["Nothing would change."])))
    counted = [f"{team}: {size} {'person' if size == 1 else 'people'} now" for team, size in sizes.items()]
    blocks += [together(*map(paragraph, counted))] if counted else []
    blocks += [paragraph(TOO_SMALL.format(team, asked, k)) for team, asked, k in small[:MOST_SMALL]]
    blocks.append(divider())
    for channel, part in rooms[:8]:
        blocks += [paragraph(bold("I would say in "), room(channel), ":"), quote(_sample(part))]
    if uninvited:
        parts: list[Part] = ["Invite me first, with /invite @Take Five, in "]
        parts += [part for id in uninvited for part in (room(id), " ")]
        blocks.append(paragraph(*parts))
    ways = [
        button("Put it to work", "setup_apply", reader.seal("setup_apply", ABOUT), "primary"),
        button("Change it", "setup_open", reader.seal("setup_open", ABOUT)),
        button("Throw it away", "setup_discard", reader.seal("setup_discard", ABOUT)),
    ]
    return Message(f"{TRIAL} {' '.join(map(plainly, lines))}", [*blocks, actions(*ways)])


def log(changes: Iterable[tuple[str, str, datetime]]) -> Block:
    """What was changed, by whom and when, the newest first."""
    blocks = [
        block for words, by, at in changes
        for block in (paragraph(*referring(words)), paragraph(f"{at:%-d %B %Y, %H:%M} UTC, by ", _by(by)))
    ]  # fmt: skip
    shown = blocks or [paragraph("Nothing was changed in Slack so far.")]
    return closing("What was changed", [*shown, note("Everybody reads what is about them or their team.")])


def state(workplace: Workplace, *, reader: Reader | None = None) -> Message:
    """What holds now, in words; with a reader who may change it, the way to do so."""
    told = in_words(workplace)
    line = "\n".join(told) or NOT_SET_UP
    ways = [actions(button("Change the setup", "setup_open", reader.seal("setup_open", ABOUT)))] if reader else []
    more = note("What was changed, and by whom, stands on the Home tab.")
    return Message(plainly(line), [paragraph(*referring(line)), *ways, more])


def in_words(workplace: Workplace) -> list[str]:
    """A workplace line by line; channels as `<#C...>`."""
    if not workplace.rooms and not workplace.teams:
        return []
    told = [f"Time zone: {workplace.zone}."]
    for one in workplace.rooms.values():
        drafts = "kudos are drafts to sign" if one.kudos == "drafts" else "kudos go into the thread"
        talks = f"{named(one.team or 'a team')} talks here"
        about = f"people share their replies here, {drafts}" if one.part == "snippets" else talks
        told.append(f"<#{one.channel}>: {about}.")
    for team in workplace.teams:
        leads = f"{len(team.leads)} {'lead' if len(team.leads) == 1 else 'leads'}"
        people = sum(id[0] not in "@S" for id in team.members)
        told.append(f"Team {named(team.name)}: {people} people, {leads}, on the clock of {team.zone}.")
    if lost := sorted(handles(workplace)):
        told.append(f"I can't find these user groups: {', '.join(map(named, lost))}. I look again each hour.")
    return told


def referring(words: str) -> list[Part]:
    """Words with `<@U...>` and `<#C...>` as the people and channels they stand for."""
    parts: list[Part] = []
    end = 0
    for found in REFERENCE.finditer(words):
        parts += [words[end : found.start()]] if found.start() > end else []
        parts.append(mention(found[2]) if found[1] == "@" else room(found[2]))
        end = found.end()
    return [*parts, words[end:]] if words[end:] else parts


def plainly(words: str) -> str:
    """The same for screen readers and notifications, which nobody is named in."""
    return REFERENCE.sub(lambda found: "somebody" if found[1] == "@" else "a channel", words)


def chosen(view: Block, field_name: str) -> list[str]:
    """The people, channels or options chosen under a field that takes several."""
    answer: Block = next(iter(view["state"]["values"].get(field_name, {}).values()), {})
    options = [option["value"] for option in answer.get("selected_options") or []]
    return list(answer.get("selected_users") or answer.get("selected_conversations") or options)


def _by(user: str) -> Part:
    """Whoever made a change; who was erased since is nobody in particular."""
    return mention(user) if user else "a colleague"


def _sample(part: str) -> str:
    return SAMPLE if part == "snippets" else "Good things from this team, once a week, on Friday afternoon."


def _several_places(initial: Sequence[str]) -> Block:
    only = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    made: Block = {
        "type": "multi_conversations_select", "action_id": "answer", "filter": only, "max_selected_items": 20,
    }  # fmt: skip
    return {**made, "initial_conversations": list(initial)} if initial else made
