"""The Home tab, as one person sees it: today's action on top, then what is theirs, then what their role adds."""

from collections.abc import Iterable, Mapping, Sequence

from coaching.home import Home, TeamView, TipGiven, Today
from coaching.recognition import lines
from coaching.recognition.praise import Entry, in_words
from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    bold,
    button,
    closing,
    copyables,
    divider,
    heading,
    note,
    paragraph,
    plain,
    quote,
    together,
)
from handlers.views.digests import ABOUT, LEAD_NOTE, team_lines
from handlers.views.setup import NOT_SET_UP, referring

TODAY = {
    "set_up": "Nobody has told me yet who works where. It takes three minutes, and a dry run comes first.",
    "sign": "These kudos are ready for you to sign:",
    "tip": "Did this tip help?",
    "thank": "Somebody in your team had no recognition for six weeks. Have you seen something worth a word?",
    "share": "Share a reply you wrote to a customer, or thank a colleague.",
}
WISHES = {
    "public": "Kudos: in public", "team": "Kudos: in my team's channel only", "private": "Kudos: only to me",
    "none": "Kudos: none",
}  # fmt: skip
TIPS = {"all": "Tips: at most one a snippet", "snooze": "Tips: none for two weeks", "none": "Tips: none"}
HELPED = {True: "helped", False: "did not help", None: "you have not said whether it helped"}
ROLES = {
    "coach": "peer coach", "lead": "lead", "care_lead": "care lead", "admin": "admin",
}  # fmt: skip
KEPT = {
    "snippets": ("snippet", "snippets"), "opinions": ("opinion on a tag", "opinions on tags"),
    "given": ("shout-out you gave", "shout-outs you gave"), "received": ("shout-out for you", "shout-outs for you"),
}  # fmt: skip
NO_PRAISE = "Nothing yet. What colleagues thank you for, and kudos for your own words, will stand here."
NO_TIPS = "No tips yet. They come to you alone, at most one a snippet."
ONLY_YOU = "Only you can see this tab."
DELETE = (
    "Every snippet you shared goes, with its reading, its tip and what was posted about it. This can't be taken back."
)
DELETED = "Deleted just now: {}, with what was said about them."
FORGET = (
    "Deleting everything takes your snippets, the thanks you gave, and your name in thanks to others, also out of "
    "Slack. I read nothing more of yours until /takefive resume."
)
LEAVING = "Everything about you is being deleted. It takes a few minutes."
MASKED = "Names, numbers and addresses were masked before anything was kept."
MEMBERS_ONLY = "I work for members of this workspace. Ask your contact here."
AS_KEPT = "Masked, as it is kept, one JSON object a line. Copy each part by its corner; long lines go on in the next."
REST = "The rest is left out here: whoever runs me can hand it out."
MOST_TEAMS = 18  # a tab takes 100 blocks, a message 50


def home(
    reader: Reader, shown: Home, *, setup: Sequence[str], changed: bool, deleted: int | None = None
) -> Block:  # fmt: skip
    """The whole tab. `setup` says in words what holds; `changed`: there is a change log to read; `deleted`: how many
    snippets went just now.
    """
    blocks = [heading("Today"), *_today(reader, shown.today), divider()]
    blocks += [heading("My kudos"), *_praise(reader, shown.praise), divider()]
    blocks += [heading("My tips"), *_tips(shown.tips), divider()]
    blocks += [heading("My settings"), *_settings(reader, shown), divider()]
    blocks += [heading("What is kept about me"), *_deleted(deleted), *_kept(reader, shown.kept, shown.leaving)]
    if shown.teams:
        blocks += [divider(), *teams(reader, shown.teams, "My team: ")]
    blocks += [divider(), heading("How I am set up"), *_setup(reader, setup, changed, "admin" in shown.held)]
    named = [words for role, words in ROLES.items() if role in shown.held]
    return {"type": "home", "blocks": [*blocks, note(" ".join([ONLY_YOU, *_here_as(named)]))]}


def members_only() -> Block:
    """The tab of a guest."""
    return {"type": "home", "blocks": [paragraph(MEMBERS_ONLY)]}


def teams(reader: Reader, led: Sequence[TeamView], title: str = "") -> list[Block]:
    """Teams as their lead sees them: who took part, in counts; themes; who went unseen."""
    shown = [block for team in led[:MOST_TEAMS] for block in (heading(title + team.team), _team(reader, team))]
    more = [f"You lead {len(led)} teams; here are the first {MOST_TEAMS}."] if len(led) > MOST_TEAMS else []
    return [*shown, note(" ".join([*more, LEAD_NOTE]))]


def _team(reader: Reader, team: TeamView) -> Block:
    if team.counts is None:
        return paragraph("Nothing to tell of the last four weeks yet.")
    told = team_lines(reader, themes=team.themes, counts=team.counts, unseen=team.unseen)
    return together(*(paragraph(bold(name), words) for name, words in told))


def export(pieces: Iterable[str]) -> Block:
    """Everything about somebody, to be copied."""
    shown, whole = copyables(pieces, "\n")
    told = AS_KEPT if whole else f"{AS_KEPT} {REST}"
    return closing("What is kept about me", [*(shown or [paragraph("I keep nothing about you.")]), note(told)])


def _today(reader: Reader, today: Today) -> list[Block]:
    said = [quote(today.words)] if today.words else []
    return [paragraph(TODAY[today.what]), *said, actions(*_ways(reader, today))]


