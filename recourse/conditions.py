"""Conditions of the decision tree: typed when they are read, three-valued when they are asked. Pure.

A condition is made of questions (`risk.self_harm >= 0.5`, `turn.crisis_words`) joined by `and`, `or` and `not`.
A question about a value that is off or failed has no answer, and what has no answer is not true.
"""

from __future__ import annotations

import difflib
import functools
import operator
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rule_engine
from rule_engine import DataType, ast, errors

from recourse.model import Assessment, Missing, RecourseError, Value

#: The names that a condition may use, by group, each with a value of the kind that stands there.
Vocabulary = Mapping[str, Mapping[str, Value]]

NAME = re.compile(r"\b([A-Za-z]\w*)&?\.([A-Za-z]\w*)\b")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
SCORES = ("risk", "emotion", "request")
COMPARED = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}


class ConditionError(RecourseError):
    """Raised when a condition cannot be read; says what, and how to mend it."""


class _NoAnswer(Exception):
    """A question met a value that is missing."""


@dataclass(frozen=True)
class Condition:
    """`text` as it was written, and the `names` of the values it asks for."""

    text: str
    names: tuple[str, ...]
    root: Any

    def holds(self, found: Assessment) -> bool:
        """True if the answers that there are make it true; a missing value never does, under `not` neither."""
        return _truth(self.root, found, self.groups) is True

    @functools.cached_property
    def groups(self) -> frozenset[str]:
        """Of the names."""
        return frozenset(name.split(".")[0] for name in self.names)


def read(text: str, vocabulary: Vocabulary) -> Condition:
    """The condition in a text; it may name what `vocabulary` has, and each thing only as what it is."""
    names = tuple(dict.fromkeys(".".join(parts) for parts in NAME.findall(QUOTED.sub("''", text))))
    known = [f"{group}.{name}" for group, values in vocabulary.items() for name in values]
    for name in names:
        if name not in known:
            raise ConditionError(f"condition uses {name}, which nothing measures{nearest(name, known)}")
    try:
        rule = rule_engine.Rule(text, context=_context(vocabulary))
    except errors.SymbolResolutionError as error:
        raise ConditionError(
            f"condition uses {error.symbol_name}, which nothing measures{nearest(error.symbol_name, known)}"
        ) from error
    except errors.EngineError as error:
        raise ConditionError(f"condition {text!r} cannot be read: {error.message}") from error
    root = rule.statement.expression
    for question in _questions(root):
        _check(question, text)
    return Condition(text, names, root)


def nearest(word: object, among: Iterable[str]) -> str:
    """ "; did you mean …?" with the word that comes closest, or nothing."""
    close = difflib.get_close_matches(str(word), list(among), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _context(vocabulary: Vocabulary) -> rule_engine.Context:
    types = {
        group: DataType.OBJECT(group, {name: _kind(value) for name, value in values.items()}, _value)
        for group, values in vocabulary.items()
    }
    return rule_engine.Context(resolver=rule_engine.resolve_item, type_resolver=types)


def _kind(value: Value) -> Any:
    if isinstance(value, bool):
        return DataType.BOOLEAN
    return DataType.STRING if isinstance(value, str) else DataType.FLOAT


def _value(where: tuple[Assessment, str], name: str) -> Value:
    found, group = where
    value = found.get(f"{group}.{name}")
    if isinstance(value, Missing) or value != value:  # not a number is no answer either
        raise _NoAnswer
    return value


def _truth(node: Any, found: Assessment, groups: Collection[str]) -> bool | None:
    if isinstance(node, ast.LogicExpression):
        decides = bool(node.type == "or")  # the answer that one side alone can give
        left = _truth(node.left, found, groups)
        right = None if left is decides else _truth(node.right, found, groups)
        if decides in (left, right):
            return decides
        return None if None in (left, right) else not decides
    if isinstance(node, ast.UnaryExpression) and node.type == "not":
        inner = _truth(node.right, found, groups)
        return None if inner is None else not inner
    try:
        answer = _answer(node, found, groups)
    except (_NoAnswer, errors.EngineError):  # missing, or not of the kind it should be
        return None
    return answer if isinstance(answer, bool) else None


def _answer(node: Any, found: Assessment, groups: Collection[str]) -> Any:
    """What rule_engine answers. Nine of ten questions ask whether a score is high, and thirty branches ask: those are
    answered here, a hundred times as fast."""
    score = node.left if isinstance(node, ast.ArithmeticComparisonExpression) else node
    if isinstance(score, ast.GetAttributeExpression) and isinstance(score.object, ast.SymbolExpression):
        value = _value((found, score.object.name), score.name)
        if score is node:
            return value
        if isinstance(node.right, ast.FloatExpression) and isinstance(value, (int, float)):
            return None if isinstance(value, bool) else COMPARED[node.type](value, float(node.right.value))
    return node.evaluate({group: (found, group) for group in groups})


def _questions(node: Any) -> Iterator[Any]:
    if isinstance(node, ast.LogicExpression):
        yield from _questions(node.left)
        yield from _questions(node.right)
    elif isinstance(node, ast.UnaryExpression) and node.type == "not":
        yield from _questions(node.right)
    else:
        yield node


def _check(question: Any, text: str) -> None:
    kind = question.result_type
    if kind not in (DataType.BOOLEAN, DataType.UNDEFINED):
        what = f"condition {text!r} has a {kind.name.lower()} where a yes or no must stand"
        raise ConditionError(f"{what}; compare it, e.g. >= 0.5")
    if isinstance(question, ast.ComparisonExpression):
        _check_sides(question.left, question.right, text)


def _check_sides(left: Any, right: Any, text: str) -> None:
    kinds = [side.result_type for side in (left, right)]
    if DataType.UNDEFINED not in kinds and kinds[0] != kinds[1]:
        one, other = (kind.name.lower() for kind in kinds)
        raise ConditionError(f"condition {text!r} compares a {one} with a {other}, which are never alike")
    for score, bound in ((left, right), (right, left)):
        if _is_score(score) and isinstance(bound, ast.FloatExpression) and not 0 <= bound.value <= 1:
            name = f"{score.object.name}.{score.name}"
            raise ConditionError(f"threshold {bound.value} of {name} makes no sense; scores lie from 0 to 1")


def _is_score(node: Any) -> bool:
    return isinstance(node, ast.GetAttributeExpression) and getattr(node.object, "name", "") in SCORES
