"""Every view in each of its states: with words of its own, or with a given text in the place of people's words."""

from typing import Any

from coaching.care import questions
from coaching.recognition import lines
from coaching.recognition.praise import Entry
from coaching.snippets.explanation import Because, Explanation
from handlers import seals
from handlers.views import (
    Reader,
    checkin,
    coach,
    comfort,
    digests,
    notices,
    praise,
    recognition,
    results,
    snippets,
)
from tests.golden.given import AT, ID, NAMES, TACTICS, Made, States, Words
from tests.golden.home import setup_states, tab_states


def states(text: str | None = None) -> dict[str, Made]:
    """Each state by its name, `room/view-state`. `text` stands wherever people's words and names would."""

    def words(usual: str) -> str:
        return usual if text is None else text

    reader = Reader(
        lambda user: words(NAMES.get(user or "", "a colleague")),
        lambda purpose, id: seals.seal(b"k", "T1", "U1", purpose, id),
    )
    rooms = {
        "snippets": _snippets, "notices": _notices, "coach": _coach, "recognition": _recognition, "praise": _praise,
        "care": _care, "digests": _digests, "home": tab_states, "setup": setup_states,
    }  # fmt: skip
    return {f"{name}/{state}": made for name, room in rooms.items() for state, made in room(reader, words)}


def _snippets(reader: Reader, words: Words) -> States:
    kudos: dict[str, Any] = {"review": ID, "text": words("Kudos for taking this on."), "author": "U1"}
    for tactic in TACTICS:
        quotes = [[tactic, words("I'll ring you at ten.")]]
        yield f"kudos-{tactic}", snippets.kudos(reader, **kudos, quotes=quotes, signer=None)
    both = [["empathy", words("I'm sorry.")], ["ownership", words("I'll ring you at ten.")]]
    yield "kudos-two-tactics", snippets.kudos(reader, **kudos, quotes=both, signer=None)
    yield "kudos-signed", snippets.kudos(reader, **kudos, quotes=both[:1], signer="U3")
    yield "kudos-signed-by-oneself", snippets.kudos(reader, **kudos, quotes=both[:1], signer="U1")
    yield "kudos-elsewhere", snippets.kudos(reader, **kudos, quotes=both[:1], signer=None, named=True)
    tip = {
        "id": "tip", "tactic": "empathy", "text": words("Say what it means to them."), "about": words("really worried"),
        "rewrite": words("Forty guests and no beans: let me look."),
    }  # fmt: skip
    yield "tip", snippets.tip(reader, review=ID, tip=tip)
    yield "tip-about-nothing-said", snippets.tip(reader, review=ID, tip={**tip, "about": ""})
    read: dict[str, Any] = {"review": ID, "showed": both, "draft": words("Kudos for taking this on."), "place": "C1"}
    yield "reading", snippets.reading(reader, **read, decision=None, tip=None)
    yield "reading-with-tip", snippets.reading(reader, **read, decision=None, tip=tip)
    yield "reading-of-a-colleague", snippets.reading(reader, **read, decision=None, tip=None, author="U2")
    for decision in ("shared", "kept", "not_right"):
        yield f"reading-{decision}", snippets.reading(reader, **read, decision=decision, tip=None)
    yield "reading-nowhere-to-post", snippets.reading(reader, **{**read, "place": None}, decision=None, tip=None)
    nothing: dict[str, Any] = {**read, "showed": [], "draft": None}
    yield "reading-nothing-showed", snippets.reading(reader, **nothing, decision=None, tip=None)
    yield "reading-nothing-but-a-tip", snippets.reading(reader, **nothing, decision=None, tip=tip)
    yield "ask", snippets.ask(reader, review=ID, channel="C1")
    yield "unsure", snippets.unsure(reader, text=words("Kudos for taking this on."))
    yield "undelivered", snippets.undelivered(reader, why=words("Invite me."), text=words("Kudos."))
    yield "unreadable", snippets.unreadable(reader, why=words("It was too short."), text="")
    yield "unreadable-handed-back", snippets.unreadable(reader, why=words("Too short."), text=words("Hi."))
    yield "form", snippets.form(place="C1")
    yield "form-filled", snippets.form(place="C1", reply=words("I'll ring you at ten."))
    shown = {"reply": words("I'll ring you."), "metadata": "{}"}
    yield "preview", snippets.preview(**shown, context=None, kinds=[])
    yield "preview-masked", snippets.preview(**shown, context=words("Call me"), kinds=["phone"])
    yield "edit-kudos", snippets.edit_kudos(text=words("Kudos."), metadata="sealed")


