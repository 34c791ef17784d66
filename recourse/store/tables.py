"""The tables. Times are seconds since the epoch (UTC)."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()

conversation = Table(
    "conversation",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("address", JSON, nullable=False),  # what the channel needs to reach the customer later
    Column("state", String(20), nullable=False),
    Column("language", String(20)),
    Column("language_chosen", Boolean, nullable=False, server_default=false()),  # then nothing is detected
    Column("language_in_rasa", String(20)),  # what Rasa's slot was last given
    Column("mood_reading", Boolean),  # null: the deployer's default
    Column("declined", JSON),  # the levels at which an offer was declined: not repeated unless it gets worse
    Column("case_id", String(40)),  # the open case
    Column("heard", JSON),  # what a channel without a push last gave out: {"message_id", "from", "to"}
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(40), nullable=False),
    Column("message_id", String(300), nullable=False),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(10), nullable=False),  # text, button, command, refused
    Column("state", String(10), nullable=False),  # new, running, done, failed
    Column("taken_in", String(20)),  # the conversation's state when it was first taken; a second try keeps it
    Column("owner", String(100)),  # host/pid of the process that has it in hand
    Column("leased_until", Float, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("at", Float, nullable=False),
    UniqueConstraint("channel", "message_id", name="inbox_once"),
    Index("inbox_waiting", "state", "channel", "conversation_id", "id"),
    Index("inbox_conversation", "conversation_id", "state", "id"),
    sqlite_autoincrement=True,
)

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("key", String(330), nullable=False),  # makes it once: in:<message>, re:<message>:<n>, out:<outbox>
    Column("author", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("payload", Text),  # of the button or command that a customer chose
    Column("case_id", String(40)),  # said while a human had this case
    Column("at", Float, nullable=False),
    UniqueConstraint("conversation_id", "key", name="message_once"),
    Index("message_order", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

assessment = Table(
    "assessment",
    metadata,
    Column("message_id", String(300), primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("values", JSON, nullable=False),  # numbers and names only, never the customer's words
    Column("intent", String(60)),
    Column("route", String(20), nullable=False),
    Column("branch", String(60), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("trace", JSON, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("model_version", String(80), nullable=False),
    Column("case_id", String(40)),
    Column("at", Float, nullable=False),
    Index("assessment_order", "conversation_id", "at"),
    Index("assessment_route", "route", "at"),
)

escalation_case = Table(
    "escalation_case",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("message_id", String(300)),  # the customer's message that led here
    Column("status", String(20), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("language", String(20)),
    Column("alert", JSON, nullable=False),  # in a crisis the risk, shown whatever was agreed
    Column("scope", String(30), nullable=False),
    Column(
        "contact", Boolean, nullable=False, server_default=false()
    ),  # contact details may be passed on, too
    Column("shared", JSON),  # branch, reasons, risks, summary, emotion: only while the scope allows
    Column("told_position", Integer),  # the place in the queue that the customer was last told
    Column("opened_at", Float, nullable=False),
    Column("queued_at", Float, nullable=False),  # later than opened_at where the case was opened again
    Column("claimed_by", Integer, ForeignKey("agent.id")),
    Column("claimed_at", Float),
    Column("closed_at", Float),
    Index("case_queue", "status", "priority", "opened_at"),
    Index("case_conversation", "conversation_id"),
)

consent_receipt = Table(
    "consent_receipt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("case_id", String(40), ForeignKey("escalation_case.id"), nullable=False),
    Column("scope", String(30), nullable=False),
    Column("contact", Boolean, nullable=False, server_default=false()),
    Column("wording", Text, nullable=False),  # the question as it was shown
    Column("how", String(20), nullable=False),  # button, words, withdrawn
    Column("version", String(40), nullable=False),  # of the wording
    Column("at", Float, nullable=False),
    Index("receipt_case", "case_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("case_id", String(40)),
    Column("kind", String(20), nullable=False),  # message, handback
    Column("payload", JSON, nullable=False),
    Column("client_id", String(100)),  # the desk's own id: sent twice, kept once
    Column("state", String(20), nullable=False),  # waiting, sent, uncertain, dead
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Float, nullable=False, server_default="0"),
    Column("at", Float, nullable=False),
    UniqueConstraint("conversation_id", "client_id", name="outbox_once"),
    Index("outbox_waiting", "state", "channel", "id"),
    Index("outbox_conversation", "conversation_id", "id"),
    Index("outbox_case", "case_id", "id"),
    sqlite_autoincrement=True,
)

rating = Table(
    "rating",
    metadata,
    Column("case_id", String(40), ForeignKey("escalation_case.id"), primary_key=True),
    Column("stars", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Float, nullable=False),
)

override = Table(
    "override",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(40), ForeignKey("escalation_case.id"), nullable=False),
    Column("agent_id", Integer, ForeignKey("agent.id"), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Float, nullable=False),
)

dispute = Table(
    "dispute",
    metadata,
    Column("id", String(40), primary_key=True),  # the receipt's number
    Column("conversation_id", String(200), ForeignKey("conversation.id"), nullable=False),
    Column("message_id", String(300), nullable=False),  # of the assessment that is disputed
    Column("case_id", String(40)),
    Column("branch", String(60), nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("state", String(20), nullable=False),  # open, answered
    Column("at", Float, nullable=False),
    UniqueConstraint("message_id", name="dispute_once"),
    Index("dispute_open", "state", "at"),
    Index("dispute_conversation", "conversation_id"),
)

data_request = Table(
    "data_request",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(200), nullable=False),  # no foreign key: it outlives what it erases
    Column("kind", String(20), nullable=False),  # export, erase
    Column("state", String(20), nullable=False),  # asked (waits for a check), confirmed, done, refused
    Column("checked_by", String(60)),  # identity, or agent:<id>
    Column("at", Float, nullable=False),
    Column("done_at", Float),
    Index("data_request_conversation", "conversation_id", "state"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(200)),
    Column("case_id", String(40)),
    Column("actor", String(60), nullable=False),  # customer, assistant, agent:<id>, reconciler
    Column("action", String(40), nullable=False),
    Column("detail", JSON, nullable=False),  # no personal data
    Column("at", Float, nullable=False),
    Index("audit_conversation", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

agent = Table(
    "agent",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(200)),  # argon2; null: this one has API tokens only
    Column("must_change", Boolean, nullable=False),
    Column("seen_at", Float),  # when the desk last heard of them: is anybody there?
    Column("at", Float, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),  # sha256 of what the browser or client holds
    Column("agent_id", Integer, ForeignKey("agent.id"), nullable=False),
    Column("kind", String(10), nullable=False),  # browser, api
    Column("expires_at", Float, nullable=False),
)
