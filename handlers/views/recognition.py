"""Recognition, as people see it: shout-outs, the form to give one, what became of it, how one likes to be thanked."""

import json
from collections.abc import Sequence
from typing import Any

from coaching.recognition import lines
from coaching.recognition.shoutouts import LONGEST, MOST
from handlers.door import Message
from handlers.views import Reader
from handlers.views.blocks import (
    Block,
    actions,
    answers,
    bold,
    button,
    choice,
    emoji,
    field,
    long_answer,
    mention,
    modal,
    note,
    paragraph,
    place,
    plain,
    quote,
    room,
    several_people,
)

REACH = {
    "public": "Everybody in a channel",
    "team": "Only their team, in its channel",
    "private": "Only the person",
}
VAGUE = "What did they do that you would like to see again?"
EXAMPLE = (
    " For example: “Rang the customer back on a Friday evening, so they could open on Saturday.” You can also send it "
    "as it is."
)
GIVEN = "Thank you for saying it."
LEFT_OUT = {
    True: "They would rather not be named there. Your words are kept in their own praise file.",
    False: "Not everybody would like to be named there. Those are left out of the post; your words are kept in their "
    "own praise file.",
}
NO_ROOM = "I know of no channel for the team of somebody you thanked: ask an admin to name it in my settings."
ALONE = "It is for them alone, and stands in their praise file."
UNSIGNED = "It is signed “a colleague”, as you want no kudos and so are named nowhere: /takefive kudos changes that."
UNDONE = "You took this shout-out back. Nothing of it is kept."
ONLY_YOU = "Only you can see this. How you like to be thanked: /takefive kudos"


def shoutout(
    reader: Reader, *, shoutout: str, people: list[str], signer: str, line: str, text: str, effect: str | None,
    quote: str | None,
) -> Message:  # fmt: skip
    """A shout-out in a channel: who thanks whom, for what, and what it changed. Its sign seconds it."""
    named = _and([reader.name(id) for id in people])
    giver = _opening(reader.name(signer))
    first = paragraph(bold(f"{giver} thanks "), *_and_blocks([mention(id) for id in people]))
    said, blocks = _words(line, text, effect, quote)
    sign = paragraph(emoji(lines.sign(line)), f"  {lines.words()[line]}")
    return Message(f"{giver} thanks {named}: {said}", [first, *blocks, sign])


def thanks(
    reader: Reader, *, shoutout: str, people: list[str], signer: str, line: str, text: str, effect: str | None,
    quote: str | None,
) -> Message:  # fmt: skip
    """The same to one person alone."""
    said, blocks = _words(line, text, effect, quote)
    title = f"{_opening(reader.name(signer))} thanks you"
    return Message(
        f"{title}: {said}", [paragraph(bold(title)), *blocks, paragraph(lines.words()[line]), note(ONLY_YOU)]
    )


def given(
    reader: Reader, *, shoutout: str, rooms: Sequence[str] = (), alone: bool = False, left_out: int = 0,
    no_room: int = 0, single: bool = True, unsigned: bool = False, undone: bool = False,
) -> Message:  # fmt: skip
    """To the giver: where it went, what was left out, and the way back."""
    if undone:
        return Message(UNDONE, [paragraph(UNDONE)])
    told = [LEFT_OUT[single]] if left_out and not no_room else []
    told += [NO_ROOM] if no_room else []
    told += [ALONE] if alone else []
    told += [UNSIGNED] if unsigned else []
    posted: list[Any] = ["It goes to ", *_and_blocks([room(id) for id in rooms]), ". "] if rooms else []
    ways = actions(
        button("Edit", "shoutout_edit", reader.seal("shoutout_edit", shoutout)),
        button("Undo", "shoutout_undo", reader.seal("shoutout_undo", shoutout)),
    )
    return Message(
        f"{GIVEN} {' '.join(told)}".strip(),
        [paragraph(f"{GIVEN} ", *posted, *told), ways, note("Edit works for 15 minutes, Undo as long as it stands.")],
    )


def ask_thanks(reader: Reader, *, shoutout: str, channel: str, signer: str) -> Message:
    """Once, after the first shout-out: how would you like to be thanked?"""
    giver = _opening(reader.name(signer))
    line = f"{giver} thanked you in public for the first time. How would you like it from now on?"
    return Message(
        line,
        [
            paragraph(f"{giver} thanked you in ", room(channel), ". How would you like it from now on?"),
            actions(*ways(reader, shoutout), button("Leave me out of it", "shoutout_leave", reader.seal(
                "shoutout_leave", shoutout))),
            note("You can change this whenever you like: /takefive kudos"),
        ],
    )  # fmt: skip