def _ways(reader: Reader, today: Today) -> list[Block]:
    share = _button(reader, "Share a reply", "home_snippet")
    thank = _button(reader, "Give a shout-out", "home_shoutout")
    if today.what == "set_up":
        return [_button(reader, "Set me up", "setup_open", primary=True), share, thank]
    if today.what == "sign":
        return [
            _button(reader, "Share", "home_sign", today.id, primary=True),
            _button(reader, "Keep to myself", "home_keep", today.id), share,
        ]  # fmt: skip
    if today.what == "tip":
        return [
            _button(reader, "This helped", "home_helped", today.id, primary=True),
            _button(reader, "It didn't", "home_not_helped", today.id), share,
        ]  # fmt: skip
    first, second = (thank, share) if today.what == "thank" else (share, thank)
    return [{**first, "style": "primary"}, second, _button(reader, "Rehearse a reply", "home_rehearse")]


def _praise(reader: Reader, entries: Sequence[Entry]) -> list[Block]:
    blocks: list[Block] = []
    for entry in entries:
        by = f"{entry.kind.capitalize()} from {reader.name(entry.by) if entry.by else 'Take Five'}"
        named = ", ".join(lines.words()[line].rstrip(".") for line in entry.lines)
        blocks += [paragraph(bold(f"{entry.at:%-d %B}: "), entry.text)]
        blocks += [quote(entry.quotes[0])] if entry.quotes else []
        blocks.append(note(": ".join(filter(None, [by, named]))))
    if not blocks:
        return [paragraph(NO_PRAISE)]
    return [*blocks, actions(_button(reader, "Open my praise file", "home_praise"))]


def _tips(tips: Sequence[TipGiven]) -> list[Block]:
    shown = [[paragraph(tip.text), note(f"{tip.at:%-d %B}: {HELPED[tip.helped]}")] for tip in tips]
    return [block for pair in shown for block in pair] or [paragraph(NO_TIPS)]


def _settings(reader: Reader, shown: Home) -> list[Block]:
    reading = ("Read me again", "home_resume") if shown.paused else ("Stop reading my snippets", "home_pause")
    weekly = ("No weekly letter", "home_weekly_off") if shown.weekly else ("A weekly letter", "home_weekly_on")
    paused = ["I don't read what you share in channels."] if shown.paused else []
    told = " ".join(["Both menus hold at once, for whatever comes from now on.", *paused])
    chosen = actions(
        _select("home_kudos", "How I like kudos", WISHES, shown.wish),
        _select("home_tips", "Tips", TIPS, shown.tips_wish),
    )
    return [chosen, actions(_button(reader, *reading), _button(reader, *weekly)), note(told)]


def data(reader: Reader, kept: Mapping[str, int]) -> Message:
    """`/takefive data`: what is kept, and the ways to have all of it, or none."""
    line = _counted(kept)
    blocks = [paragraph(bold("What is kept about you. "), line, " ", MASKED), actions(*_ways_out(reader)), note(FORGET)]
    return Message(f"What is kept about you: {line} Take everything along, or delete everything.", blocks)


def _kept(reader: Reader, kept: Mapping[str, int], leaving: bool) -> list[Block]:
    if leaving:
        return [paragraph(LEAVING)]
    blocks = [paragraph(_counted(kept), " ", MASKED)]
    delete = _button(reader, "Delete my snippets", "home_delete")
    ways = [{**delete, "confirm": _sure("Delete my snippets?", DELETE)}] if kept["snippets"] else []
    return [*blocks, actions(*ways, *_ways_out(reader))]


def _ways_out(reader: Reader) -> list[Block]:
    everything = _button(reader, "Delete everything about me", "home_forget")
    return [
        _button(reader, "Export everything", "home_export"),
        {**everything, "confirm": _sure("Delete everything?", FORGET)},
    ]


def _counted(kept: Mapping[str, int]) -> str:
    counted = [in_words(kept[kind], *names) if kept[kind] < 13 else f"{kept[kind]} {names[1]}" for kind, names in
               KEPT.items()]  # fmt: skip
    told = ", ".join(filter(None, counted))
    return f"{told[:1].upper()}{told[1:]}." if told else "Nothing but your settings."


def _sure(title: str, words: str) -> Block:
    return {
        "title": plain(title), "text": plain(words), "confirm": plain("Delete"), "deny": plain("Keep"),
        "style": "danger",
    }  # fmt: skip


def _deleted(count: int | None) -> list[Block]:
    if count is None:
        return []
    return [paragraph(bold(DELETED.format(f"{count} {KEPT['snippets'][count != 1]}")))]


def _setup(reader: Reader, setup: Sequence[str], changed: bool, admin: bool) -> list[Block]:
    ways = [_button(reader, "Change the setup", "setup_open")] if admin else []
    ways += [_button(reader, "What was changed", "setup_log")] if changed else []
    told = paragraph(*referring("\n".join(setup) or NOT_SET_UP))
    return [told, *([actions(*ways)] if ways else [])]


def _here_as(named: Sequence[str]) -> list[str]:
    return [f"You are here as {', '.join(named)}."] if named else []


def _button(reader: Reader, label: str, action: str, id: str = ABOUT, *, primary: bool = False) -> Block:
    return button(label, action, reader.seal(action, id), "primary" if primary else None)


def _select(action: str, label: str, options: Mapping[str, str], initial: str) -> Block:
    made = {value: {"text": plain(words), "value": value} for value, words in options.items()}
    return {
        "type": "static_select", "action_id": action, "placeholder": plain(label), "options": list(made.values()),
        "initial_option": made[initial],
    }  # fmt: skip
