"""The heads: fitted for these weights and these categories, or refused."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from ruamel.yaml import YAML

from recourse.model import RecourseError
from recourse.scoring import encoder, grams
from recourse.scoring.encoder import Reading
from recourse.scoring.grams import packed, unpacked
from recourse.scoring.risk import REQUEST, Heads
from tests import shipped

FOLDER = shipped.PROJECT / "models/scorer"


def test_a_head_ships_for_every_category_of_risks_and_one_for_requests():
    categories = YAML(typ="safe").load(shipped.PROJECT / "data/policy/risks.yml")["categories"]
    heads = Heads(FOLDER, encoder.load(FOLDER))
    assert set(heads.names) == {category["id"] for category in categories} | {REQUEST}
    assert REQUEST not in shipped.scoring().names["risk"]


@pytest.mark.parametrize("length", [0.0, 1.0, -1.0])
def test_whatever_the_vector_every_head_gives_a_probability(length):
    heads = Heads(FOLDER, encoder.load(FOLDER))
    sentence, concern = (np.full(size, length, dtype=np.float32) for size in (384, 128))
    found = heads.probabilities(Reading(np.zeros(28, dtype=np.float32), sentence, concern, grams.read("")))
    assert set(found) == set(heads.names)
    assert all(0 <= p <= 1 for p in found.values())


def test_when_the_heads_are_missing_then_the_error_says_how_to_make_them(tmp_path):
    with pytest.raises(RecourseError, match=r"heads\.json is missing; make it with: recourse learn risks"):
        Heads(tmp_path, encoder.load(FOLDER))


def test_when_the_heads_are_those_of_other_weights_then_they_are_refused(tmp_path):
    kept = json.loads((FOLDER / "heads.json").read_text())
    (tmp_path / "heads.json").write_text(json.dumps({**kept, "encoder": "another"}))
    with pytest.raises(RecourseError, match="fitted for other weights; make it again: recourse learn risks"):
        Heads(tmp_path, encoder.load(FOLDER))
    shutil.copy(FOLDER / "heads.json", tmp_path)
    assert Heads(tmp_path, encoder.load(FOLDER)).names == tuple(kept["names"])


def test_packed_weights_come_back_as_they_were():
    words = np.array([[0.5, -1.25], [0.0, 3.0]], dtype=np.float32)
    assert np.array_equal(unpacked(packed(words), 2), words)


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\ud83d", "x" * 100_000, "²³"])
def test_any_text_has_a_vector_of_words_no_longer_than_one(text):
    assert np.linalg.norm(grams.read(text).values) <= 1.0001


def alike(one, other):
    rows = grams.matrix([grams.read(one), grams.read(other)])
    return float((rows[0] @ rows[1].T).toarray()[0, 0])


def test_a_misspelt_word_stays_near_and_the_number_of_an_order_counts_for_nothing():
    assert alike("im suicidal", "im sucidal") > 0.5 > alike("im suicidal", "my parcel")
    assert alike("where is A-12345", "where is B-90811") == pytest.approx(1)


def test_words_on_weights_are_the_product_with_their_vector():
    weights = np.random.default_rng(1).normal(size=(3, grams.SIZE)).astype(np.float32)
    words = grams.read("where is my order")
    assert words.on(weights) == pytest.approx(weights @ grams.matrix([words]).toarray()[0], abs=1e-4)
