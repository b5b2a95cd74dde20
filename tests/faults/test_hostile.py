# SPDX-License-Identifier: MIT
"""Archives and XML made to harm: refused, cheaply, without a connection.

Each is read in a process of its own, whose memory and time are measured and in
which every attempt to connect is an error.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.faults import outside
from tests.formats import zips
from tests.formats.zips import Member

_XML = """
from annotator.formats import safe_xml
read = safe_xml.parse
"""
_ZIP = """
from annotator.formats import archives
def read(path):
    with archives.open_zip(path) as found:
        for name in found.names:
            for block in found.blocks(name):
                pass
"""
_CAS = """
from annotator.formats.options import ReadOptions
from annotator.formats.uima.xmi import marks
def read(path):
    list(marks(path, ReadOptions()))
"""
_QDPX = """
from annotator.formats.options import ReadOptions
from annotator.formats.refi.qdpx import FORMAT
def read(path):
    list(FORMAT.read(path, ReadOptions()).documents)
"""
_RUN = """
import socket, sys, time
from pathlib import Path
from annotator.model.errors import InputError
def refuse(*_, **__):
    sys.exit("a connection was attempted")
socket.socket = socket.create_connection = refuse
# Of the processor: others may be at work. What waits is ended from outside.
began = time.process_time()
try:
    read(Path(sys.argv[1]))
except InputError as error:
    print(error.reason)
else:
    print("read")
took = time.process_time() - began
# Not from `resource`: a process inherits the peak of the one that began it.
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
assert took < 5, took
assert peak < 300, peak
"""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="measures memory as Linux tells it"
)


def said(source: str, path: Path) -> str:
    """What reading `path` says, in bounds of memory and time."""
    process = outside.script(source + _RUN, path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&e9;</a>"
)
QUADRATIC = f'<!DOCTYPE a [<!ENTITY e "{"x" * 100_000}">]><a>{"&e;" * 100_000}</a>'
SECRET = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
FETCHED = '<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]><a>&e;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x">%e;]><a/>'
EXTERNAL = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'
PUBLIC = '<!DOCTYPE a PUBLIC "-//X//Y" "http://127.0.0.1:9/a.dtd"><a/>'


@pytest.mark.parametrize(
    "text",
    [BILLION, QUADRATIC, SECRET, FETCHED, PARAMETER, EXTERNAL, PUBLIC],
    ids=["billion", "quadratic", "file", "http", "parameter", "dtd", "public"],
)
def test_53_entities_and_document_types_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)
    assert "document type or entities" in said(_XML, path)


@pytest.mark.parametrize("place", ["a.xmi", "TypeSystem.xml"])
@pytest.mark.parametrize("text", [QUADRATIC, FETCHED], ids=["quadratic", "http"])
def test_53_a_cas_is_looked_through_before_it_is_read(
    tmp_path: Path, place: str, text: str
) -> None:
    pytest.importorskip("cassis")
    xmi = '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>'
    for name in ("a.xmi", "TypeSystem.xml"):
        (tmp_path / name).write_text(text if name == place else xmi)
    assert "document type or entities" in said(_CAS, tmp_path / "a.xmi")


def test_53_ten_million_elements_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>" + '<b c=""/>' * 10_000_000 + "</a>")
    assert "more than" in said(_XML, path)


def test_53_a_million_elements_in_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>" * 1_000_000)
    assert "in each other" in said(_XML, path)


def test_53_a_million_attributes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    attributes = " ".join(f"a{n}='x'" for n in range(1_000_000))
    path.write_text(f"<a {attributes}/>")
    assert "more than" in said(_XML, path)


@pytest.mark.parametrize("name", ["../x", "/x", "C:\\x", "a/../../x", "..\\x"])
def test_51_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = zips.make(inside / "x.zip", [Member(name=name, data=b"x")])
    assert "name" in said(_ZIP, path)
    assert [each.name for each in tmp_path.rglob("*")] == ["inside", "x.zip"]


def test_51_a_link_is_refused(tmp_path: Path) -> None:
    made = [Member(name="x", data=b"/etc/passwd", mode=0o120777)]
    assert "a link" in said(_ZIP, zips.make(tmp_path / "x.zip", made))


def test_52_eight_hundred_members_over_one_kernel_are_refused(tmp_path: Path) -> None:
    path = zips.overlapping(tmp_path / "x.zip", 800, 200_000)
    assert path.stat().st_size < 100_000
    assert "shares its bytes" in said(_ZIP, path)


def test_52_eight_hundred_names_for_one_place_are_refused(tmp_path: Path) -> None:
    data = b"x" * 1_000_000
    first = Member(name="0", data=data)
    others = [
        Member(name=str(n), data=data, packed=first.packed, at=0) for n in range(1, 800)
    ]
    path = zips.make(tmp_path / "x.zip", [first, *others])
    assert "shares its bytes" in said(_ZIP, path)


def test_52_ten_gigabytes_of_zeros_are_refused(tmp_path: Path) -> None:
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"\0" * (1 << 20)
    packed = b"".join(pack.compress(block) for _ in range(512)) + pack.flush()
    made = Member(name="x", packed=packed, size=512 << 20)
    assert "far more" in said(_ZIP, zips.make(tmp_path / "x.zip", [made]))
    # The same, saying that it is small.
    made = Member(name="x", packed=packed, size=1000)
    assert "size" in said(_ZIP, zips.make(tmp_path / "y.zip", [made]))


def test_52_a_wrong_check_sum_is_refused(tmp_path: Path) -> None:
    made = [Member(name="x", data=b"Ann", crc=1)]
    assert "check sum" in said(_ZIP, zips.make(tmp_path / "x.zip", made))


def test_52_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    made = [Member(name="x", data=b"Ann", flags=1)]
    assert "encrypted" in said(_ZIP, zips.make(tmp_path / "x.zip", made))


def test_52_a_million_members_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    line = zips.central_header(Member(name="x"), 0)
    count = 1_000_000
    with path.open("wb") as stream:
        stream.write(zips.local_header(Member(name="x")))
        at = stream.tell()
        stream.write(line * count)
        stream.write(zips.end(0xFFFF, len(line) * count, at))
    assert "more than 50,000 files" in said(_ZIP, path)


_PAGE = """
import trafilatura  # before connections are refused: it names them
from annotator.formats.articles.html import FORMAT
from annotator.formats.options import ReadOptions
def read(path):
    real = path.with_suffix(".real.html")
    real.write_bytes(path.read_bytes())
    opened = []
    def watch(event, arguments):
        if event == "open" and "sentinel" in str(arguments[0]):
            opened.append(arguments[0])
        if event.startswith("socket.connect") or event == "subprocess.Popen":
            opened.append(event)
    sys.addaudithook(watch)
    (found,) = FORMAT.read(real, ReadOptions()).documents
    assert not opened, opened
    text = found.document.text
    assert "First words." in text, text
    assert "Last words." in text, text
    assert "evil" not in text
