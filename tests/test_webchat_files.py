"""What a browser loads: compressed where it may be, known again by its tag, and a policy with every page."""

from __future__ import annotations

import gzip
import re
from types import SimpleNamespace

import pytest

from recourse.channels.webchat import files

PHYSICAL = re.compile(
    r"[\s;{](?:(?:margin|padding|border)-(?:left|right)|left|right|float|(?:border-\w+-)(?:left|right)-radius)\s*:|text-align:\s*(?:left|right)"
)


@pytest.fixture(scope="module")
def loaded() -> dict[str, files.File]:
    return files.load()


def asked(**headers: str) -> SimpleNamespace:
    return SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_browser_that_takes_gzip_is_sent_gzip(loaded: dict[str, files.File]) -> None:
    answer = files.answer(loaded["chat.css"], asked(accept_encoding="gzip, deflate, br"))
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.body) == loaded["chat.css"].body


def test_one_that_does_not_is_sent_it_plain(loaded: dict[str, files.File]) -> None:
    answer = files.answer(loaded["chat.css"], asked())
    assert "content-encoding" not in answer.headers
    assert answer.body == loaded["chat.css"].body


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.00", False),
        ("identity", False),
        ("x-gzip-not", False),
        ("", False),
    ],
)
def test_accept_encoding(header: str, takes: bool) -> None:
    assert files.takes_gzip(header) is takes


def test_what_a_browser_has_is_not_sent_again(loaded: dict[str, files.File]) -> None:
    file = loaded["page.js"]
    answer = files.answer(file, asked(if_none_match=file.tag, accept_encoding="gzip"))
    assert (answer.status, answer.body) == (304, None) or (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == file.tag
    assert answer.headers["cache-control"] == "no-cache"
    assert files.answer(file, asked(if_none_match='W/"older"')).status == 200


def test_a_page_brings_a_strict_policy(loaded: dict[str, files.File]) -> None:
    policy = loaded["index.html"].headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    body = loaded["index.html"].body.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", body)


def test_a_module_may_be_loaded_by_any_page(loaded: dict[str, files.File]) -> None:
    assert loaded["widget.js"].headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in loaded["index.html"].headers


def test_comments_and_indents_stay_here_and_words_do_not(loaded: dict[str, files.File]) -> None:
    page = loaded["page.js"].body.decode()
    assert not re.search(r"(?m)^\s*//", page)
    assert r"https?:\/\/" in page  # which is no comment
    assert "/*" not in loaded["chat.css"].body.decode()


@pytest.mark.parametrize("name", ["chat.css", "launcher.css"])
def test_the_styles_know_no_left_and_right(loaded: dict[str, files.File], name: str) -> None:
    assert PHYSICAL.findall(loaded[name].body.decode()) == []


def test_every_variable_is_documented_where_the_styles_begin() -> None:
    styles = (files.STATIC / "chat.css").read_text(encoding="utf-8")
    head = styles[: styles.index("*/")]
    looked_for = (files.STATIC / "look.js").read_text(encoding="utf-8")
    for name in set(re.findall(r"var\(--recourse-([\w-]+)", styles)):
        assert re.search(rf"(?:--recourse|,) ?-{{1,2}}{name}\b|--recourse-{name}\b", head), name
        assert f'"{name}"' in looked_for or f"{name}:" in looked_for, name
