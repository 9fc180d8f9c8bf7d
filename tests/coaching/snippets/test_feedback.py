import re
import tomllib
from collections import Counter

import pytest

from coaching import playbook
from coaching.playbook import SHELF
from coaching.snippets import customer, feedback, tagging
from coaching.snippets.customer import Need
from coaching.snippets.feedback import choose
from coaching.snippets.tagging import TACTICS, Antipattern, Evidence, Reading, Tactic

SITUATIONS = frozenset(playbook.load("customer").lines)
TIPS = tomllib.loads((SHELF / "tips.toml").read_text("utf-8"))
KUDOS = tomllib.loads((SHELF / "kudos.toml").read_text("utf-8"))
SPOKEN = [
    *KUDOS["openings"],
    *(
        line
        for lines in (*KUDOS["lines"].values(), *KUDOS["pairs"].values(), *KUDOS["strengths"].values())
        for line in lines
    ),
    *(tip["text"] for tip in TIPS["tip"]),
    *TIPS["unread"].values(),
]


NONE = Tactic("not_called_for", False, 0.0)


def reading(*harms: Antipattern, **tactics: Tactic) -> Reading:
    return Reading({**dict.fromkeys(TACTICS, NONE), **tactics}, harms)


def shown(quote: str, score: float = 0.9) -> Tactic:
    return Tactic("shown", True, score, (Evidence(0, len(quote), quote),))


def missed(words: str) -> Tactic:
    return Tactic("missed", False, 0.1, (), (Evidence(0, len(words), words),))


@pytest.fixture(autouse=True)
def _a_customer_who_names_what_they_show(monkeypatch):
    """In these stories the customer's words are the name of what they show: "loss"."""

    def named(text: str, spans: tuple[tuple[int, int], ...]) -> list[Need]:
        return [Need(text[a:b], a, b, a, b, 0.9) for a, b in spans if text[a:b] in SITUATIONS]

    monkeypatch.setattr(customer, "needs", named)


CALL = "I'll call the depot now."
SORRY = "I'm sorry to hear that your parcel is gone."


def test_kudos_quote_the_words_exactly():
    kudos = choose(reading(ownership=shown(CALL)), CALL, variety=1).kudos

    assert [(quote.tactic, quote.text) for quote in kudos.quotes] == [("ownership", CALL)]
    assert kudos.text.endswith(f"\n“{CALL}”")


def test_kudos_are_three_sentences_at_most():
    found = reading(ownership=shown(CALL), empathy=shown(SORRY))

    for variety in range(200):
        said = " ".join(choose(found, SORRY, variety=variety).kudos.lines)
        assert len(re.findall(r"[.!?](?= |$)", said)) <= 3


def test_only_what_was_shown_is_praised():
    found = reading(empathy=Tactic("unsure", True, 0.5, (Evidence(0, len(SORRY), SORRY),)), ownership=missed("loss"))

    assert choose(found, SORRY, variety=1).kudos is None


def test_the_two_strongest_tactics_are_praised():
    found = reading(empathy=shown("a", 0.8), ownership=shown("b", 0.95), authenticity=shown("c", 0.9))

    assert choose(found, "a b c", variety=1).kudos.tactics == ("ownership", "authenticity")


def test_the_same_words_are_quoted_once():
    found = reading(empathy=shown(SORRY), authenticity=shown(SORRY, 0.8))

    assert len(choose(found, SORRY, variety=1).kudos.quotes) == 1


def test_words_that_get_in_the_way_are_not_quoted():
    promise = "I promise that this will never happen again."
    found = reading(Antipattern("over_promise", 0, len(promise), promise), ownership=shown(promise))

    assert choose(found, promise, variety=1).kudos is None


@pytest.mark.parametrize("name", ["blame", "dismissal"])
def test_nothing_is_praised_beside_blame_or_dismissal(name):
    found = reading(Antipattern(name, 100, 121, "You should know that."), ownership=shown(CALL))

    assert choose(found, CALL, variety=1).kudos is None


