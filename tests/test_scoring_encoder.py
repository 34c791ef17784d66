"""The shipped encoder: any text gives a reading, alone or among others."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from recourse.model import RecourseError
from recourse.scoring import encoder
from tests import shipped

FOLDER = shipped.PROJECT / "models/scorer"
TEXTS = [
    "",
    " \n\t",
    "Where is my order A-12345?",
    "😀",
    "👩‍👩‍👧 I am SO happy!!! 😀😀",
    "\ud83d",  # half an emoji, as a cut-off message has it
    "\x00\x07",
    "日本語のテキスト и русский",
    "a" * 20_000,
    "I am angry. " * 1700,
    "😀" * 30_000,
]


@pytest.fixture(scope="module")
def reader():
    return encoder.load(FOLDER)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_any_text_gives_a_probability_for_each_emotion_and_a_unit_vector(reader, text):
    reading = reader.read(text)
    assert len(reading.emotions) == 28
    assert all(0 <= p <= 1 for p in reading.emotions.values())
    assert reading.sentence.shape == (384,)
    assert np.linalg.norm(reading.sentence) == pytest.approx(1, abs=1e-3)


def test_a_text_is_read_the_same_alone_and_among_longer_ones(reader):
    together = reader.read_all(TEXTS)
    for text, reading in zip(TEXTS, together):
        alone = reader.read(text)
        assert reading.emotions == pytest.approx(alone.emotions, abs=1e-2)
        assert float(reading.sentence @ alone.sentence) > 1 - 1e-3


def test_readings_come_in_the_order_of_the_texts(reader):
    happy, angry = reader.read_all(["I love it, thank you!", "I hate you, this makes me so angry"])
    assert happy.emotions["love"] > 0.5 > angry.emotions["love"]
    assert angry.emotions["anger"] > 0.5 > happy.emotions["anger"]


@pytest.mark.parametrize("length", [200, 5_000, 50_000])
def test_of_a_long_text_beginning_and_end_are_read(reader, length):
    filler = "the parcel has a number. " * (length // 25)
    plain = reader.read(filler).emotions["anger"]
    assert reader.read(f"I hate you, I am furious! {filler}").emotions["anger"] > plain + 0.05
    assert reader.read(f"{filler} I hate you, I am furious!").emotions["anger"] > plain + 0.05


def test_a_text_read_again_is_not_computed_again(reader):
    assert reader.read("once and for all") is reader.read("once and for all")


def test_the_version_follows_the_weights(tmp_path, reader):
    copy = shutil.copytree(FOLDER, tmp_path / "scorer")
    assert encoder.Encoder(copy).version == reader.version
    with (copy / "encoder.onnx").open("ab") as weights:
        weights.write(b"\x0a\x00")  # an empty field more: the same network, another file
    assert encoder.Encoder(copy).version != reader.version


def test_when_the_weights_are_missing_then_the_error_says_where_they_come_from(tmp_path):
    with pytest.raises(RecourseError, match=r"encoder\.onnx is missing; .*git checkout"):
        encoder.Encoder(tmp_path)


def test_the_labels_are_those_of_the_weights(reader):
    assert reader.labels == json.loads((FOLDER / "scorer.json").read_text())["emotions"]
