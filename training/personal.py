"""Sentences with marked personal data, to train the redaction model: the templates of personal.txt, filled.

    uv run --project training training/personal.py --n 16000 --seed 7 > build/personal.jsonl

Writes JSON lines {"text", "spans": [{"start", "end", "type"}]}, offsets in characters. The same count and
seed, with the same Faker, give the same lines. Texts are distinct; one in five joins two sentences.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from faker import Faker

from personal_forms import ENDS, LOCALES
from personal_values import LANGUAGE, value

TEMPLATES = Path(__file__).with_name("personal.txt")
TYPES = {"PERSON": "PERSON", "FIRST": "PERSON", "LAST": "PERSON", "STREET": "LOCATION"}
TYPES |= {"STREETNAME": "LOCATION", "ORG": "ORGANIZATION", "BIRTH": "DATE_OF_BIRTH"}
Piece = tuple[str, str]  # text, and its type or nothing


def filled(rng: random.Random, template: str, language: str) -> list[Piece]:
    """A template's pieces, with something in every placeholder."""
    fitting = LOCALES[language].split() if rng.random() < 0.5 else list(LANGUAGE)
    locale, pieces = rng.choice(fitting), []
    loud = re.sub(r"\{\w+\}", "", template).isupper()
    for part in re.split(r"(\{[A-Z]+\})", template):
        kind = part.strip("{}") if part.startswith("{") else ""
        text = value(rng, kind, locale, language) if kind else part
        pieces.append((text.upper() if loud else text, TYPES.get(kind, "")))
    return [piece for piece in pieces if piece[0]]


def cased(text: str, roll: float) -> str:
    """The text as it is, all lower, all upper, or with a capital for every word."""
    if roll < 0.6:
        return text
    if roll < 0.9:
        return text.lower()
    return text.upper() if roll < 0.95 else re.sub(r"(?<!\S)\w", lambda letter: letter[0].upper(), text)


def sentence(rng: random.Random, templates: list[tuple[str, str]]) -> dict[str, object]:
    """One text and its spans, in a random casing and with a random end."""
    template, language = rng.choice(templates)
    pieces = filled(rng, template, language)
    if rng.random() < 0.2:
        other = rng.choice([text for text, spoken in templates if spoken == language])
        pieces += [(rng.choice([". ", ", ", " ", "\n", " - "]), ""), *filled(rng, other, language)]
    if pieces[-1][0][-1] not in ".?!":
        pieces.append((rng.choice(ENDS), ""))
    roll, text, spans = rng.random(), "", []
    for piece, kind in pieces:
        start, text = len(text), text + cased(piece, roll)
        if kind:
            spans.append({"start": start, "end": len(text), "type": kind})
    return {"text": text, "spans": spans}


def main() -> None:
    """Read the templates, with `# language` above each part, and print as many texts as asked for."""
    parser = argparse.ArgumentParser(description="Print sentences with marked personal data as JSON lines.")
    parser.add_argument("--n", type=int, default=16000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rng, language, templates, seen = random.Random(args.seed), "", [], set()
    Faker.seed(args.seed)
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            language = line[2:]
        else:
            templates.append((line, language))
    while len(seen) < args.n:
        made = sentence(rng, templates)
        if made["text"] not in seen:
            seen.add(made["text"])
            print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main()
