"""What a browser loads of the web chat: read, slimmed and compressed once, then answered from memory."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from recourse.channels.webchat.joined import joined

STATIC = Path(__file__).parent / "static"
ENTRIES = ("page.js", "widget.js")  # the modules that an HTML page names
KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
}
#: What nobody but a reader of the source needs. Lines stay where they are, so that an error names the right one;
#: a test sees to it that no text of ours goes over several lines.
COMMENTS = {".js": re.compile(r"(?m)^[ \t]*//.*$|^[ \t]+"), ".css": re.compile(r"(?ms)^[ \t]+|/\*.*?\*/")}
#: For a page. Nothing inline, and nothing from anywhere else; any page may hold it in a frame.
POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'none'; "
    "frame-ancestors *"
)
PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",  # modules of two versions must not mix after an upgrade
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class File:
    """One file, ready to be sent either way."""

    body: bytes
    packed: bytes
    kind: str
    tag: str

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it: a page brings its policy, a module or style may be loaded by any page."""
        page = self.kind.startswith(("text/html", "image/svg"))
        return {
            **HEADERS,
            "ETag": self.tag,
            **(PAGE_HEADERS if page else {"Access-Control-Allow-Origin": "*"}),
        }


def load(folder: Path = STATIC) -> dict[str, File]:
    """Every file of a folder by its name."""
    return {path.name: _file(path) for path in folder.iterdir()}


def _file(path: Path) -> File:
    text = _source(path)
    comments = COMMENTS.get(path.suffix)
    body = (comments.sub("", text) if comments else text).encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'  # weak: the same for both encodings
    return File(body, gzip.compress(body, mtime=0), KINDS[path.suffix], tag)


def _source(path: Path) -> str:
    def read(name: str) -> str:
        return path.with_name(name).read_text(encoding="utf-8")

    return joined(path.name, read) if path.name in ENTRIES else read(path.name)


def answer(file: File, request: Request) -> Any:
    """The file as the browser takes it; only that nothing changed, where it has it already."""
    if file.tag in request.headers.get("if-none-match", ""):
        return HTTPResponse(status=304, headers=file.headers)
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return HTTPResponse(file.body, headers=file.headers, content_type=file.kind)
    packed = {**file.headers, "Content-Encoding": "gzip"}
    return HTTPResponse(file.packed, headers=packed, content_type=file.kind)


def takes_gzip(accepted: str) -> bool:
    """Does an Accept-Encoding header allow gzip? `gzip;q=0` does not."""
    for choice in accepted.lower().split(","):
        name, *weights = (part.strip() for part in choice.split(";"))
        if name == "gzip":
            return not any(re.fullmatch(r"q=0(\.0*)?", weight) for weight in weights)
    return False
