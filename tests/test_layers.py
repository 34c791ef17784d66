"""Dependencies point one way, and importing does nothing: held over the source, module by module."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys

import pytest

from tests.shipped import PROJECT

#: From the lowest to the highest: a module imports from its own layer and those before it, never from a later one.
LAYERS = [
    ["recourse.model", "recourse.faults", "recourse.shop", "recourse.words", "recourse.language"],
    ["recourse.names", "recourse.persons", "recourse.spelling"],
    ["recourse.conditions", "recourse.policy", "recourse.consent", "recourse.texts", "recourse.helplines"],
    ["recourse.boundaries", "recourse.explanation", "recourse.settings", "recourse.scoring"],
    ["recourse.fairness", "recourse.redaction", "recourse.summary", "recourse.store", "recourse.migrations"],
    ["recourse.learn", "recourse.nlu_report", "recourse.nlu_trial", "recourse.score"],
    ["recourse.app"],
    ["recourse.boundaries_report", "recourse.policy_report", "recourse.service"],
    ["recourse.components"],
    ["recourse.channels", "recourse.desk", "actions"],
    ["recourse.run"],
    ["recourse.serve"],
    ["recourse.cli"],
    ["recourse.__main__"],
]
PURE = [
    "recourse.boundaries",
    *("recourse.conditions", "recourse.consent", "recourse.explanation", "recourse.policy"),
    *("recourse.texts", "recourse.words", "recourse.model", "recourse.helplines", "recourse.language"),
    *("recourse.names", "recourse.persons", "recourse.spelling"),
]
#: What only some may import: library to the modules (and all below them) that may.
RESERVED = {
    "rasa": ["recourse.channels", "recourse.components", "recourse.nlu_trial", "recourse.serve"],
    "rasa_sdk": ["actions", "recourse.serve"],
    "sanic": ["recourse.channels", "recourse.serve"],
    "sqlalchemy": ["recourse.store", "recourse.migrations"],
    "alembic": ["recourse.store.migrate", "recourse.migrations"],
    "fastapi": ["recourse.desk", "recourse.shop.api"],
    "starlette": ["recourse.desk"],
    "uvicorn": ["recourse.serve"],
    "onnxruntime": ["recourse.scoring"],
    "tokenizers": ["recourse.scoring"],
    "torch": ["recourse.scoring.checkpoint"],
    "transformers": ["recourse.scoring.checkpoint"],
    "rule_engine": ["recourse.conditions"],
    "presidio_analyzer": ["recourse.redaction"],
    # requests is the one outgoing HTTP client; Rasa brings its own, whose errors are caught where it is used
    "aiohttp": ["recourse.channels", "recourse.components"],
    "httpx": [],
    "urllib": [],
    "http": [],
}
#: Names that anybody may take from a library that is not theirs: types and errors.
FREE = {("sqlalchemy.engine", "Row"), ("sqlalchemy.exc", "SQLAlchemyError"), ("http", "HTTPStatus")}
ENVIRONMENT = ["recourse.settings", "recourse.faults", "recourse.run", "recourse.serve"]
#: What a module may not do by being imported.
DOES = {
    "open",
    "connect",
    "create_engine",
    "read_text",
    "read_bytes",
    "write_text",
    "mkdir",
    "load",
    "run",
    "Popen",
}


def files():
    found = [*PROJECT.glob("recourse/**/*.py"), *PROJECT.glob("actions/**/*.py")]
    return sorted(path.relative_to(PROJECT) for path in found)


def module(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in files()}


@functools.cache
def tree(name):
    return ast.parse((PROJECT / MODULES[name]).read_text(encoding="utf-8"))


def at_run_time(node):
    """Every node but what stands under `if TYPE_CHECKING`."""
    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from at_run_time(child)


def imports(name):
    """(from where, what) of every import of a module, inside its functions too."""
    for node in at_run_time(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import hides where it leads"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole, "") if whole in MODULES else (node.module, alias.name)


def is_in(name, parents):
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


def layer(name):
    found = [number for number, names in enumerate(LAYERS) if is_in(name, names)]
    assert len(found) == 1, f"{name} stands in no layer: put it into LAYERS, above all that it imports"
    return found[0]


@pytest.mark.parametrize("name", [name for name in MODULES if name != "recourse"])
def test_a_module_imports_from_its_own_layer_and_below(name):
    own = [
        where for where, _ in imports(name) if is_in(where, ["recourse", "actions"]) and where != "recourse"
    ]
    above = [where for where in own if layer(where) > layer(name)]
    assert above == []


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_imported_only_where_it_belongs(name):
    foreign = [
        (where, what)
        for where, what in imports(name)
        if (where, what) not in FREE
        and where.split(".")[0] in RESERVED
        and not is_in(name, RESERVED[where.split(".")[0]])
    ]
    assert foreign == []


def test_the_model_imports_nothing_but_the_standard_library():
    assert [
        where for where, _ in imports("recourse.model") if where.split(".")[0] not in sys.stdlib_module_names
    ] == []


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_knows_of_nothing_but_pure_modules_and_of_no_network(name):
    found = {where for where, _ in imports(name)}
    assert {where for where in found if is_in(where, ["recourse", "actions"])} <= set(PURE)
    assert found & {"requests", "socket", "subprocess", "pathlib", "os", "sqlite3", "time", "random"} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ENVIRONMENT])
def test_only_the_settings_and_what_starts_processes_read_the_environment(name):
    names = [node.attr for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)]
    names += [what for where, what in imports(name) if where == "os"]
    assert not set(names) & {"environ", "getenv", "environb"}


def runs_on_import(node):
    """Every node that runs when the module is imported: all but the insides of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda):
            continue
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for outside in [*child.decorator_list, *child.args.defaults, *child.args.kw_defaults]:
                if outside is not None:
                    yield outside
                    yield from runs_on_import(outside)
            continue
        yield child
        yield from runs_on_import(child)


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("recourse.migrations")])
def test_nothing_is_opened_or_connected_by_an_import(name):
    calls = [node.func for node in runs_on_import(tree(name)) if isinstance(node, ast.Call)]
    called = {getattr(func, "attr", getattr(func, "id", "")) for func in calls}
    assert called & DOES == set()


WATCH = """
import importlib, sys
project, names = sys.argv[1], sys.argv[2:]
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "sqlite3.connect"):
        raise SystemExit(f"{event} {args}")
    if event == "open" and isinstance(args[0], str) and args[0].startswith(project + "/"):
        if "/.venv/" not in args[0] and not args[0].endswith((".py", ".pyc")):
            raise SystemExit(f"open {args[0]}")
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
print(len(names), "imported")
"""


def test_importing_everything_but_rasas_parts_opens_no_file_database_or_socket():
    heavy = [
        "recourse.channels",
        "recourse.components",
        "recourse.migrations",
        "recourse.__main__",
        "actions",
    ]
    names = [name for name in MODULES if not is_in(name, heavy)]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(PROJECT), *names],
        cwd=PROJECT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"{len(names)} imported\n"), done.stderr


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("actions.")])
def test_an_action_file_stays_well_under_a_hundred_lines(name):
    assert len((PROJECT / MODULES[name]).read_text().splitlines()) < 100
