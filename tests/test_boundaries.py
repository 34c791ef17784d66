"""What the machine may not decide: read with its mistakes told, and held over every flow, action and text."""

from __future__ import annotations

import ast
import re

import pytest

from recourse import boundaries
from recourse.policy import PolicyError
from tests import shipped

TEXT = """\
version: 1
boundaries:
  - id: refuse
    kinds: [refuse_refund, refuse_return]
    rationale: A no needs a person.
    owner: board
    reviewed: null
    review_by: 2027-05-31
  - id: charge
    kinds: [charge]
    rationale: Not on a machine's word.
    owner: board
    reviewed: 2026-11-01
    review_by: 2027-05-31
allowed:
  - kind: refund
    limit: what the rules refund
    up_to: 50
"""
SHIPPED = shipped.boundaries()
FORBIDDEN = {kind for boundary in SHIPPED.forbidden for kind in boundary.kinds}
ALLOWED = {deed.kind for deed in SHIPPED.allowed}


def read(old="", new=""):
    assert old in TEXT
    return boundaries.read(TEXT.replace(old, new, 1), "b.yml")


# ---- the file


def test_what_stands_in_the_file_is_read_in_its_order():
    found = read()
    refuse, charge = found.forbidden
    assert (refuse.id, refuse.kinds, refuse.line) == ("refuse", ("refuse_refund", "refuse_return"), 3)
    assert (refuse.reviewed, str(charge.reviewed), str(charge.review_by)) == (
        None,
        "2026-11-01",
        "2027-05-31",
    )
    assert [(d.kind, d.limit, d.up_to) for d in found.allowed] == [("refund", "what the rules refund", 50)]


@pytest.mark.parametrize(
    ("kind", "adverse"),
    [
        ("refund", False),
        ("refuse_refund", True),
        ("charge", True),
        ("refnd", True),  # in neither list: unknown is not safe
        ("", True),
        ("Refund", True),
    ],
)
def test_whatever_is_not_expressly_allowed_is_adverse(kind, adverse):
    assert read().adverse(kind) is adverse


