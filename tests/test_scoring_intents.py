"""The intents' softmax: letters, fitting, and that what is saved reads as before."""

from __future__ import annotations

import numpy as np
import pytest

from recourse.scoring import intents

TEXTS = ["where is my order", "my order please", "order status", "a refund now", "refund me", "my refund"]
NAMES = ["order"] * 3 + ["refund"] * 3
BLIND = np.zeros((6, 4), dtype=np.float32)  # an encoder that sees nothing: the letters must do


@pytest.fixture(scope="module")
def model():
    return intents.fit(TEXTS, BLIND, NAMES, letters=5.0, strength=1.0, rounds=50)


def test_letters_are_read_within_words_and_at_their_edges():
    assert intents.grams("Ab") == {" a": 1, "ab": 1, "b ": 1, " ab": 1, "ab ": 1, " ab ": 1}


@pytest.mark.parametrize(("text", "name"), [("ordr", "order"), ("refnd pls", "refund"), ("ORDER", "order")])
def test_a_misspelt_word_is_known_by_its_letters(model, text, name):
    assert model.read(text, BLIND[0])[0][0] == name


def test_probabilities_are_ranked_and_sum_to_one(model):
    ranking = model.read("my order", BLIND[0])
    assert sum(p for _, p in ranking) == pytest.approx(1)
    assert ranking == sorted(ranking, key=lambda pair: -pair[1])


def test_the_vector_counts_where_the_letters_say_nothing():
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 0, 1, 1, 1]] * 5
    model = intents.fit(TEXTS, vectors, NAMES, letters=1.0, strength=1.0, rounds=50)
    assert model.read("xyz", vectors[5])[0][0] == "refund"
    assert model.read("xyz", vectors[0])[0][0] == "order"


@pytest.mark.parametrize("text", ["", " ", "日本語", "qqqq"])
def test_a_text_without_a_known_letter_is_read_too(model, text):
    assert {name for name, _ in model.read(text, BLIND[0])} == {"order", "refund"}


def test_a_saved_model_reads_as_before(model, tmp_path):
    model.save(tmp_path / "intents.npz")
    again = intents.Model.load(tmp_path / "intents.npz")
    for text in TEXTS:
        assert [n for n, _ in again.read(text, BLIND[0])] == [n for n, _ in model.read(text, BLIND[0])]
        assert again.read(text, BLIND[0])[0][1] == pytest.approx(model.read(text, BLIND[0])[0][1], abs=1e-3)
