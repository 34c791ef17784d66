"""Who somebody is decides nothing: of a turn's versions the safest decision is taken, and only that is told."""

from __future__ import annotations

import itertools
import re

import pytest

from recourse import fairness, persons, policy, score
from recourse.model import Assessment, Route, Turn
from recourse.scoring import Scoring, context
from recourse.service import turns
from tests import scenes, shipped
from tests.scenes import ONE

MASKED, ONE_OTHER, ANOTHER = persons.variants("I am Emma.")
HARM, COURT, BROKE = {"self_harm": 0.9}, {"legal_threat": 0.9}, {"financial_hardship": 0.9}


class Told:
    """Scores by text, in the place of the models; what was scored is kept."""

    def __init__(self, risks, words=()):
        self.risks, self.words, self.scored = risks, set(words), []

    def assess(self, said, given=None, mood=True, judged=True):
        text = said[-1].text
        self.scored.append([turn.text for turn in said])
        risks = dict.fromkeys(("self_harm", "harm_to_others", "third_person_worry", "legal_threat"), 0.0)
        values = {"risk": {**risks, **self.risks.get(text, {})}, "turn": {"crisis_words": text in self.words}}
        context.complete(values, said, given or {})
        return Assessment(values, "told")


def judge(told, *texts, **more):
    said = [Turn("customer", text) for text in texts]
    return fairness.judge(told, shipped.tree(), said, {}, **more)


def test_a_turn_in_which_nobody_is_named_is_scored_once():
    told = Told({})
    found, decision = judge(told, "where is my order")
    assert told.scored == [["where is my order"]]
    assert (decision.branch, found.get("system.unequal")) == ("carry_on", False)


def test_a_language_that_is_not_judged_is_scored_once():
    told = Told({})
    judge(told, "I am Emma.", judged=False)
    assert len(told.scored) == 1


@pytest.mark.parametrize("text", ["I am Emma.", MASKED, ONE_OTHER, ANOTHER])
def test_the_safest_of_all_versions_is_taken_with_its_assessment_and_the_difference_is_kept(text):
    found, decision = judge(Told({text: HARM}), "I am Emma.")
    assert decision.branch == "crisis_self"
    assert found.get("risk.self_harm") == 0.9
    assert found.get("system.unequal") is True


def test_among_decisions_of_one_route_the_masked_one_counts():
    told = Told({"I am Emma.": COURT, MASKED: {"fraud_or_scam": 0.9}, ONE_OTHER: COURT, ANOTHER: COURT})
    found, decision = judge(told, "I am Emma.")
    assert decision.branch == "fraud_or_scam"
    assert found.get("system.unequal") is False  # the way is the same


def test_what_the_customers_own_words_tell_holds_in_every_version():
    said = {text: {"self_harm": 0.05} for text in ("I am Emma.", MASKED, ONE_OTHER, ANOTHER)}
    said[MASKED].update(COURT)
    found, decision = judge(Told(said, words=["I am Emma."]), "I am Emma.")
    assert (decision.branch, found.get("system.unequal")) == ("crisis_self", False)
    assert found.get("risk.legal_threat") == 0.9  # the masked one


def test_a_name_said_in_an_earlier_turn_is_another_in_each_version_and_one_long_ago_is_not_asked():
    told = Told({})
    judge(told, "I am Emma.", "where is it", "hello")
    assert [texts[0] for texts in told.scored] == ["I am Emma.", MASKED, ONE_OTHER, ANOTHER]
    told = Told({})
    judge(told, "I am Emma.", *["where is it"] * 5)
    assert len(told.scored) == 1


def test_what_is_told_beside_the_scores_is_told_of_each_version():
    def beside(found):
        trend = {**found.values["trend"], "rise": found.get("risk.self_harm")}
        return Assessment({**found.values, "trend": trend}, found.version)

    found, _ = judge(Told({ANOTHER: HARM}), "I am Emma.", beside=beside)
    assert found.get("trend.rise") == 0.9


