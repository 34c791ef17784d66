"""Learning: examples are read as they are written, and a new category takes an entry and one command."""

from __future__ import annotations

import difflib
import json
import random
import shutil

import numpy as np
import pytest
from ruamel.yaml import YAML

from recourse.learn import corpora, evaluate, measure, risks
from recourse.model import RecourseError
from recourse.scoring import encoder
from recourse.scoring.risk import Heads
from tests import shipped

DIALOGUES = sorted((shipped.PROJECT / "training/dialogues").glob("*.txt"))
HELD_OUT = [shipped.PROJECT / f"tests/heldout/{name}.txt" for name in evaluate.MOODS]


@pytest.mark.parametrize("path", [*DIALOGUES, *HELD_OUT], ids=lambda path: path.stem)
def test_every_dialogue_can_be_read_and_ends_with_a_rated_customer(path):
    found = list(corpora.dialogues(path))
    assert len(found) > 100
    for each in found:
        assert each.said[-1][0] == "customer"
        assert each.text.strip()
        assert all(0 <= chance <= 1 for chance in each.moods)


def test_a_line_in_no_known_form_is_refused_with_its_file(tmp_path):
    path = tmp_path / "some.txt"
    path.write_text("C 0 0 | a rating too few\n")
    with pytest.raises(RecourseError, match=r"some\.txt.*a rating too few"):
        list(corpora.dialogues(path))


def test_dialogues_stand_apart_by_an_empty_line(tmp_path):
    path = tmp_path / "some.txt"
    path.write_text("# a comment\nC 0 1 3 | hi\nA | yes?\nC 2 0 0 | no\n\nC 0 0 0 | bye\n")
    first, second, third = corpora.dialogues(path)
    assert first.moods == [corpora.CHANCE[0], corpora.CHANCE[1], corpora.CHANCE[3]]
    assert second.said == [("customer", "hi"), ("assistant", "yes?"), ("customer", "no")]
    assert third.said == [("customer", "bye")]


def test_what_is_measured_on_was_not_learnt_from():
    learnt = {each.text.casefold() for path in DIALOGUES for each in corpora.dialogues(path)}
    found = YAML(typ="safe").load(shipped.PROJECT / "data/policy/risks.yml")
    learnt |= {t.casefold() for c in found["categories"] for t in (*c["examples"], *c["near_misses"])}
    learnt |= {text.casefold() for _, text, _ in corpora.sentences(shipped.PROJECT)}
    held = {each.text.casefold() for path in HELD_OUT for each in corpora.dialogues(path)}
    for name in ("crisis", "near_crisis", "requests", "near_requests", "ordinary"):
        held |= {t.casefold() for t in evaluate.lines(shipped.PROJECT / f"tests/heldout/{name}.txt")}
    assert {text for text in held & learnt if len(text.split()) > 4} == set()  # "thank you" is nobody's


def test_every_sentence_that_heads_learn_from_is_marked_for_a_category_there_is():
    found = list(corpora.sentences(shipped.PROJECT))
    assert {name for name, _, _ in found} <= {head.name for head in risks.heads(shipped.PROJECT)} | {
        corpora.CALM
    }
    assert not [text for name, text, counts in found if name == corpora.CALM and counts]


def test_a_sentence_without_its_mark_is_refused_with_its_file(tmp_path):
    (tmp_path / "training/sentences").mkdir(parents=True)
    (tmp_path / "training/sentences/minor.txt").write_text("# of age\n+ I'm 12\nI'm 42\n")
    with pytest.raises(RecourseError, match=r"minor\.txt.*`\+ ` or `- `.*I'm 42"):
        list(corpora.sentences(tmp_path))


def test_a_slip_leaves_the_text_legible_and_a_name_leaves_it_whole():
    text, rng = "where is my parcel, it should have come on Monday", random.Random(1)
    slipped = {corpora.slipped(text, rng) for _ in range(20)}
    assert text not in slipped and len(slipped) > 10
    assert all(difflib.SequenceMatcher(None, text, each).ratio() > 0.85 for each in slipped)
    assert corpora.slipped("ok 1", random.Random(1)) != "ok 1" and corpora.slipped("?", rng) == "?"
    assert all(corpora.introduced(text, rng).endswith(text) for _ in range(20))


def test_the_best_threshold_is_the_best_of_all():
    rng = np.random.default_rng(3)
    gold = (rng.random(200) < 0.2).astype(float)
    p = np.round(np.clip(gold * 0.3 + rng.random(200) * 0.7, 0, 1), 2)
    f1, cut = measure.best_f1(p, gold)
    every = [2 * (gold * (p >= t)).sum() / ((p >= t).sum() + gold.sum()) for t in np.unique(p)]
    assert f1 == pytest.approx(max(every))
    assert 2 * (gold * (p >= cut)).sum() / ((p >= cut).sum() + gold.sum()) == pytest.approx(f1)