def ways(reader: Reader, id: str) -> list[Block]:
    """The four ways to be praised, as buttons."""
    labels = {"public": "In public", "team": "In my team", "private": "Only to me", "none": "No kudos"}
    return [button(label, f"prefer_{way}", reader.seal(f"prefer_{way}", id)) for way, label in labels.items()]


def form(
    *, people: Sequence[str] = (), what: str = "", effect: str = "", line: str | None = None, reach: str = "public",
    where: str | None = None, quoted: str | None = None, remarks: Sequence[str] = (), review: str = "",
    asked: bool = False,
) -> Block:  # fmt: skip
    """The form of a shout-out. `review` is the sealed id of a snippet whose words go along; `asked`: the vague reason
    was asked about, and what is sent now is taken as it is."""
    blocks = [note(remark) for remark in remarks] + ([quote(quoted)] if quoted else [])
    blocks += [field("who", "Who", several_people(people, MOST)), *_about(line, what, effect, asked)]
    blocks += [
        field("reach", "Who sees it?", choice(REACH, reach, kind="radio_buttons")),
        field("place", "Which channel, if everybody in it may see it?", place(where), optional=True),
    ]
    metadata = json.dumps({"review": review, "asked": asked})
    submit = "Send it as it is" if asked else "Give it"
    return modal("shoutout_form", "Give a shout-out", blocks, submit=submit, metadata=metadata)


def edit_form(*, line: str, what: str, effect: str | None, metadata: str) -> Block:
    """The words of a shout-out, to be changed."""
    return modal(
        "shoutout_edited", "Edit the shout-out", _about(line, what, effect or "", False), submit="Save",
        metadata=metadata,
    )  # fmt: skip


def carried(view: Block) -> tuple[str, bool]:
    """What the form carried along: the sealed id of a snippet or "", and whether a vague reason was asked about."""
    try:
        kept = json.loads(view["private_metadata"])
        return str(kept["review"]), bool(kept["asked"])
    except (ValueError, TypeError, KeyError):
        return "", False


def filled_in(view: Block) -> dict[str, Any]:
    """What was filled in, as `form` takes it: people, line, what, effect, reach, where."""
    given = answers(view)
    chosen = view["state"]["values"].get("who", {}).get("answer", {}).get("selected_users") or []
    return {
        "people": list(dict.fromkeys(chosen)), "line": given.get("line"), "what": (given.get("what") or "").strip(),
        "effect": (given.get("effect") or "").strip(), "reach": given.get("reach") or "",
        "where": given.get("place"),
    }  # fmt: skip


def _about(line: str | None, what: str, effect: str, asked: bool) -> list[Block]:
    named = lines.words()
    groups = {
        "Commitment tactics": {name: words for name, words in named.items() if not name.startswith(lines.PLEDGE)},
        "Our pledge": {name: words for name, words in named.items() if name.startswith(lines.PLEDGE)},
    }
    options = {name: {"text": plain(words), "value": name} for name, words in named.items()}
    select: Block = {
        "type": "static_select", "action_id": "answer",
        "option_groups": [
            {"label": plain(group), "options": [options[name] for name in those]} for group, those in groups.items()
        ],
    }  # fmt: skip
    if line in options:
        select["initial_option"] = options[line]
    return [
        field("line", "What for", select, hint="A colleague who needs something is a customer too."),
        *([paragraph(bold(VAGUE), EXAMPLE)] if asked else []),
        field("what", "What they did", long_answer(initial=what[:LONGEST], most=LONGEST)),
        field("effect", "What it changed for the customer", long_answer(initial=effect[:LONGEST], most=LONGEST),
              optional=True),
    ]  # fmt: skip


def _words(line: str, text: str, effect: str | None, words: str | None) -> tuple[str, list[Block]]:
    blocks = [paragraph(text)]
    blocks += [quote(words)] if words else []
    blocks += [paragraph(bold("What it changed: "), effect)] if effect else []
    changed = f" What it changed: {effect}" if effect else ""
    quoted = f" “{words}”" if words else ""
    return f"{text}{quoted}{changed} ({lines.words()[line].rstrip('.')})", blocks


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _and_blocks(parts: list[Block]) -> list[Any]:
    joined: list[Any] = []
    for number, part in enumerate(parts):
        joined += [" and " if number == len(parts) - 1 else ", "] if number else []
        joined.append(part)
    return joined


def _opening(name: str) -> str:
    """A name, or "a colleague", at the beginning of a sentence."""
    return f"{name[:1].upper()}{name[1:]}"