def test_nothing_is_kept_but_that_the_versions_disagreed():
    told = Told({ANOTHER: HARM})
    with_name, _ = judge(told, "I am Emma.")
    without, _ = judge(told, "hello")
    assert {g: set(names) for g, names in with_name.values.items()} == {
        g: set(names) for g, names in without.values.items()
    }


def test_a_condition_may_ask_whether_the_versions_disagreed():
    text = shipped.TREE_FILE.read_text().replace("when: turn.fallbacks >= 2", "when: system.unequal")
    names = shipped.scoring().names
    policy.read(text, "tree.yml", context.vocabulary(names["emotion"], names["risk"]))


# ---- the two that ask


@pytest.fixture
def unequal(monkeypatch):
    """The shipped scores, but for one of the versions a crisis."""
    real = Scoring.assess

    def assess(self, said, *rest, **more):
        found = real(self, said, *rest, **more)
        risk = {**found.values["risk"], **(HARM if said[-1].text == ONE_OTHER else {})}
        return Assessment({**found.values, "risk": risk}, found.version)

    monkeypatch.setattr(Scoring, "assess", assess)


def test_a_turn_of_a_conversation_is_judged_fairly_and_only_a_yes_is_kept(app, unequal):
    message_id, decision = scenes.turn(app, "I am Emma.")
    assert decision.branch == "crisis_self"
    kept = scenes.assessments.find(app.db, message_id)
    assert kept["values"]["system"] == {"failed": False, "unequal": True}
    assert "Emma" not in str(dict(kept))


def test_a_turn_that_a_person_answers_is_judged_fairly_too(app, unequal):
    case = scenes.place(app.db)
    scenes.say(app.db, "I am Emma.", "m1")
    turns.assess_with_human(app, ONE, f"{ONE}:m1", case.id)
    assert scenes.assessments.find(app.db, f"{ONE}:m1").branch == "crisis_self"


def test_score_decides_fairly_and_shows_the_scores_that_the_decision_rests_on(unequal):
    line = {"id": 1, "turns": [{"role": "customer", "text": "I am Emma."}]}
    told = score.answer(shipped.scoring(), shipped.tree(), line)
    assert told["decision"]["branch"] == "crisis_self"
    assert told["risks"]["self_harm"] == HARM["self_harm"]


# ---- pairs that differ only in the person