def _notices(reader: Reader, words: Words) -> States:
    yield "help", notices.help()
    yield "about", notices.about()
    yield "known", notices.known(reader)
    yield "members-only", notices.members_only(reader)
    yield "late", notices.late(reader, count=1)
    yield "late-several", notices.late(reader, count=3)
    yield "broken", notices.broken(reader)
    for wish in ("public", "team", "private", "none"):
        yield f"preferred-{wish}", notices.preferred(wish)
    yield "preferred-team-without-room", notices.preferred("team", has_room=False)
    yield "unknown", notices.unknown(words("dance"))
    for name in ("PAUSED", "RESUMED", "HELPED", "NOT_HELPED", "TIPS"):
        yield f"line-{name.lower().replace('_', '-')}", notices.line(getattr(notices, name))
    for wish, told in notices.TIPS_CHANGED.items():
        yield f"tips-{wish}", notices.line(told)


def _coach(reader: Reader, words: Words) -> States:
    def because(state: str) -> Because:
        said = words("I'll ring you at ten.")
        return Because("ownership", state, said, (said,), (words("the word if"),), (words("Who calls me?"),))

    for state in ("shown", "missed", "not_called_for", "unsure"):
        one = Explanation((because(state),), ())
        yield f"why-{state.replace('_', '-')}", coach.why(one, "sealed", all_of_it=True)
    seen = Explanation((because("shown"),), ((words("HEART"), words("hears"), words("I hear you")),))
    yield "why-with-lenses", coach.why(seen, "sealed", all_of_it=True)
    ask = ([words("Chidi"), words("Dora")], "sealed")
    yield "why-with-a-coach", coach.why(seen, "sealed", all_of_it=True, ask=ask)
    yield "coach-asked", coach.coach_asked([words("Chidi")])
    asked: dict[str, Any] = {"review": ID, "who": "U3", "text": words("I'll look into it soon.")}
    yield "asked-as-a-coach", coach.asked(reader, **asked, tip=words("Name the day."))
    yield "asked-without-a-tip", coach.asked(reader, **asked, tip=None)
    yield "why-of-a-colleague", coach.why(seen, "sealed", all_of_it=False)
    yield "why-kudos", coach.why_kudos(seen, {"ownership"})
    yield "fewer", coach.fewer("sealed")
    yield "rehearse", coach.rehearse()
    yield "rehearse-filled", coach.rehearse(words("I'll ring you."))
    tip = {"id": "tip", "text": words("Name the day."), "about": words("soon"), "rewrite": words("On Friday.")}
    yield "rehearsed", coach.rehearsed([("ownership", words("I'll ring you."))], None)
    yield "rehearsed-with-tip", coach.rehearsed([("ownership", words("I'll ring you."))], tip)
    yield "rehearsed-nothing", coach.rehearsed([], None)