def test_a_long_quote_is_cut_at_a_word_and_stays_exact():
    words = "I'm sorry to hear about the trip. " + "really " * 60
    quote = choose(reading(empathy=shown(words)), words, variety=1).kudos.quotes[0].text

    assert words.startswith(quote)
    assert len(quote) <= 240
    assert quote.endswith("really")


@pytest.mark.parametrize("tactic", TACTICS)
def test_nobody_reads_the_same_line_twice_while_there_are_others(tactic):
    lines: list[str] = []
    for variety in range(30):
        lines += choose(reading(**{tactic: shown(CALL)}), CALL, recent_lines=lines, variety=variety).kudos.lines

    assert max(Counter(lines).values()) == 1


def test_every_two_tactics_have_lines_of_their_own():
    for one in TACTICS:
        for other in TACTICS[TACTICS.index(one) + 1 :]:
            found = reading(**{other: shown("I will do that.", 0.9), one: shown("I see that.", 0.8)})
            assert choose(found, "", variety=3).kudos.lines[-1] in KUDOS["pairs"][f"{one}+{other}"]


def test_when_the_lines_for_two_are_used_up_each_gets_one_of_its_own():
    found = reading(empathy=shown("I see that.", 0.8), ownership=shown("I will do that."))
    lines = choose(found, "", recent_lines=KUDOS["pairs"]["empathy+ownership"], variety=3).kudos.lines

    assert lines[0] in KUDOS["lines"]["ownership"]
    assert lines[1] in KUDOS["lines"]["empathy"]


def test_a_month_of_kudos_for_the_same_two_tactics_repeats_no_line():
    found, said = reading(empathy=shown("I see that."), ownership=shown("I will do that.", 0.8)), []
    for variety in range(30):
        said += choose(found, "", recent_lines=said, variety=variety).kudos.lines

    assert max(Counter(said).values()) == 1


def test_when_every_line_was_read_lately_the_quoted_words_speak_for_themselves():
    kudos = choose(reading(active_listening=shown("I see.")), "I see.", recent_lines=SPOKEN, variety=3).kudos

    assert kudos.lines == ()
    assert kudos.text == "Active listening:\n“I see.”"


def test_the_same_snippet_is_answered_alike():
    found = reading(empathy=shown(SORRY), ownership=missed("loss"))
    again = [choose(found, SORRY, context="loss", variety=77) for _ in range(2)]

    assert again[0] == again[1]


def test_there_is_no_tip_when_the_kudos_say_it_all():
    assert choose(reading(ownership=shown(CALL)), CALL, variety=1).tip is None


def test_a_tip_starts_with_the_strength_of_the_reply():
    tip = choose(reading(ownership=shown(CALL), empathy=missed("feeling")), CALL, context="feeling", variety=1).tip

    assert tip.text.startswith(tuple(KUDOS["strengths"]["ownership"]))
    assert tip.text.count(". ") <= 2


def test_words_that_get_in_the_way_come_before_what_was_missed():
    blame = Antipattern("blame", 0, 24, "You should have read it.")
    tip = choose(reading(blame, empathy=missed("feeling")), blame.quote, context="feeling", variety=1).tip

    assert tip.id.startswith("blame-")
    assert tip.about == blame.quote


def test_what_the_customer_showed_is_read_from_their_own_words(monkeypatch):
    monkeypatch.undo()
    words = "I'm still waiting for an answer."
    tip = choose(reading(empathy=missed(words)), "ok", context=words, variety=1).tip

    assert tip.id == "empathy-repeat-tired"


@pytest.mark.parametrize("tactic", TACTICS)
@pytest.mark.parametrize("situation", sorted(SITUATIONS))
def test_every_tactic_has_a_tip_for_what_the_customer_showed(tactic, situation):
    tip = choose(reading(**{tactic: missed(situation)}), "ok", context=situation, variety=5).tip

    assert tip.tactic == tactic
    assert tip.about == situation
    assert situation in next(entry["when"] for entry in TIPS["tip"] if entry["id"] == tip.id)


def test_a_tip_does_not_come_again_and_then_there_is_none():
    found, given = reading(empathy=missed("leaving")), set()
    while tip := choose(found, "ok", context="leaving", recent_tips=given, variety=2).tip:
        assert tip.id not in given
        given.add(tip.id)

    assert given