def test_calibration_is_perfect_where_the_share_is_what_was_said_and_off_by_what_it_is_off():
    p = np.repeat([0.2, 0.8], 100)
    gold = np.concatenate([np.arange(100) < 20, np.arange(100) < 80]).astype(float)
    assert measure.calibration_error(p, gold) == pytest.approx(0, abs=1e-9)
    assert measure.calibration_error(p, np.ones(200)) == pytest.approx(0.5)


def test_an_interval_holds_what_was_measured_and_is_narrower_with_more_rows():
    def width(count):
        gold = np.arange(count) % 4 == 0
        low, high = measure.interval(count, lambda rows: float(gold[rows].mean()))
        assert low < 0.25 < high
        return high - low

    assert width(4000) < width(100) / 3


@pytest.fixture
def project(tmp_path):
    """A project with a shop's few intents, one known category and the shipped weights."""
    (tmp_path / "data/flows").mkdir(parents=True)
    (tmp_path / "data/policy").mkdir()
    scorer = shutil.copytree(shipped.PROJECT / "models/scorer", tmp_path / "models/scorer")
    (scorer / "heads.json").unlink()
    for flow in ("human.yml", "waiting.yml"):
        shutil.copy(shipped.PROJECT / "data/flows" / flow, tmp_path / "data/flows")
    found = YAML(typ="safe").load(shipped.PROJECT / "data/policy/risks.yml")
    known = [category for category in found["categories"] if category["id"] == "legal_threat"]
    return tmp_path, {"version": 1, "categories": known, "calm": found["calm"]}


NOISE = {
    "id": "noise",
    "definition": "The customer complains of a neighbour's noise.",
    "examples": [
        f"{who} {does} {when}"
        for who in ("my neighbour", "the man upstairs", "the family next door", "someone below me")
        for does in ("plays the drums", "has a loud party", "keeps shouting", "drills into the wall")
        for when in ("every night", "at three in the morning", "and I can't sleep", "again")
    ],
    "near_misses": ["do you sell drums", "a quiet drill for walls", "party balloons for next door's girl"],
}


def test_a_new_category_takes_an_entry_and_one_command(project, capsys):
    folder, found = project
    found["categories"].append(NOISE)
    with (folder / "data/policy/risks.yml").open("w") as file:
        YAML().dump(found, file)
    risks.fit(folder)
    printed = capsys.readouterr().out
    assert "noise" in printed
    assert "precision" in printed
    weights = encoder.load(folder / "models/scorer")
    heads = Heads(folder / "models/scorer", weights)
    assert heads.names == ("legal_threat", "noise", "asks_human")
    loud = heads.probabilities(weights.read("the couple above me have a loud party again"))
    quiet = heads.probabilities(weights.read("where is my order"))
    assert loud["noise"] > 0.5 > quiet["noise"]


def test_an_entry_without_its_parts_is_refused_by_name(project):
    folder, found = project
    found["categories"].append({"id": "noise", "examples": ["x"]})
    with (folder / "data/policy/risks.yml").open("w") as file:
        YAML().dump(found, file)
    with pytest.raises(RecourseError, match="category noise needs definition, near_misses"):
        risks.fit(folder)


def test_without_the_public_sets_the_measuring_says_which_are_missing(tmp_path):
    with pytest.raises(RecourseError, match=r"lacks goemotions/dev\.tsv, convabuse"):
        evaluate.write(shipped.PROJECT, tmp_path, shipped.tree(), shipped.scoring())


def test_redaction_is_measured_by_type_both_ways_and_what_went_wrong_is_listed(tmp_path):
    rows = [
        {"text": "I am Agnieszka Nowak", "spans": [{"start": 5, "end": 20, "type": "PERSON"}]},
        {"text": "live at the mill", "spans": [{"start": 8, "end": 16, "type": "LOCATION"}]},
        {"text": "jo@example.com", "spans": []},
    ]
    file = tmp_path / evaluate.HELD_OUT / "personal.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(map(json.dumps, rows)))
    told = list(evaluate._redaction(tmp_path, tmp_path, shipped.tree(), shipped.scoring()))
    assert "- Recall of what has a form: none" in told
    assert "- Precision: 0.500 of 2 (0.00 to 1.00)" in told
    assert "| PERSON | 1.000 of 1 (1.00 to 1.00) | 1.000 of 1 (1.00 to 1.00) |" in told
    assert "| STREET_ADDRESS | 0.000 of 1 (0.00 to 0.00) | none |" in told
    assert "- missed STREET_ADDRESS the mill: live at the mill" in told
    assert "- taken for EMAIL_ADDRESS jo@example.com: jo@example.com" in told


def test_the_card_has_a_place_for_the_figures():
    card = (shipped.PROJECT / "models/scorer/MODEL_CARD.md").read_text()
    start, end = evaluate.BETWEEN
    assert 0 < card.index(start) < card.index(end)
    assert (
        json.loads((shipped.PROJECT / "models/scorer/emotions.json").read_text())["names"][0] == "admiration"
    )
