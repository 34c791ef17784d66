"""The page's modules as one file, joined when they are loaded: one request for a slow network, and smaller.

It understands the two forms that our modules use, `import { … } from "./….js";` on a line of its own and
`export` before a const, class or function, and refuses any other. Nothing is renamed: each module stands in
a function of its own, and the entry last, at the top, where it may await.
"""

from __future__ import annotations

import re
from collections.abc import Callable

IMPORT = re.compile(r'(?m)^import \{ (\w+(?:, \w+)*) \} from "\./([\w.]+)";$')
EXPORT = re.compile(r"(?m)^export (?=(?:async )?(?:const|class|function) (\w+))")
OTHER = re.compile(r"(?m)^(?:import|export)\b.*$")


def joined(entry: str, read: Callable[[str], str]) -> str:
    """The entry module with all that it imports before it; `read` gives a module's source by its file name."""
    order: list[str] = []
    _visit(entry, read, order, ())
    parts = [f'$["{name}"] = (() => {{\n{_body(name, read)}}})();' for name in order[:-1]]
    return "\n".join(["const $ = {};", *parts, _body(entry, read)])


def _visit(name: str, read: Callable[[str], str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"{name} imports itself by way of {', '.join(above)}")
    if name in order:
        return
    for _, imported in IMPORT.findall(read(name)):
        _visit(imported, read, order, (*above, name))
    order.append(name)


def _body(name: str, read: Callable[[str], str]) -> str:
    source = read(name)
    exported = EXPORT.findall(source)
    body = EXPORT.sub("", IMPORT.sub(r'const { \1 } = $["\2"];', source))
    if other := OTHER.search(body):
        raise ValueError(f"{name}: only named imports and exports are understood, not: {other[0]}")
    return body + (f"return {{ {', '.join(exported)} }};\n" if exported else "")