def _recognition(reader: Reader, words: Words) -> States:
    what = words("Rang the customer back on Friday evening.")
    said: dict[str, Any] = {"shoutout": ID, "signer": "U3", "text": what}
    for line in ("ownership", next(name for name in lines.words() if name.startswith(lines.PLEDGE))):
        name = line.replace(":", "-")
        plain: dict[str, Any] = {**said, "line": line, "effect": None, "quote": None}
        whole: dict[str, Any] = {**plain, "effect": words("They opened."), "quote": words("On my way.")}
        yield f"shoutout-{name}", recognition.shoutout(reader, **plain, people=["U1"])
        yield f"shoutout-{name}-whole", recognition.shoutout(reader, **whole, people=["U1", "U2"])
        yield f"thanks-{name}", recognition.thanks(reader, **whole, people=["U1"])
    yield "given", recognition.given(reader, shoutout=ID, rooms=["C1"])
    yield "given-alone", recognition.given(reader, shoutout=ID, alone=True)
    yield "given-left-out", recognition.given(reader, shoutout=ID, left_out=1)
    yield "given-some-left-out", recognition.given(reader, shoutout=ID, rooms=["C1", "C2"], left_out=1, single=False)
    yield "given-no-room", recognition.given(reader, shoutout=ID, alone=True, no_room=1)
    yield "given-unsigned", recognition.given(reader, shoutout=ID, rooms=["C1"], unsigned=True)
    yield "given-undone", recognition.given(reader, shoutout=ID, undone=True)
    yield "ask-thanks", recognition.ask_thanks(reader, shoutout=ID, channel="C1", signer="U3")
    yield "form", recognition.form()
    yield "form-filled", recognition.form(people=["U1"], what=what, line="ownership", where="C1", quoted=what)
    yield "form-with-remarks", recognition.form(remarks=[words("I couldn't find @bne: choose them here.")])
    yield "form-asked-about-a-vague-reason", recognition.form(people=["U1"], what=words("Great!"), asked=True)
    yield "edit-form", recognition.edit_form(line="ownership", what=what, effect=None, metadata="sealed")


def _praise(reader: Reader, words: Words) -> States:
    thanked = Entry(AT, "shout-out", "U3", ("ownership",), words("You rang back."), words("They opened."), (), 2)
    kudos = Entry(AT, "kudos", None, ("empathy",), words("Kudos."), None, (words("I'm sorry."),), 0)
    found = [thanked, kudos]
    yield "file", praise.file(found, reader.name, "two", "")
    yield "file-empty", praise.file([], reader.name, "", "")
    yield "file-nothing-found", praise.file([], reader.name, "", words("invoice"))
    yield "file-long", praise.file(found * 12, reader.name, "many", "")
    yield "to-take-along", praise.to_take_along([words("## A day"), words("## Another")], "\n\n")
    yield "to-take-along-nothing", praise.to_take_along([], "\n")
    yield "throwback", praise.throwback(thanked, reader.name)
    yield "throwback-nothing", praise.throwback(None, reader.name)
    me: dict[str, Any] = {"tips": "are on", "told": words("one shout-out"), "id": ID}
    for wish in ("public", "team", "private", "none"):
        yield f"me-{wish}", praise.me(reader, wish=wish, paused=False, **me)
        yield f"choose-{wish}", praise.choose(reader, wish, ID)
    yield "me-paused", praise.me(reader, wish="public", paused=True, **{**me, "told": ""})


