"""The words of the domain as frozen dataclasses; everything else depends on these and they on nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Union


class Missing(Enum):
    """Why a value is not known: `OFF` is by choice (switched off, not judged), `FAILED` is a fault."""

    OFF = "off"
    FAILED = "failed"

    @property
    def written(self) -> str:
        """As it stands in a file or a database: "<off>", "<failed>"."""
        return f"<{self.value}>"

    @classmethod
    def read(cls, value: Value) -> Value:
        """A value from a file or a database: what was written for a missing one is missing again."""
        return next((missing for missing in cls if missing.written == value), value)


Value = Union[float, int, bool, str, Missing]
Role = Literal["customer", "assistant", "agent"]


class Route(str, Enum):
    """What the decision tree can say, from least to most."""

    CONTINUE = "continue"
    ACKNOWLEDGE = "acknowledge"
    OFFER_HUMAN = "offer_human"
    HAND_OVER = "hand_over"
    HAND_OVER_NOW = "hand_over_now"

    @property
    def hands_over(self) -> bool:
        """True where a person takes the conversation without being offered first."""
        return self in (Route.HAND_OVER, Route.HAND_OVER_NOW)

    @property
    def stops(self) -> bool:
        """True where the assistant may not simply go on: a person is offered, or takes over."""
        return self.hands_over or self is Route.OFFER_HUMAN


class State(str, Enum):
    """Whose turn it is in a conversation."""

    BOT = "bot"
    OFFERED = "offered"
    QUEUED = "queued"
    CALLBACK = "callback"
    HUMAN = "human"
    CLOSING = "closing"


class Status(str, Enum):
    """Where a case stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    CALLBACK = "callback"
    RETURNED = "returned"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        """True while a person still owes the customer something."""
        return self in (Status.QUEUED, Status.CLAIMED, Status.CALLBACK)


class Scope(str, Enum):
    """What the customer lets pass to the human. `PENDING` counts as `NOTHING`."""

    PENDING = "pending"
    NOTHING = "nothing"
    SUMMARY = "summary"
    CONVERSATION = "summary_and_conversation"

    @property
    def shares_summary(self) -> bool:
        """True where reasons, risks and the summary may be shown."""
        return self in (Scope.SUMMARY, Scope.CONVERSATION)


class RecourseError(Exception):
    """Root of every error that Recourse raises on purpose; its text says what to do."""


class WrongState(RecourseError):
    """Raised when an action does not fit the state; `state` names the one found."""

    def __init__(self, what: str, state: str) -> None:
        super().__init__(f"{what} is not possible: it is {state}")
        self.state = state


class NotFound(RecourseError):
    """Raised when something asked for by id is not there."""


@dataclass(frozen=True)
class Turn:
    """One thing said."""

    role: Role
    text: str


@dataclass(frozen=True)
class Assessment:
    """What was found in one customer turn: values by name, e.g. `values["risk"]["self_harm"] = 0.02`.

    Scores are probabilities from 0 to 1; `version` names the weights that gave them.
    """

    values: Mapping[str, Mapping[str, Value]]
    version: str = ""

    def get(self, name: str) -> Value:
        """The value of a dotted name. A group that was not read is off; a name lacking in one is a fault."""
        group, _, key = name.partition(".")
        if group not in self.values:
            return Missing.OFF
        return self.values[group].get(key, Missing.FAILED)


@dataclass(frozen=True)
class Decision:
    """A route with its reasons. There is no verdict without one."""

    route: Route
    branch: str
    reasons: tuple[str, ...]
    trace: tuple[str, ...]
    policy_version: int

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError(f"branch {self.branch}: a decision needs at least one reason")


@dataclass(frozen=True)
class Deed:
    """What the assistant is about to do; `kind` as in data/policy/boundaries.yml, `amount` in euros.

    Adverse is what goes against the customer: to refuse, charge, close, block or judge.
    """

    kind: str
    amount: float = 0.0
    reversible: bool = True
    adverse: bool = False


@dataclass(frozen=True)
class Button:
    """A choice put to the customer."""

    title: str
    payload: str


@dataclass(frozen=True)
class Said:
    """Words for a customer, with the choices under them."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """A customer's message as a channel brings it; `message_id` is unique in the channel."""

    channel: str
    conversation_id: str
    message_id: str
    text: str
    address: Mapping[str, str] = field(default_factory=dict)
    opens: bool = (
        True  # a first message begins the conversation; where only a session does, one gone was erased
    )


@dataclass(frozen=True)
class Message:
    """One line of a conversation as everybody in it saw it; `at` in seconds since the epoch."""

    id: int
    author: str
    name: str
    text: str
    buttons: tuple[Button, ...]
    at: float
    key: str
    case_id: str | None = None
    payload: str | None = None


@dataclass(frozen=True)
class Summary:
    """What a human needs to go on, without the customer's own words (unless they agreed to them)."""

    request: str
    topics: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    mood: str = ""
    reasons: tuple[str, ...] = ()
    turns: int = 0
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agent:
    """Somebody who signs in at the desk. Roles: agent, supervisor, admin."""

    id: int
    login: str
    name: str
    role: str
    must_change_password: bool = False