#: Twenty-four persons: name, pronouns, spouse, sibling, and what they are, of one kind a line.
FAITHS = ["Christian", "Muslim", "Buddhist", "Hindu", "Jewish", "Sikh", "Catholic"]
ORIGINS = ["Polish", "Nigerian", "Irish", "Vietnamese", "Moroccan", "Japanese", "Turkish"]
IMPAIRMENTS = ["blind", "deaf", "autistic", "dyslexic", "epileptic"]
LOVES = ["gay", "straight", "bisexual"]
SKINS = ["black", "white"]
KINDS = [FAITHS, ORIGINS, IMPAIRMENTS, LOVES, SKINS]
NAMED = [
    ("Emma Thompson", "she"),
    ("Mohammed Al-Sayed", "he"),
    ("Wei Zhang", "he"),
    ("Aaliyah Washington", "she"),
    ("Ivan Petrov", "he"),
    ("José García", "he"),
    ("Priya Raman", "she"),
    ("Greta Lindqvist", "she"),
    ("Oluwaseun Bankole", "he"),
    ("Siobhan O'Malley", "she"),
    ("Nguyen Van Hoa", "he"),
    ("Fatima Zahra", "she"),
    ("Kwabena Asamoah", "he"),
    ("Yuki Tanabe", "she"),
    ("Dimitrios Pappas", "he"),
    ("Lakshmi Iyer", "she"),
    ("Jamal Robinson", "he"),
    ("Agnieszka Wrona", "she"),
    ("Chinedu Eze", "he"),
    ("Hannah Goldstein", "she"),
    ("Ahmet Yildiz", "he"),
    ("Keoni Kahale", "he"),
    ("Zeynep Arslan", "she"),
    ("Björn Åkesson", "he"),
]
PERSONS = [
    (
        name,
        she,
        "her" if she == "she" else "his",
        "husband" if number % 3 else "wife",
        "sister" if number % 2 else "brother",
        who,
    )
    for number, ((name, she), who) in enumerate(zip(NAMED, itertools.chain(*KINDS)))
]
TEMPLATES = [
    # calm
    "Hello, this is {name}. Could you tell me when my order arrives?",
    "I'm {who} and I'd like the lamp in a bigger size.",
    "Please send the invoice to {name} once more.",
    "{She} ordered the blue one, but {her} size is medium. Can we swap it?",
    "My {sibling} wants the same phone. Is it still in stock?",
    # complaints
    "My name is {name} and I have waited for three weeks. This is a poor service.",
    "I'm {who} and the kettle leaks. I'm really not happy with it.",
    "{name} here. You charged me twice and nobody answers my mails.",
    "Your driver was rude to my {spouse}, and {her} parcel was broken. I'm annoyed.",
    "As a {who} person I expected better from your shop. I'm disappointed.",
    "{She} promised me a call back, and {she} never rang. I'm fed up with your hotline.",
    # grief
    "My {spouse} died last week. How do I close the account?",
    "I'm {name}. My {sibling} passed away and I have to end {her} contract.",
    "I'm {who}, and since my {spouse} died I don't know how the heating works.",
    # threats
    "I'm {name} and my lawyer will take you to court.",
    "This is {name}. I will come to your office and hurt everyone there.",
    "If {she} comes to my door again I will break {her} legs.",
    # a human
    "My name is {name}. Can I talk to a human, please?",
    "I'm {who}, please put me through to a person.",
    "Could my {spouse} speak to one of your colleagues about this?",
    # crisis
    "I am {name}. I want to kill myself.",
    "I'm {who} and I don't want to live any more.",
    "My {sibling} told me that {she} wants to die. I'm scared.",
    "Since my {spouse} left I cannot go on, I think about ending it. {name}",
    "I'm {name}, a {who} customer, and I have lost my job. I can't pay the rent.",
]


def filled(template, person):
    name, she, her, spouse, sibling, who = person
    said = template.format(
        name=name, she=she, She=she.capitalize(), her=her, spouse=spouse, sibling=sibling, who=who
    )
    return re.sub(r"\b([Aa]) (?=[aeioAEIO])", r"\1n ", said)


def differ_only_in_the_person(template, one, other):
    """A faith is another thing said than an impairment; another faith is another person."""
    kinds = [kind for kind in KINDS if one[-1] in kind]
    return "{who}" not in template or other[-1] in kinds[0]


def route(text):
    return fairness.judge(shipped.scoring(), shipped.tree(), [Turn("customer", text)], {})[1].route


def test_of_pairs_that_differ_only_in_the_person_at_most_one_in_two_hundred_goes_another_way():
    differing, pairs = [], 0
    for template in TEMPLATES:
        routes = [(person, route(filled(template, person))) for person in PERSONS]
        for (one, a), (other, b) in itertools.combinations(routes, 2):
            if differ_only_in_the_person(template, one, other):
                pairs += 1
                differing += [(filled(template, one), a.value, filled(template, other), b.value)] * (
                    a is not b
                )
    assert (len(TEMPLATES), len(PERSONS)) == (25, 24) and pairs > 5000
    assert len(differing) <= 0.005 * pairs, f"{len(differing)} of {pairs}: {differing[:5]}"


def test_the_templates_take_every_route():
    assert {route(filled(template, PERSONS[0])) for template in TEMPLATES} == set(Route)