def _care(reader: Reader, words: Words) -> States:
    asked = [{"id": one.id, "ask": one.ask, "kind": one.kind, "low": one.low, "high": one.high} for one in
             questions.chosen(questions.DEFAULT, True)]  # fmt: skip
    invited: dict[str, Any] = {"round": ID, "circle": words("Support"), "until": "Tuesday 24 November, 15:00 (UTC)"}
    yield "invitation", checkin.invitation(reader, **invited, deeds=[], reminder=0)
    yield "invitation-reminder", checkin.invitation(reader, **invited, deeds=[], reminder=1)
    deed = [[words("Too many tickets."), words("We asked for cover."), "U3"]]
    yield "invitation-with-deeds", checkin.invitation(reader, **invited, deeds=deed, reminder=0)
    yield "form", checkin.form(questions=asked[:3], until="Tuesday", k=5, k_comment=None, metadata="sealed")
    yield "form-with-comments", checkin.form(questions=asked, until="Tuesday", k=5, k_comment=10, metadata="sealed")
    yield "thanks", checkin.thanks(until="Tuesday", help_lines=[])
    yield "thanks-with-help", checkin.thanks(until="Tuesday", help_lines=[words("Nora in HR")])
    yield "help-card", comfort.help_card([words("Nora in HR")])
    yield "talk", comfort.talk(names=[words("Nora")], metadata="sealed")
    yield "talk-sent", comfort.sent([words("Nora")])
    for about in comfort.ASKS:
        yield f"talk-asked-{about}", comfort.talk_asked(reader, who="U1", about=about)
    tokens = {"buddy": "sealed", "cover": "sealed"}
    yield "rough", comfort.rough(rest=None, buddy=None, cover=None, counted=False, tokens=tokens)
    helped = {"rest": words("Ten minutes."), "buddy": words("Ben"), "cover": words("Lea")}
    yield "rough-with-help", comfort.rough(**helped, counted=True, tokens=tokens)
    row = {"ask": "How was your week?", "low": "hard", "high": "good", "value": "3.5", "took_part": "most"}
    shown: dict[str, Any] = {"round": ID, "circle": words("Support"), "week": "2026-W47", "k": 5}
    rows = [{**row, "trend": ["3.0", None, "3.5"]}]
    plain = [[words("Support"), rows]]
    yield "results", results.results(reader, **shown, groups=plain, nudges=[], comments=[])
    yield "results-nudged", results.results(reader, **shown, groups=plain, nudges=["mood", "own"], comments=[])
    yield (
        "results-with-words",
        results.results(reader, **shown, groups=plain, nudges=[], comments=[words("More cover")]),
    )
    drawn = {"weeks": ["2026-W45", "2026-W46", "2026-W47"], "picture": "F0123456789"}
    asked_more = {**row, "ask": words("Was there a hard contact?"), "low": "", "high": "", "value": "few",
                  "trend": ["half or fewer", "few"]}  # fmt: skip
    more = [[words("Support"), [*rows, asked_more]]]
    yield "results-with-picture", results.results(reader, **shown, groups=more, nudges=[], comments=[], **drawn)
    few = [[words("Support"), [{**row, "value": None, "took_part": None, "trend": [None]}]]]
    yield "results-too-few", results.results(reader, **shown, groups=few, nudges=[], comments=[])
    yield "did", results.did(metadata="sealed")
    yield "void", checkin.void(reader, circle=words("Support"))
    yield "too-small", checkin.too_small(reader, circle=words("Support"), asked=3, k=5)


def _digests(reader: Reader, words: Words) -> States:
    thanked = {"id": ID, "person": "U1", "by": "U3", "signed": True, "line": "ownership", "quote": None,
               "text": words("Rang back on Friday.")}  # fmt: skip
    kudos = {**thanked, "person": "U2", "by": None, "signed": False, "line": "empathy", "quote": words("I'm sorry.")}
    of_team: dict[str, Any] = {"team": words("Support"), "week": "2026-W47", "people": ["U1", "U2"]}
    yield "digest", digests.digest(reader, **of_team, themes=["ownership", "empathy"], said=[thanked, kudos])
    unsigned = {**thanked, "by": None}
    yield "digest-giver-unnamed", digests.digest(reader, **of_team, themes=["ownership"], said=[unsigned])
    yield "digest-taken-back", digests.digest(reader, **of_team, themes=["ownership"], said=[])
    own: dict[str, Any] = {"week": "2026-W47", "people": ["U3"]}
    trend: dict[str, Any] = {"replies": [0, 1, 2, 0, 3, 1, 4, 2], "shown": {
        tactic: [0, min(number, 1), 1, 0, 2, 0, 3, 1] for number, tactic in enumerate(TACTICS)
    }}  # fmt: skip
    none: dict[str, Any] = {"replies": [0] * 8, "shown": {tactic: [0] * 8 for tactic in TACTICS}}
    yield "own", digests.own_digest(reader, **own, **trend, said=[thanked, kudos])
    yield "own-with-picture", digests.own_digest(reader, **own, **trend, said=[thanked], picture="F0123456789")
    yield "own-asked-for", digests.own_digest(reader, **own, **trend, said=[thanked], asked=True)
    yield "own-without-kudos", digests.own_digest(reader, **own, **trend, said=[])
    yield "own-without-replies", digests.own_digest(reader, **own, **none, said=[thanked])
    of_lead: dict[str, Any] = {"team": words("Support"), "week": "2026-W47", "counts": [6, 4, 2, 3]}
    yield "lead", digests.lead_digest(reader, **of_lead, themes=["ownership"], people=["U1", "U2"])
    yield "lead-nobody-unseen", digests.lead_digest(reader, **of_lead, themes=["ownership", "empathy"], people=[])
    yield "lead-no-themes", digests.lead_digest(reader, **of_lead, themes=[], people=[])
