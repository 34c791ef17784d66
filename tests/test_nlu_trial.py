"""The NLU is measured as it ships: on a tiny set by cross-validation, on the held-out sentences as trained."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from recourse import nlu_trial
from recourse.model import RecourseError
from tests.shipped import PROJECT

TINY = """version: "3.1"
nlu:
- intent: greet
  examples: |
{greet}
- intent: ask_invoice
  examples: |
{invoice}
"""
GREET = ["hello", "hi there", "hey", "good morning", "hello again", "hey there", "good evening", "hi"]
INVOICE = [
    *("send me an invoice", "I need my invoice", "invoice please", "where is the invoice"),
    *("can I have an invoice", "email me the invoice", "I lost my invoice", "an invoice for my company"),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A project of two intents, in English and again as another language, with the shipped pipeline."""
    home = tmp_path_factory.mktemp("tiny")
    (home / "data/flows/languages").mkdir(parents=True)
    shutil.copy(PROJECT / "config.yml", home)
    for name, suffix in (("en", ""), ("languages/xx", " !")):
        words = {
            key: "\n".join(f"    - {text}{suffix}" for text in texts)
            for key, texts in (("greet", GREET), ("invoice", INVOICE))
        }
        (home / f"data/flows/{name}.yml").write_text(TINY.format(**words))
    return home


def test_every_example_is_asked_once_and_the_languages_are_told_apart(tiny, capsys):
    answers = nlu_trial.cross_validate(tiny, folds=2)
    assert Counter(a.source for a in answers) == {"en": 16, "xx": 16}
    assert {a.text for a in answers if a.source == "en"} == {*GREET, *INVOICE}
    assert sum(a.wanted == a.got for a in answers) >= 24
    assert "fold 2 of 2" in capsys.readouterr().out


def test_without_a_model_the_held_out_sentences_say_what_to_do(tmp_path):
    with pytest.raises(RecourseError, match="recourse train"):
        nlu_trial.held_out(tmp_path)
