"""The shipped encoder: any text gives a reading."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from recourse.model import RecourseError
from recourse.scoring import emotion, encoder
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
def test_any_text_gives_a_logit_for_each_emotion_and_a_unit_vector(reader, text):
    reading = reader.read(text)
    assert reading.emotions.shape == (28,)
    assert np.isfinite(reading.emotions).all()
    assert reading.sentence.shape == (384,)
    assert reading.concern.shape == (128,)
    assert np.linalg.norm(reading.sentence) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(reading.concern) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("length", [200, 5_000, 50_000])
def test_of_a_long_text_beginning_and_end_are_read(reader, length):
    filler = "the parcel has a number. " * (length // 25)
    anger = emotion.names(FOLDER).index("anger")
    plain = reader.read(filler).emotions[anger]
    assert reader.read(f"I hate you, I am furious! {filler}").emotions[anger] > plain + 0.5
    assert reader.read(f"{filler} I hate you, I am furious!").emotions[anger] > plain + 0.5


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