def test_a_tip_says_what_to_stop_when_tips_like_it_are_not_wanted():
    assert feedback.about("blame-ask") == "blame"
    assert feedback.about("empathy-repeat-tired") == "empathy"
    assert feedback.about("a tip of last year") is None


def test_a_stopped_tactic_gives_way_to_another():
    found = reading(empathy=missed("loss"), ownership=missed("loss"))

    assert choose(found, "ok", context="loss", stopped={"empathy"}, variety=1).tip.tactic == "ownership"
    assert choose(found, "ok", context="loss", stopped={"empathy", "ownership"}, variety=1).tip is None


def test_a_canned_phrase_earns_the_tip_that_a_specific_one_counts_fully():
    text = "We apologise for any inconvenience."
    tip = choose(reading(), text, variety=1).tip

    assert tip.id == "canned-inconvenience"
    assert tip.about in text
    assert "count fully" in tip.text


def test_a_canned_phrase_beside_good_words_earns_no_tip():
    text = f"Thank you for your patience. {CALL}"

    assert choose(reading(ownership=shown(CALL)), text, variety=1).tip is None


def test_a_reply_that_is_robotic_gets_the_tip_on_its_canned_phrase():
    words = "We regret any inconvenience."
    found = reading(Antipattern("robotic", 30, 58, words), ownership=shown(CALL))

    assert choose(found, f"{CALL} {words}", variety=1).tip.id == "canned-inconvenience"


def test_the_customers_own_canned_phrase_earns_no_tip():
    text = "Customer: I know it's an inconvenience.\nAgent: The depot opens at nine."

    assert choose(reading(), text, variety=1).tip is None


def test_there_are_at_least_eighty_tips_with_ids_of_their_own():
    ids = [tip["id"] for tip in TIPS["tip"]]

    assert len(ids) == len(set(ids)) >= 80


@pytest.mark.parametrize("tip", TIPS["tip"], ids=lambda tip: tip["id"])
def test_a_tip_is_complete_short_and_has_one_reason_to_be_given(tip):
    assert tip.keys() - {"when", "antipattern", "canned", "said"} == {"id", "tactic", "text", "rewrite", "source"}
    assert len(tip.keys() & {"when", "antipattern", "canned"}) == 1
    assert tip["tactic"] in TACTICS
    assert set(tip.get("when", ())) <= SITUATIONS
    assert len(tip["text"]) <= 300
    assert len(tip["rewrite"]) <= 300
    assert tip["text"].count(". ") <= 1
    assert tip["rewrite"].count("[") == tip["rewrite"].count("]")


@pytest.mark.parametrize("name", feedback.ANTIPATTERNS)
def test_each_antipattern_has_several_tips(name):
    assert sum(tip.get("antipattern") == name for tip in TIPS["tip"]) >= 4


def test_there_is_wording_enough_for_a_month():
    assert len(KUDOS["openings"]) >= 40
    assert all(len(KUDOS["lines"][tactic]) >= 30 for tactic in TACTICS)
    assert all(len(lines) >= 9 for lines in KUDOS["pairs"].values())
    assert max(Counter(SPOKEN).values()) == 1


@pytest.mark.parametrize("said", SPOKEN)
def test_the_wording_holds_no_score_and_no_scolding(said):
    assert not re.search(r"[\d%]|\b(score|points|rank\w*|best agent|than others|worse|fail\w*|mistakes?)\b", said, re.I)
    assert not re.search(
        r"\b(you should|you must|you need to|you forgot|unfortunately|poor\w*|lazy|sloppy)\b", said, re.I
    )
    assert not re.search(r"!!|\b(awesome|rockstar|ninja|amazing|superstar|crush\w*)\b", said, re.I)


@pytest.mark.parametrize("reason", ["empty", "no_agent", "too_short", "language", "ambiguous", "nothing"])
def test_a_text_that_cannot_be_read_gets_a_kind_word_on_what_to_do(reason):
    assert 20 < len(feedback.explain(reason)) < 160


