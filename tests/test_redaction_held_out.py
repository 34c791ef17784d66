"""How much personal data is found in sentences that nothing was trained on (tests/heldout/personal.jsonl)."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from recourse import redaction
from tests.shipped import PROJECT

#: What has no form; everything else has one.
LEARNT = {"PERSON", "LOCATION", "ORGANIZATION", "DATE_OF_BIRTH"}


@cache
def counts():
    """How many spans are marked, and met by one of ours, by type; how many ours are, and meet a marked one."""
    marked, met, ours = Counter(), Counter(), Counter()
    for line in (PROJECT / "tests/heldout/personal.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = redaction.spans(row["text"])
        for span in row["spans"]:
            marked[span["type"]] += 1
            met[span["type"]] += any(f.start < span["end"] and f.end > span["start"] for f in found)
        right = sum(any(f.start < s["end"] and f.end > s["start"] for s in row["spans"]) for f in found)
        ours += Counter(right=right, all=len(found))
    return marked, met, ours


def recall(types):
    marked, met, _ = counts()
    return sum(met[name] for name in types) / sum(marked[name] for name in types)


def test_what_has_a_form_is_found():
    assert recall(set(counts()[0]) - LEARNT) >= 0.97  # 1.00 measured


def test_what_has_none_is_found():
    assert recall(LEARNT) >= 0.88  # 0.90 measured


@pytest.mark.parametrize("kind", sorted(LEARNT))
def test_no_kind_is_left_behind(kind):
    assert recall({kind}) >= 0.80


def test_little_else_is_left_out():
    ours = counts()[2]
    assert ours["right"] / ours["all"] >= 0.83  # 0.85 measured
