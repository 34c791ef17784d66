"""The page's modules as one file: each once, what it needs before it, and no form that would be joined wrongly."""

from __future__ import annotations

import pytest

from recourse.channels.webchat.files import ENTRIES, STATIC
from recourse.channels.webchat.joined import joined

MODULES = {
    "page.js": 'import { greet } from "./words.js";\nimport { now, Clock } from "./time.js";\nawait greet(now());\n',
    "words.js": 'import { now } from "./time.js";\nexport const words = {};\nexport async function greet() { now(); }\n',
    "time.js": "export const now = () => 1;\nexport class Clock {}\nconst secret = 2;\n",
}


def test_each_module_comes_once_after_what_it_needs_and_the_entry_last() -> None:
    text = joined("page.js", MODULES.__getitem__)
    places = [text.index(mark) for mark in ("const now =", "const words =", "await greet")]
    assert places == sorted(places)
    assert text.count("class Clock") == 1
    assert "import " not in text and "export " not in text


def test_a_module_hands_out_what_it_exports_and_nothing_else() -> None:
    text = joined("page.js", MODULES.__getitem__)
    assert "return { now, Clock };" in text
    assert "return { words, greet };" in text
    assert 'const { now, Clock } = $["time.js"];' in text


@pytest.mark.parametrize(
    "line",
    [
        'import words from "./words.js";',  # a default import
        'import "./words.js";',  # for its effects
        'import { a as b } from "./words.js";',  # under another name
        "export { a };",  # an export that is not where it is made
        "export default 1;",
    ],
)
def test_a_form_that_is_not_understood_is_refused_by_name(line: str) -> None:
    with pytest.raises(ValueError, match=r"page\.js: only named imports"):
        joined("page.js", {"page.js": f"{line}\n"}.__getitem__)


def test_a_circle_is_refused() -> None:
    circle = {
        "a.js": 'import { b } from "./b.js";\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(ValueError, match=r"a\.js imports itself by way of a\.js, b\.js"):
        joined("a.js", circle.__getitem__)


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_shipped_modules_can_be_joined(entry: str) -> None:
    assert joined(entry, lambda name: (STATIC / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_text_goes_over_several_lines_which_slimming_would_change(path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        assert line.lstrip().startswith("//") or line.count("`") % 2 == 0, f"{path.name}:{number}"