@pytest.mark.parametrize("tip", TIPS["tip"], ids=lambda tip: tip["id"])
def test_a_rewrite_shows_the_tactic_that_its_tip_is_about(tip):
    filled = re.sub(r"\[([^\]/]+)[^\]]*\]", lambda slot: slot[1].strip(), tip["rewrite"])
    found = tagging.read(filled)

    assert found.tactics[tip["tactic"]].leans
    assert not found.antipatterns


def test_a_strong_reply_gets_kudos_and_a_weak_one_a_tip(monkeypatch):
    monkeypatch.undo()
    asked = "I'm really upset, I'm still waiting for an answer."
    strong = "I'm so sorry to hear you're still waiting. I've asked the depot and I'll call you tomorrow."
    weak = "Orders take five days."

    assert choose(tagging.read(strong, asked), strong, context=asked, variety=1).kudos
    assert choose(tagging.read(weak, asked), weak, context=asked, variety=1).tip.tactic == "empathy"


def test_a_tip_about_words_that_were_not_said_is_not_given(monkeypatch):
    monkeypatch.undo()
    asked, cold, sorry = "I'm really worried.", "Delivery takes 3 days.", "Sorry about that. Delivery takes 3 days."
    given = {
        words: {choose(tagging.read(words, asked), words, context=asked, variety=n).tip.id for n in range(40)}
        for words in (cold, sorry)
    }

    assert "empathy-feeling-beyond-sorry" not in given[cold]
    assert given[sorry] == {"empathy-feeling-beyond-sorry"}


HARSH = {
    "Calm down. That's not my problem, read the FAQ like everybody else does.": ("Calm down.", {"blame-calm-down"}),
    "I am sorry you feel that way. As per our policy no refunds are possible after 30 days.": (
        "I am sorry you feel that way.",
        {"dismissal-sorry-for-what-happened", "dismissal-take-seriously"},
    ),
    "You should have used the form. Our terms say that orders are final.": (
        "You should have used the form.",
        {"blame-passive-detail", "blame-easy-to-miss", "blame-ask"},
    ),
    "There's nothing we can do. It is normal for the lid to leak.": (
        "There's nothing we can do.",
        {"dismissal-door-open", "dismissal-explain-no"},
    ),
    "We will refund you no matter what. Let me read it again.": (
        "We will refund you no matter what.",
        {"promise-what-is-yours", "promise-candour"},
    ),
    "You people never read anything. We sell phones.": ("You people never read anything.", {"blame-what-to-do"}),
    "Not our problem. We sell phones.": ("Not our problem.", {"buck-outside", "buck-first-step"}),
    "It says so right there in the terms. You can call us at nine.": (
        "It says so right there in the terms.",
        {"blame-reason-not-rule"},
    ),
}


@pytest.mark.parametrize("reply", HARSH)
def test_a_tip_is_about_the_sentence_that_it_quotes(reply, monkeypatch):
    monkeypatch.undo()
    quoted, fitting = HARSH[reply]
    given = [choose(tagging.read(reply), reply, variety=n).tip for n in range(30)]

    assert {tip.about for tip in given} == {quoted}
    assert {tip.id for tip in given} == fitting


def test_a_tip_about_what_the_agent_said_quotes_the_sentence_that_says_it(monkeypatch):
    monkeypatch.undo()
    asked, reply = "I'm really worried.", "Delivery takes 3 days. Sorry about that."
    tip = choose(tagging.read(reply, asked), reply, context=asked, variety=1).tip

    assert tip.id == "empathy-feeling-beyond-sorry"
    assert tip.about == "Sorry about that."


def test_a_part_of_a_word_is_no_reason_for_a_tip():
    harm = Antipattern("dismissal", 0, 38, "We do not see a piano in an unusual key.")
    given = {choose(reading(harm), harm.quote, variety=n).tip.id for n in range(30)}

    assert "dismissal-normal-still-annoying" not in given


@pytest.mark.parametrize("tip", [tip for tip in TIPS["tip"] if "said" in tip], ids=lambda tip: tip["id"])
def test_what_a_tip_asks_to_be_said_can_be_looked_for(tip):
    assert re.compile(tip["said"])
