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
    limit: below 200 euros
"""
SHIPPED = boundaries.read((shipped.PROJECT / boundaries.SHIPPED).read_text(), boundaries.SHIPPED)
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
    assert [(deed.kind, deed.limit) for deed in found.allowed] == [("refund", "below 200 euros")]


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
    ("old", "new", "says"),
    [
        (
            "rationale: A no",
            "rationle: A no",
            "b.yml:5: refuse: unknown key 'rationle'; did you mean 'rationale'?",
        ),
        ("    limit: below 200 euros\n", "", "b.yml:16: refund: needs limit"),
        ("limit: below", "limt: below", "b.yml:17: refund: unknown key 'limt'; did you mean 'limit'?"),
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
            "  - kind: refund\n    limit: below 200 euros",
            "  - refund",
            "b.yml:16: an entry of allowed has kind, limit",
        ),
        ("allowed:", "alowed:", "b.yml:1: needs a list of boundaries and a list allowed"),
        ("kinds: [charge]", "kinds: [charge", "b.yml:11: not YAML"),
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


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def own_calls(scope):
    """The calls of a function (or a module), without those of the functions within it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, FUNCTION):
            yield from [node] if isinstance(node, ast.Call) else []
            yield from own_calls(node)


def kinds(tree):
    """The kind of every deed in a module; one that is not written out is "?"."""
    deeds = [c for c in calls(tree) if ast.unparse(c.func).split(".")[-1] == "Deed"]
    named = [
        next((k.value for k in c.keywords if k.arg == "kind"), c.args[0] if c.args else None) for c in deeds
    ]
    return [value.value if isinstance(value, ast.Constant) else "?" for value in named]


def unasked(tree):
    """Lines at which the shop is changed without `deeds.permit` on an earlier line of the same function."""
    found = []
    for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, FUNCTION))]:
        permits = [c.lineno for c in own_calls(scope) if ast.unparse(c.func) == "deeds.permit"]
        for call in own_calls(scope):
            if changes(call) and not any(line < call.lineno for line in permits):
                found.append(call.lineno)
    return found


def changes(call):
    if not isinstance(call.func, ast.Attribute) or call.func.attr in READS:
        return False
    return ast.unparse(call.func.value).split(".")[-1] == "shop"


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
    ],
)
def test_the_search_itself_finds_what_it_looks_for(steps, unasked_at, kind, renamed_at):
    tree = ast.parse("def run(self):\n" + "".join(f"    {step}\n" for step in steps))
    assert (unasked(tree), kinds(tree), renamed(tree)) == (unasked_at, kind, renamed_at)


# ---- every text

REFUSES = re.compile(
    r"\b(we|i) (must |have to |can only |will )?(refuse|reject|deny|decline)\b"
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
    ],
)
def test_a_refusal_is_known_when_it_is_read(text, found):
    assert bool(REFUSES.search(text)) is found