@pytest.mark.parametrize(
    ("amount", "adverse"), [(0, False), (50, False), (50.01, True), (float("nan"), True)]
)
def test_beyond_its_limit_in_euros_an_allowed_deed_is_adverse(amount, adverse):
    assert read().adverse("refund", amount) is adverse
    assert not read("    up_to: 50\n").adverse("refund", 10_000)  # where none is set there is none


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "rationale: A no",
            "rationle: A no",
            "b.yml:5: refuse: unknown key 'rationle'; did you mean 'rationale'?",
        ),
        ("    limit: what the rules refund\n", "", "b.yml:16: refund: needs limit"),
        ("limit: what", "limt: what", "b.yml:17: refund: unknown key 'limt'; did you mean 'limit'?"),
        ("rationale: A no needs a person.", "rationale: ' '", "b.yml:5: refuse: rationale must be words"),
        ("owner: board", "owner: 5", "b.yml:6: refuse: owner must be words"),
        ("[charge]", "[]", "b.yml:10: charge: kinds must name at least one deed"),
        ("[charge]", "charge", "b.yml:10: charge: kinds must name at least one deed"),
        ("review_by: 2027-05-31", "review_by: soon", "b.yml:8: refuse: review_by must be a day such as"),
        ("reviewed: 2026-11-01", "reviewed: x", "b.yml:13: charge: reviewed must be a day such as"),
        ("id: charge", "id: refuse", "b.yml:9: the boundary refuse stands already in line 3"),
        ("[charge]", "[refuse_refund]", "b.yml:9: the kind refuse_refund stands already in line 3"),
        (
            "kind: refund",
            "kind: charge",
            "b.yml:16: the kind charge stands already in line 9",
        ),  # both at once
        (
            "  - kind: refund\n    limit: what the rules refund\n    up_to: 50",
            "  - refund",
            "b.yml:16: an entry of allowed has kind, limit",
        ),
        ("allowed:", "alowed:", "b.yml:1: needs a list of boundaries and a list allowed"),
        ("kinds: [charge]", "kinds: [charge", "b.yml:11: not YAML"),
        ("up_to: 50", "up_to: much", "b.yml:18: refund: up_to must be euros"),
        ("up_to: 50", "up_to: -1", "b.yml:18: refund: up_to must be euros"),
        ("up_to: 50", "up_to: true", "b.yml:18: refund: up_to must be euros"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_how_to_mend_it(old, new, says):
    with pytest.raises(PolicyError) as error:
        read(old, new)
    assert str(error.value).startswith(says)


def test_what_ships_names_owner_and_limit_and_knows_the_deeds_that_customers_fear():
    feared = {"refuse_refund", "refuse_return", "refuse_claim", "charge", "close_account", "block_customer"}
    assert feared <= FORBIDDEN
    assert ALLOWED and not ALLOWED & FORBIDDEN


# ---- every action

READS = {"order", "invoice", "status"}  # of the shop; whatever else it is asked to do changes something


def actions():
    return [(path.name, ast.parse(path.read_text())) for path in sorted(shipped.PROJECT.glob("actions/*.py"))]


FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
KIND_AT = {"Deed": 0, "to_a_person": 2}  # where the kind stands among the arguments
HELPERS = (
    "stopped",
    "to_a_person",
)  # ask for whoever calls them; `to_a_person` passes on the kind that it is given


def within(scope):
    """Every node of a function (or a module), without those of the functions within it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, FUNCTION):
            yield node
            yield from within(node)


def scopes(tree):
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, FUNCTION))]


def kinds(tree):
    """The kind of every deed in a module; one that is not written out is "?"."""
    found = []
    for scope in scopes(tree):
        for call in (node for node in within(scope) if isinstance(node, ast.Call)):
            at = KIND_AT.get(ast.unparse(call.func).split(".")[-1])
            if at is not None and not (at == 0 and getattr(scope, "name", "") == "to_a_person"):
                named = [k.value for k in call.keywords if k.arg == "kind"] or call.args[at : at + 1]
                found += [written for value in named or [None] for written in written_out(value)]
    return found


def written_out(value):
    if isinstance(value, ast.IfExp):
        return [*written_out(value.body), *written_out(value.orelse)]
    return [value.value if isinstance(value, ast.Constant) else "?"]


def asks(node):
    """Is this the question to the tree, by itself or by the helper? `reading.stopped` only enforces its answer."""
    name = ast.unparse(node) if isinstance(node, (ast.Attribute, ast.Name)) else ""
    return name == "deeds.permit" or (name.split(".")[-1] == "stopped" and name != "reading.stopped")


def changes(node):
    """Is this a deed of the shop, called or passed on? Whatever is not known to read only, is one."""
    if not isinstance(node, ast.Attribute) or node.attr in READS:
        return False
    return ast.unparse(node.value).split(".")[-1] == "shop" and not isinstance(node.ctx, ast.Store)


def unasked(tree):
    """Lines at which the shop is changed without a question to the tree on an earlier line of the same function."""
    found = []
    for scope in scopes(tree):
        nodes = list(within(scope))
        asked = [node.lineno for node in nodes if asks(node)]
        found += [n.lineno for n in nodes if changes(n) and not any(line < n.lineno for line in asked)]
    return found


def renamed(tree):
    """Lines at which the shop is given another name than `shop`, under which nobody would find it here."""
    direct = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    direct |= {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["shop"]
    }
    shops = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "shop"]
    return [node.lineno for node in shops if id(node) not in direct]


@pytest.mark.parametrize("name", HELPERS)
def test_whoever_asks_for_others_asks(name):
    defined = [
        node
        for file, tree in actions()
        for node in ast.walk(tree)
        if file != "reading.py" and isinstance(node, FUNCTION) and node.name == name
    ]
    assert [node.lineno for node in defined if not any(asks(inner) for inner in within(node))] == []


@pytest.mark.parametrize(
    ("name", "tree"), actions(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_action_does_a_deed_that_nobody_knows_or_none_asked_about(name, tree):
    assert [kind for kind in kinds(tree) if kind not in FORBIDDEN | ALLOWED] == []
    assert unasked(tree) == []
    assert renamed(tree) == []


PERMIT = "deeds.permit(app, c, m, Deed('refund', 20.0))"


@pytest.mark.parametrize(
    ("steps", "unasked_at", "kind", "renamed_at"),
    [
        ([PERMIT, "the_app().shop.refund(n)"], [], ["refund"], []),
        (["the_app().shop.order(n)"], [], [], []),  # reading changes nothing
        (["the_app().shop.refund(n)"], [2], [], []),
        (["the_app().shop.refund(n)", PERMIT], [2], ["refund"], []),  # too late
        (["str()", "shop = the_app().shop", "shop.cancel(n)"], [4], [], []),
        (["the_app().shop.something_new(n)"], [2], [], []),  # what nobody knows is no reading
        (["s = the_app().shop", "s.refund(n)"], [], [], [2]),
        (["pay(the_app().shop)"], [], [], [2]),
        (["deeds.permit(app, c, m, Deed(kind))"], [], ["?"], []),  # which? nobody can tell
        (["deeds.permit(app, c, m, model.Deed(amount=5, kind='charge'))"], [], ["charge"], []),
        (["pass", f"def other(): {PERMIT}", "shop.refund(n)"], [4], ["refund"], []),  # asked elsewhere
        (["pass", "go(trade.stopped, Deed('refund'))", "go(the_app().shop.refund, n)"], [], ["refund"], []),
        (["go(the_app().shop.refund, n)"], [2], [], []),  # passed on, and not called here
        (["reading.stopped(1)", "the_app().shop.refund(n)"], [3], [], []),
        (
            ["self.stopped(t, Deed('refund' if a else 'charge', 5))", "shop.refund(n)"],
            [],
            ["refund", "charge"],
            [],
        ),
        (["self.to_a_person(d, t, 'refuse_claim', 5)"], [], ["refuse_claim"], []),
        (["self.to_a_person(d, t, kind, 5)"], [], ["?"], []),
    ],
)
def test_the_search_itself_finds_what_it_looks_for(steps, unasked_at, kind, renamed_at):
    tree = ast.parse("def run(self):\n" + "".join(f"    {step}\n" for step in steps))
    assert (unasked(tree), kinds(tree), renamed(tree)) == (unasked_at, kind, renamed_at)


# ---- every text

REFUSES = re.compile(
    r"\b(we|i) (must |have to |can only |will )?(refuse|reject|deny|decline)\b(?! (nothing|none))"
    r"|\b(is|are|was|were|has been|have been|will be) (refused|rejected|denied|declined|blocked|banned|suspended)\b"
    r"|\baccount (is|was|has been|will be) closed\b|\b(will|must) charge\b|\bnot entitled\b|\bnot eligible\b",
    re.IGNORECASE,
)
EXCUSED = ("utter_boundary_", "utter_reason_")


def words():
    for name, variations in shipped.responses().items():
        for variation in variations:
            yield name, variation["text"]
            yield from ((name, button["title"]) for button in variation.get("buttons", ()))


def test_no_text_says_that_the_machine_refuses_charges_closes_or_blocks():
    said = [(name, text) for name, text in words() if REFUSES.search(text) and not name.startswith(EXCUSED)]
    assert said == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We refuse your return.", True),
        ("Your claim is rejected.", True),
        ("Your refund has been denied.", True),
        ("Your account is closed.", True),
        ("You have been blocked.", True),
        ("We will charge you 5 euros.", True),
        ("I do not decide refunds, and I never refuse one.", False),
        ("Your case is closed.", False),
        ("A person decides, and I refuse nothing.", False),
    ],
)
def test_a_refusal_is_known_when_it_is_read(text, found):
    assert bool(REFUSES.search(text)) is found