"""


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="http://127.0.0.1:9/a.png"><img src="file:///tmp/sentinel">',
        '<link rel="stylesheet" href="file:///tmp/sentinel"><style>evil</style>',
        '<iframe src="file:///tmp/sentinel"></iframe><script>evil()</script>',
        '<object data="/tmp/sentinel"></object><embed src="/tmp/sentinel">',
        '<meta http-equiv="refresh" content="0;url=file:///tmp/sentinel">',
        '<!DOCTYPE x SYSTEM "file:///tmp/sentinel">',
        "<table><tr><td>" * 300,
        "<div>" * 100_000,
        "<p " + " ".join(f"a{n}=b" for n in range(50_000)) + ">",
        "<b><i>" * 20_000,
        "<!-- " + "-" * 100_000 + " -->",
        "<" * 100_000,
        "&#x1F600;" * 50_000,
    ],
    ids=lambda each: each[:24],
)
def test_fault_55_a_page_opens_nothing_and_keeps_its_text(
    tmp_path: Path, inside: str
) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "a.txt"
    html = f"<html><body><p>First words.</p>{inside}<p>Last words.</p></body></html>"
    path.write_text(html, encoding="utf-8")
    assert said(_PAGE, path) == "read"


def _project(path: Path, inner: str, text: str = "Ann said no.") -> Path:
    qde = f'<Project xmlns="urn:QDA-XML:project:1.0" name="a">{inner}</Project>'
    made = [
        Member(name="project.qde", data=qde.encode()),
        Member(name="sources/a.txt", data=text.encode()),
    ]
    return zips.make(path, made)


def _guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


@pytest.mark.parametrize("text", [BILLION, QUADRATIC, SECRET, FETCHED, EXTERNAL])
def test_53_a_project_of_codes_has_no_document_type(tmp_path: Path, text: str) -> None:
    made = [Member(name="project.qde", data=text.encode(), method=zips.STORED)]
    path = zips.make(tmp_path / "a.qdpx", made)
    assert "document type or entities" in said(_QDPX, path)


def test_52_a_project_of_zeros_and_one_of_elements_are_refused(tmp_path: Path) -> None:
    path = _project(tmp_path / "a.qdpx", "<x/>", "a" * 20_000_000)
    assert "far more" in said(_QDPX, path)
    path = _project(tmp_path / "b.qdpx", "<x/>" * 2_000_000)
    assert "far more" in said(_QDPX, path)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ('<Link guid="{a}" originGUID="{a}" targetGUID="{b}"/>', 250_000),
        ('<Case guid="{a}"><SelectionRef targetGUID="{b}"/></Case>', 600_000),
        ('<Note guid="{a}"><PlainTextContent/></Note>', 600_000),
        ('<TextSource guid="{a}" name="{b}"/>', 600_000),
    ],
    ids=["links", "cases", "notes", "sources"],
)
def test_53_a_project_of_very_many_parts_is_refused(
    tmp_path: Path, line: str, count: int
) -> None:
    lines = (line.format(a=_guid(n), b=_guid(n + 1)) for n in range(count))
    assert "more than" in said(_QDPX, _project(tmp_path / "a.qdpx", "".join(lines)))


def test_52_one_file_in_a_project_is_not_many(tmp_path: Path) -> None:
    text = "".join(f"{n} " for n in range(100_000))
    for name, words in (("Note", "more than"), ("TextSource", "another source")):
        inner = "".join(
            f'<{name} guid="{_guid(n)}" plainTextPath="a.txt"/>' for n in range(5_000)
        )
        path = _project(tmp_path / f"{name}.qdpx", inner, text)
        assert words in said(_QDPX, path)


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", "C:\\x.txt", "a/../../x.txt"])
def test_51_a_project_reads_nothing_outside(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "x.txt").write_text("secret")
    inner = f'<Sources><TextSource guid="a" plainTextPath="{name}"/></Sources>'
    path = _project(inside / "a.qdpx", inner)
    assert "not in the archive" in said(_QDPX, path)
    assert sorted(each.name for each in tmp_path.rglob("*")) == [
        *("a.qdpx", "inside", "x.txt"),
    ]
