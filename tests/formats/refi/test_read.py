# SPDX-License-Identifier: MIT
"""Projects of other programs, slips included: nothing is lost silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.making import make_document
from annotator.formats.marks.mapping import LabelMapping, LabelRule
from annotator.formats.marks.reading import UnmappedError
from annotator.formats.options import Notes
from annotator.formats.placing import BYTES, CODE_POINTS, UTF16
from annotator.model.errors import InputError
from tests.formats.ann_lee import CUE, QUOTE, SPEAKER, TEXT
from tests.formats.bundles import preset
from tests.formats.refi.projects import (
    WINDOWS,
    code,
    coding,
    documents,
    guid,
    packed,
    project,
    read,
    selection,
    source,
    text_name,
)

USERS = "".join(
    f'<User guid="{guid(n)}" name="{name}"/>' for n, name in ((1, "Ada"), (2, "Bo"))
)
CODES = code(11, "Tax", code(12, "Support") + code(13, "Oppose")) + code(14, "Speaker")


def one(tmp_path: Path, inner: str, text: str | bytes = TEXT, **others: Any) -> Path:
    """A project with one text and the usual users and codes."""
    said = {"users": USERS, "codes": CODES, **others}
    qde = project(sources=source(50, "Talk", inner), **said)
    return packed(tmp_path / "in.qdpx", qde, {text_name(50): text})


def found(path: Path, **others: Any) -> list[tuple[Any, ...]]:
    """(text, codes, cases, comment, annotator's name) of each quotation."""
    bundle = read(path, **others)
    people = {each.uid: each.name for each in bundle.header.annotators}
    entries = {e.uid: e for e in bundle.header.vocabularies.get("code", ())}
    cases = {each.uid: each.name for each in bundle.header.entities}
    return [
        (
            "".join(span.text for span in each.spans),
            [entries[uid].label for uid in each.fields.get("code", ())],
            [cases[uid] for uid in each.fields.get("case", ())],
            each.fields.get("comment"),
            people.get(each.annotator),
        )
        for record in documents(bundle)
        for each in record.annotations
    ]


def refused(path: Path, **others: Any) -> InputError:
    with pytest.raises(InputError) as error:
        read(path, **others)
    assert error.value.file == str(path)
    return error.value


# -- quotations with codes -----------------------------------------------------------


def test_codes_become_a_vocabulary_with_definitions_and_parents(
    tmp_path: Path,
) -> None:
    inner = "<Description>For paying.</Description>"
    codes = code(11, "Tax", inner + code(12, "Support", color="#00ff00"))
    path = one(tmp_path, selection(60, 16, 21, coding(12, 1)), codes=codes)
    notes = Notes()
    bundle = read(path, notes=notes)
    (top, below) = sorted(bundle.header.vocabularies["code"], key=lambda e: e.label)[
        ::-1
    ]
    assert (top.label, top.definition, top.parent) == ("Tax", "For paying.", None)
    assert (below.label, below.parent) == ("Support", top.uid)
    assert below.extra == {"qdpx": {"color": "#00ff00"}}
    (each,) = documents(bundle)[0].annotations
    assert (each.type, each.fields) == ("quotation", {"code": (below.uid,)})
    assert "made for quotations" in str(notes.texts()[0])
    assert {each.name for each in bundle.header.annotators} == {"Ada", "Bo"}


def test_pitfall_6_one_selection_with_several_codings(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, coding(11, 1) + coding(12, 1) + coding(14, 2))
    assert found(one(tmp_path, inner)) == [
        ("“No.”", ["Tax", "Support"], [], None, "Ada"),
        ("“No.”", ["Speaker"], [], None, "Bo"),
    ]


def test_pitfall_6_several_selections_of_one_place(tmp_path: Path) -> None:
    inner = "".join(
        selection(60 + n, *QUOTE, coding(each, 1)) for n, each in enumerate((11, 12))
    )
    assert found(one(tmp_path, inner)) == [
        ("“No.”", ["Tax", "Support"], [], None, "Ada")
    ]


def test_pitfall_6_a_comment_without_a_code_and_a_bare_selection(
    tmp_path: Path,
) -> None:
    inner = selection(60, *QUOTE, "<Description>Really?</Description>")
    inner += selection(61, *CUE, creatingUser=guid(2))
    assert found(one(tmp_path, inner)) == [
        ("“No.”", [], [], "Really?", "in"),
        ("said", [], [], None, "Bo"),
    ]


def test_pitfall_6_an_annotation_is_a_link_to_a_note(tmp_path: Path) -> None:
    notes = "".join(
        f'<Note guid="{guid(n)}" name="{name}">'
        f"<PlainTextContent>{text}</PlainTextContent></Note>"
        for n, name, text in ((70, "Memo", "Check &amp; ask."), (71, "Other", ""))
    )
    link = f'<Link guid="{guid(80)}" originGUID="{guid(60)}" targetGUID="{guid(70)}"/>'
    inner = selection(60, *QUOTE, f'<NoteRef targetGUID="{guid(71)}"/>')
    path = one(tmp_path, inner, notes=notes, links=link)
    assert found(path) == [("“No.”", [], [], "Other\n\nCheck & ask.", "in")]


def test_cases_are_entities_with_what_is_known_of_them(tmp_path: Path) -> None:
    variables = (
        f'<Variable guid="{guid(30)}" name="Party" typeOfVariable="Text"/>'
        f'<Variable guid="{guid(31)}" name="Elected" typeOfVariable="Boolean"/>'
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid(n)}"/>{said}</VariableValue>'
        for n, said in (
            (30, "<TextValue>Toll Party</TextValue>"),
            (31, "<BooleanValue> true </BooleanValue>"),
        )
    )
    cases = (
        f'<Case guid="{{{guid(40).upper()}}}" name="Ann Lee">{values}'
        f'<SourceRef targetGUID="{guid(50)}"/><SelectionRef targetGUID="{guid(60)}"/>'
        f'<SelectionRef targetGUID="{guid(999)}"/></Case>'
    )
    inner = selection(60, *QUOTE, coding(11, 1))
    path = one(tmp_path, inner, variables=variables, cases=cases)
    assert found(path) == [("“No.”", ["Tax"], ["Ann Lee"], None, "Ada")]
    bundle = read(path)
    (lee,) = bundle.header.entities
    assert lee.attributes == {"Party": "Toll Party", "Elected": "true"}
    assert documents(bundle)[0].document.metadata == {"case": "Ann Lee"}


def test_links_between_selections_are_links(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, coding(11, 1)) + selection(61, *CUE, coding(12, 1))
    links = "".join(
        f'<Link guid="{guid(80 + n)}" {name} originGUID="{guid(60)}"'
        f' targetGUID="{guid(target)}"/>'
        for n, name, target in ((0, 'name="is said by"', 61), (1, "", 61), (2, "", 11))
    )
    bundle = read(one(tmp_path, inner, links=links))
    first, second = documents(bundle)[0].annotations
    assert first.fields["is_said_by"] == (second.uid,)
    assert first.fields["link"] == (second.uid,)


def test_a_coding_of_a_whole_source_has_no_place(tmp_path: Path) -> None:
    assert found(one(tmp_path, coding(11, 2))) == [("", ["Tax"], [], None, "Bo")]


def test_the_same_twice_adds_nothing_whatever_its_guids(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    inner = selection(60, *QUOTE, coding(11, 1))
    first = read(one(tmp_path, inner))
    path = packed(
        tmp_path / "again" / "in.qdpx",
        project(
            users=USERS.replace(guid(1), guid(201)),
            codes=CODES.replace(guid(11), guid(211)),
            sources=source(250, "Talk", selection(260, *QUOTE, coding(211, 201))),
        ),
        {text_name(250): TEXT},
    )
    again = read(path)
    assert documents(again)[0].annotations == documents(first)[0].annotations
    assert again.header.vocabularies == first.header.vocabularies
    assert again.header.annotators == first.header.annotators


def test_a_document_is_known_by_its_text(tmp_path: Path) -> None:
    path = one(tmp_path, selection(60, *QUOTE, coding(11, 1)))
    mine = make_document(TEXT, uid="mine", title="A name of ours")
    bundle = read(path, find_document=lambda sha256: mine if sha256 else None)
    assert documents(bundle)[0].document == mine


def test_a_second_project_fits_the_codebook_of_the_first(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, coding(11, 1))
    first = read(one(tmp_path, inner))
    second = read(
        one(tmp_path, selection(60, *CUE, coding(13, 2))),
        codebook=first.codebooks[0],
        derive_codebook=False,
    )
    assert second.codebooks == first.codebooks
    (each,) = documents(second)[0].annotations
    labels = {e.uid: e.label for e in second.header.vocabularies["code"]}
    assert [labels[uid] for uid in each.fields["code"]] == ["Oppose"]


# -- under the labels of codes -------------------------------------------------------


def test_where_the_codebook_has_places_they_are_used(tmp_path: Path) -> None:
    codes = code(11, "content") + code(12, "source")
    inner = selection(60, *QUOTE, coding(11, 1)) + selection(61, *SPEAKER, coding(12))
    bundle = read(one(tmp_path, inner, codes=codes), derive_codebook=False)
    assert bundle.codebooks[0].id == "speaker_stance"
    spans = [s.role for a in documents(bundle)[0].annotations for s in a.spans]
    assert spans == ["content", "source"]


def test_what_has_no_place_is_asked_for_by_the_names_of_codes(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, coding(12, 1) + "", name="“No.”")
    with pytest.raises(UnmappedError) as error:
        read(one(tmp_path, inner), derive_codebook=False)
    assert list(error.value.survey.labels) == ["Tax > Support"]
    assert "“Tax > Support”" in str(error.value)


def test_a_mapping_says_what_codes_are(tmp_path: Path) -> None:
    variables = (
        f'<Variable guid="{guid(30)}" name="wikidata" typeOfVariable="Text"/>'
        f'<Variable guid="{guid(31)}" name="age" typeOfVariable="Text"/>'
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid(n)}"/>'
        f"<TextValue>Q{n}</TextValue></VariableValue>"
        for n in (30, 31)
    )
    cases = (
        f'<Case guid="{guid(40)}" name="Ann Lee">{values}'
        f'<SelectionRef targetGUID="{guid(60)}"/></Case>'
    )
    codes = code(11, "Tax", f"<Description>For it.</Description>{code(12, 'Support')}")
    inner = selection(
        60, *QUOTE, f"<Description>Sure?</Description>{coding(12, 1)}{coding(14, 1)}"
    )
    stance = {"stance.issue": "Tax", "stance.stance": "favor"}
    mapping = LabelMapping(
        labels={
            "Tax > Support": LabelRule("content", stance),
            "Speaker": LabelRule(""),
        },
        attributes={"case": "speaker", "comment": "notes"},
    )
    codes += code(14, "Speaker")
    path = one(tmp_path, inner, cases=cases, codes=codes, variables=variables)
    bundle = read(path, derive_codebook=False, mapping=mapping)
    (each,) = documents(bundle)[0].annotations
    (lee,) = bundle.header.entities
    assert each.fields == {"speaker": lee.uid, "notes": "Sure?"}
    (row,) = each.rows["stance"]
    assert row.fields["stance"] == "favor"
    assert bundle.header.annotators[0].name == "Ada"
    assert lee.attributes == {"wikidata": "Q30"}
    (issue,) = bundle.header.vocabularies["issue"]
    assert (issue.label, issue.definition) == ("Tax", "For it.")


# -- slips of programs ---------------------------------------------------------------


def test_pitfall_2_the_inner_file_may_be_called_after_the_project(
    tmp_path: Path,
) -> None:
    qde = project(
        codes=CODES, sources=source(50, "Talk", selection(60, 0, 3, coding(11)))
    )
    texts = {text_name(50): TEXT}
    path = packed(tmp_path / "a.qdpx", qde, texts, name="Trial.qde")
    assert len(found(path)) == 1
    path = packed(tmp_path / "b.zip", qde, texts, name="Trial.qde")
    assert registry.sniff(path).name == "qdpx"


@pytest.mark.parametrize("folder", ["Sources", "SOURCES", "sources"])
@pytest.mark.parametrize("before", ["internal://", "", "internal://sources/"])
def test_pitfalls_3_and_7_texts_are_found_however_they_are_named(
    tmp_path: Path, folder: str, before: str
) -> None:
    said = f"{before}{guid(50).upper()}.TXT"
    qde = project(
        codes=CODES,
        sources=source(
            50, "Talk", selection(60, *QUOTE, coding(11)), plainTextPath=said
        ),
    )
    path = packed(tmp_path / "a.qdpx", qde, {text_name(50): TEXT}, folder=folder)
    assert [each[0] for each in found(path)] == ["“No.”"]


def test_pitfall_4_a_text_given_as_a_styled_one_is_read(tmp_path: Path) -> None:
    qde = project(
        codes=CODES,
        sources=source(
            50,
            "Talk",
            selection(60, *QUOTE, coding(11)),
            plainTextPath="",
            richTextPath=f"internal://{text_name(50)}",
        ),
    )
    path = packed(tmp_path / "a.qdpx", qde, {text_name(50): TEXT})
    assert [each[0] for each in found(path)] == ["“No.”"]


def test_pitfall_7_stubs_and_spans_without_width_are_left_out_and_told(
    tmp_path: Path,
) -> None:
    inner = selection(60, 3, 3, coding(11)) + selection(61, *QUOTE, coding(11))
    sources = source(50, "Talk", inner) + source(51, ".root") + source(52, "Stub")
    path = packed(
        tmp_path / "in.qdpx",
        project(codes=CODES, sources=sources),
        {text_name(50): TEXT, text_name(51): b"", text_name(52): b"\n"},
    )
    notes = Notes()
    assert len(documents(read(path, notes=notes))) == 1
    told = " ".join(map(str, notes.texts()))
    for words in ("“.root” is empty", "“Stub” is empty", "Left out 1 selections"):
        assert words in told


def test_ids_need_not_be_guids_nor_names_be_there(tmp_path: Path) -> None:
    qde = (
        '<Project xmlns="urn:QDA-XML:project:1:0" name="">'
        '<Users><User guid="u1"/></Users>'
        '<CodeBook><Codes><Code guid="c1" name=""/></Codes></CodeBook>'
        '<Sources><TextSource guid="s1" plainTextPath="a.txt">'
        '<PlainTextSelection guid="x1" startPosition="0" endPosition="3">'
        '<Coding creatingUser="u1"><CodeRef targetGUID="c1"/></Coding>'
        "</PlainTextSelection></TextSource></Sources></Project>"
    )
    path = packed(tmp_path / "a.qdpx", qde, {"a.txt": TEXT})
    assert found(path) == [("Ann", ["c1"], [], None, "u1")]


def test_elements_out_of_order_are_read_all_the_same(tmp_path: Path) -> None:
    inner = selection(60, *QUOTE, f"{coding(11)}<Description>Late</Description>")
    qde = project(codes=CODES, sources=source(50, "Talk", inner))
    codes = qde[qde.index("<CodeBook>") : qde.index("</CodeBook>") + 11]
    qde = qde.replace(codes, "").replace("</Project>", f"{codes}</Project>")
    path = packed(tmp_path / "a.qdpx", qde, {text_name(50): TEXT})
    assert found(path) == [("“No.”", ["Tax"], [], "Late", "a")]


def test_texts_beside_other_media_are_read_and_the_rest_is_told(
    tmp_path: Path,
) -> None:
    text = f"<PlainTextContent>{TEXT}</PlainTextContent>"
    pdf = (
        f'<PDFSource guid="{guid(51)}" name="Report" path="internal://r.pdf">'
        f'<PDFSelection guid="{guid(61)}" page="1" firstX="0" firstY="0" secondX="1"'
        ' secondY="1"/>'
        f'<Representation guid="{guid(52)}">{text}'
        f"{selection(62, *QUOTE, coding(11))}</Representation></PDFSource>"
    )
    audio = (
        f'<AudioSource guid="{guid(53)}" name="Talk" path="internal://t.mp3">'
        f'<Transcript guid="{guid(54)}">{text}'
        f'<SyncPoint guid="{guid(1)}" timeStamp="0" position="0"/>'
        f'<SyncPoint guid="{guid(2)}" timeStamp="9" position="9"/>'
        f'<TranscriptSelection guid="{guid(63)}" fromSyncPoint="{guid(1)}"'
        f' toSyncPoint="{guid(2)}">{coding(12)}</TranscriptSelection>'
        "</Transcript></AudioSource>"
    )
    picture = f'<PictureSource guid="{guid(55)}" name="Photo" path="internal://p.jpg"/>'
    qde = project(codes=CODES, sources=pdf + audio + picture, sets="<Set/>")
    notes = Notes()
    path = packed(tmp_path / "a.qdpx", qde, {"r.pdf": b"%PDF"})
    assert [each[:2] for each in found(path, notes=notes)] == [
        ("“No.”", ["Tax"]),
        ("Ann 😀 Lee", ["Support"]),
    ]
    told = " ".join(map(str, notes.texts()))
    for words in ("1 selections that are not in a text", "“Photo”", "1 sets"):
        assert words in told


def test_texts_elsewhere_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    sources = "".join(
        source(number, "Far", plainTextPath=path)
        for number, path in (
            (51, f"absolute://{secret}"),
            (52, "relative:///secret.txt"),
            (53, "http://127.0.0.1:9/x.txt"),
        )
    )
    path = packed(tmp_path / "a.qdpx", project(sources=sources), {})
    notes = Notes()
    assert documents(read(path, notes=notes)) == []
    told = list(map(str, notes.texts()))
    assert sum("lies outside of the project" in each for each in told) == 3


def test_metadata_come_from_variables_and_dates_keep_their_zone(
    tmp_path: Path,
) -> None:
    variables = "".join(
        f'<Variable guid="{guid(n)}" name="{name}" typeOfVariable="Text"/>'
        for n, name in ((30, "Source"), (31, "published"), (32, "Desk"))
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid(n)}"/><{kind}>{said}</{kind}>'
        "</VariableValue>"
        for n, kind, said in (
            (30, "TextValue", "Daily"),
            (31, "DateTimeValue", "2031-02-03T04:05:00Z"),
            (32, "IntegerValue", "3"),
        )
    )
    path = one(tmp_path, values, variables=variables)
    assert documents(read(path))[0].document.metadata == {
        "source": "Daily",
        "published": "2031-02-03T04:05",
        "timezone": "UTC",
        "Desk": "3",
    }


def test_notes_on_texts_go_back_where_they_came_from(tmp_path: Path) -> None:
    from tests.formats.refi.projects import write
    from tests.formats.refi.structure import all_of, check_project

    notes = (
        f'<Note guid="{guid(70)}" name="Memo"><PlainTextContent>Long.'
        "</PlainTextContent></Note>"
    )
    path = one(tmp_path, f'<NoteRef targetGUID="{guid(70)}"/>', notes=notes)
    bundle = read(path)
    memos = documents(bundle)[0].document.extra["qdpx"]["notes"]
    assert memos == [{"name": "Memo", "text": "Long."}]
    root = check_project(write(bundle, tmp_path / "out.qdpx"))
    (note,) = all_of(root, "Note")
    assert (note.get("name"), note[0].text) == ("Memo", "Long.")


def test_a_foreign_project_goes_out_as_it_came(tmp_path: Path) -> None:
    from tests.formats.refi.projects import write
    from tests.formats.refi.structure import all_of, check_project

    cases = (
        f'<Case guid="{guid(40)}" name="Ann Lee">'
        f'<SelectionRef targetGUID="{guid(60)}"/></Case>'
    )
    comment = "<Description>Sure?</Description>"
    inner = selection(60, *QUOTE, comment + coding(12, 1) + coding(14, 1))
    first = read(one(tmp_path, inner, cases=cases))
    path = write(first, tmp_path / "out.qdpx")
    root = check_project(path)
    tops = [e.get("name") for e in all_of(root, "Codes")[0]]
    assert sorted(tops) == ["Speaker", "Tax"]
    (each,) = all_of(root, "PlainTextSelection")
    assert all_of(each, "Description")[0].text == "Sure?"
    names = {e.get("guid"): e.get("name") for e in all_of(root, "Code")}
    codes = [names[ref.get("targetGUID")] for ref in all_of(each, "CodeRef")]
    assert codes == ["Support", "Speaker"]
    second = read(path, codebook=None)
    assert documents(second) == documents(first)
    ours, theirs = (
        {e.uid: e for e in each.header.vocabularies["code"]} for each in (first, second)
    )
    assert theirs == ours


# -- offsets -------------------------------------------------------------------------


def in_utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


PLACES = [
    (start, start + len(words))
    for words in ("Ann 😀 Lee", "“No 😀 toll.”", "Bo Roe", "at once", "Nobody paid")
    for start in (WINDOWS.index(words),)
]
WANTED = [WINDOWS[start:end] for start, end in PLACES]


def windows(
    tmp_path: Path, offsets: list[tuple[int, int]], origin: str, quoting: bool = False
) -> Path:
    inner = "".join(
        selection(
            60 + n, *place, coding(11), **({"name": WANTED[n]} if quoting else {})
        )
        for n, place in enumerate(offsets)
    )
    return one(tmp_path, inner, "\ufeff" + WINDOWS, origin=origin)


@pytest.mark.parametrize("quoting", [True, False])
@pytest.mark.parametrize("origin", ["NVivo for Windows 12.6", "ATLAS.ti", "Another"])
@pytest.mark.parametrize("crlf", [2, 1])
@pytest.mark.parametrize("unit", [CODE_POINTS, UTF16])
def test_pitfall_1_what_offsets_count_is_found_out(
    tmp_path: Path, unit: str, crlf: int, origin: str, quoting: bool
) -> None:
    def count(place: int) -> int:
        made = in_utf16(WINDOWS, place) if unit == UTF16 else place
        return made if crlf == 2 else made - WINDOWS.count("\r\n", 0, place)

    offsets = [(count(start), count(end)) for start, end in PLACES]
    notes = Notes()
    path = windows(tmp_path, offsets, origin, quoting)
    assert [each[0] for each in found(path, notes=notes)] == WANTED
    (said,) = [str(each) for each in notes.texts() if "Its offsets count" in each]
    assert f"count {unit}, and a line end of CR LF as" in said
    assert "so 5 of 5 selections" in said


def test_pitfall_1_the_guess_gives_way_to_what_a_person_says(tmp_path: Path) -> None:
    offsets = [(in_utf16(WINDOWS, s), in_utf16(WINDOWS, e)) for s, e in PLACES]
    path = windows(tmp_path, offsets, "NVivo for Windows 12.6")
    texts = [each[0] for each in found(path, unit=CODE_POINTS)]
    assert texts[0] == WINDOWS[slice(*offsets[0])]
    assert texts != WANTED
    spans = [(len(WINDOWS[:s].encode()), len(WINDOWS[:e].encode())) for s, e in PLACES]
    path = windows(tmp_path, spans, "Another")
    assert [each[0] for each in found(path, unit=BYTES)] == WANTED


def test_nothing_is_said_where_nothing_can_differ(tmp_path: Path) -> None:
    path = one(tmp_path, selection(60, 0, 3, coding(11)), "Ann said no.")
    notes = Notes()
    read(path, notes=notes)
    assert not [each for each in notes.texts() if "Its offsets count" in each]


# -- what is wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (5, 2, "start must come before its end"),
        (-1, 3, "not inside the text"),
        (0, 99, "not inside the text"),
        ("x", 3, "“x” is no offset"),
        ("1.5", 3, "“1.5” is no offset"),
        ("9" * 40, 3, "is no offset"),
        ("", 3, "“” is no offset"),
    ],
)
def test_fault_54_a_span_that_does_not_fit_is_named(
    tmp_path: Path, start: Any, end: Any, words: str
) -> None:
    error = refused(one(tmp_path, selection(60, start, end, coding(11))))
    assert words in str(error)
    assert error.field is not None
    assert f"PlainTextSelection {guid(60)}" in error.field
    assert "startPosition" in error.field
    assert error.remedy


def test_fault_54_a_span_inside_a_pair_is_named(tmp_path: Path) -> None:
    inner = selection(60, 5, 9, coding(11))
    error = refused(one(tmp_path, inner), unit=UTF16)
    assert "inside a character" in str(error)
    assert guid(60) in (error.field or "")


def test_fault_54_an_unknown_code_is_named(tmp_path: Path) -> None:
    error = refused(one(tmp_path, selection(60, *QUOTE, coding(77))))
    assert f"no code {guid(77)}" in str(error)
    assert error.field == f"Coding {guid(90_077)}, CodeRef targetGUID"


@pytest.mark.parametrize(
    ("old", "field"),
    [
        (f'<Code guid="{guid(11)}"', "Code , guid"),
        (f'<User guid="{guid(1)}"', "User , guid"),
        (f'<TextSource guid="{guid(50)}"', "TextSource , guid"),
        (f'<PlainTextSelection guid="{guid(60)}"', "PlainTextSelection , guid"),
        (f'<CodeRef targetGUID="{guid(11)}"/>', f"Coding {guid(90_011)}, CodeRef"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, old: str, field: str) -> None:
    inner = selection(60, *QUOTE, coding(11))
    qde = project(users=USERS, codes=CODES, sources=source(50, "Talk", inner))
    assert old in qde
    new = "" if "Ref" in old else old.partition(" ")[0]
    path = packed(tmp_path / "a.qdpx", qde.replace(old, new), {text_name(50): TEXT})
    error = refused(path)
    assert error.field == field.replace(" ,", ",")
    assert "missing" in str(error)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.qdpx", project(sources=source(50, "Talk")), {})
    error = refused(path)
    assert "“Talk” is not in the archive" in str(error)
    assert text_name(50) in (error.field or "")


@pytest.mark.parametrize("data", [b"ab\x00cd", b"\xff\xfe\xfa\xf0 caf\xe9", b"caf\xe9"])
def test_fault_44_a_text_that_is_none_is_named(tmp_path: Path, data: bytes) -> None:
    error = refused(one(tmp_path, "", data))
    assert text_name(50) in (error.field or "")


def test_a_text_in_another_encoding_can_be_read(tmp_path: Path) -> None:
    path = one(tmp_path, selection(60, 0, 4, coding(11)), "café".encode("cp1252"))
    assert [each[0] for each in found(path, encoding="cp1252")] == ["café"]


def test_archives_without_a_project_are_told_apart(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.qdpx", "<x/>", {}, name="other.xml")
    assert "no project.qde" in str(refused(path))
    path = packed(tmp_path / "b.qdpx", "<x/>", {"x": ""}, name="a.qde")
    assert "begins with <x>" in str(refused(path))
    path = packed(tmp_path / "c.qdpx", "<x/>", {"../c.qde": ""}, name="a.qde")
    assert "leads out" in str(refused(path))
    path = tmp_path / "d.qdpx"
    path.write_bytes(b"no archive")
    assert "not a zip archive" in str(refused(path))


def test_several_projects_in_one_archive_are_refused(tmp_path: Path) -> None:
    import zipfile

    path = packed(tmp_path / "a.qdpx", project(), {}, name="a.qde")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.qde", project())
    assert "a.qde, b.qde" in str(refused(path))


def test_what_we_keep_for_ourselves_may_be_damaged(tmp_path: Path) -> None:
    import zipfile

    from annotator.formats.refi import side
    from tests.formats import ann_lee
    from tests.formats.refi.projects import write, xml_of

    path = write(ann_lee.full(), tmp_path / "a.qdpx")
    qde = xml_of(path)
    with zipfile.ZipFile(path) as archive:
        texts = {n: archive.read(n) for n in archive.namelist() if n.endswith(".txt")}
    broken = tmp_path / "b.qdpx"
    for kept in (b"", b"{}\n", b'{"format":"annotator-refi/1"}\n{"guid":\n', b"\xff"):
        with zipfile.ZipFile(broken, "w") as archive:
            archive.writestr("project.qde", qde)
            archive.writestr(side.MEMBER, kept)
            for name, data in texts.items():
                archive.writestr(name, data)
        assert "is damaged" in str(refused(broken))


def test_what_was_changed_in_our_project_is_found(tmp_path: Path) -> None:
    from tests.formats import ann_lee
    from tests.formats.refi.projects import repacked, write

    path = write(ann_lee.full(), tmp_path / "a.qdpx")
    moved = repacked(
        path, tmp_path / "b.qdpx", 'startPosition="16"', 'startPosition="15"'
    )
    error = refused(moved)
    assert "its name is “““No.”””" not in str(error)
    assert "and the text there is" in str(error)


# -- our codes, after other programs had them ----------------------------------------


def test_our_codes_are_known_without_what_we_keep_for_ourselves(
    tmp_path: Path,
) -> None:
    from tests.formats import ann_lee
    from tests.formats.refi.projects import repacked, write

    path = write(ann_lee.full(), tmp_path / "a.qdpx")
    other = repacked(path, tmp_path / "b.qdpx", 'origin="Annotator', 'origin="NVivo')
    bundle = read(other, derive_codebook=False)
    first, second = documents(bundle)[0].annotations
    assert [s.role for s in first.spans] == ["content", "source", "cue"]
    lee = next(e for e in bundle.header.entities if e.name == "Ann Lee")
    assert first.fields["speaker"] == lee.uid
    assert first.fields["quote_type"] == "direct"
    (row,) = first.rows["stance"]
    labels = {e.uid: e.label for e in bundle.header.vocabularies["issue"]}
    assert labels[str(row.fields["issue"])] == "A new tax"
    assert row.fields["stance"] == "against"
    assert second.none == ("stance",)


def test_pitfall_5_our_codes_are_known_by_name_where_guids_are_new(
    tmp_path: Path,
) -> None:
    import re
    import uuid
    import zipfile

    from tests.formats import ann_lee
    from tests.formats.refi.projects import write, xml_of

    quote = ann_lee.span("content", QUOTE)
    third = ann_lee.annotation("a3", quote, annotator="bo", layer="adjudicated")
    sent = ann_lee.full()
    records = list(sent.documents)
    first = replace(records[0], annotations=(*records[0].annotations, third))
    path = write(replace(sent, documents=[first]), tmp_path / "a.qdpx")
    found: dict[str, str] = {}

    def renewed(match: re.Match[str]) -> str:
        number = len(found) + 1
        made = str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))).upper()
        return found.setdefault(match[0], made)

    qde = re.sub("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", renewed, xml_of(path))
    qde = re.sub(' (id|color)="[^"]*"', "", qde).replace("Annotator ", "ATLAS.ti ")
    with zipfile.ZipFile(path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".txt"))
        data = archive.read(name)
    other = tmp_path / "b.qdpx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("Trial.qde", qde)
        archive.writestr(f"sources/{found[name[8:44]]}.txt", data)
    known = {("issue", "A new tax"): "tax", ("speaker", "Ann Lee"): "lee"}
    people = {"Ada Nord": "ada", "Bo Süd": "bo"}
    bundle = read(
        other,
        derive_codebook=False,
        knows=lambda kind, uid: uid in {**dict.fromkeys(people.values()), "lee": 1},
        find_annotator=people.get,
        find_entry=lambda *named: known.get(named),
        find_entity=lambda *named: known.get(named),
        find_document=lambda sha256: make_document(TEXT, uid="doc-1"),
    )
    (record,) = documents(bundle)
    assert record.document.uid == "doc-1"
    one, two, three = record.annotations
    assert (one.annotator, two.annotator, three.annotator) == ("ada", "bo", "bo")
    assert three.layer == "adjudicated"
    assert one.fields == {"speaker": "lee", "quote_type": "direct", "confidence": 2}
    assert [s.role for s in one.spans] == ["content", "source", "cue"]
    assert one.rows["stance"][0].fields == {"issue": "tax", "stance": "against"}
    assert two.fields == {"notes": "", "justifies": one.uid}
    assert two.none == ("stance",)


def test_coding_goes_on_elsewhere_with_our_codes(tmp_path: Path) -> None:
    """One selection with a role, a value and two stances, as people code."""
    from tests.formats import ann_lee
    from tests.formats.refi.projects import repacked, write, xml_of
    from tests.formats.refi.structure import all_of, check_project

    path = write(ann_lee.bundle(ann_lee.record()), tmp_path / "a.qdpx")
    root = check_project(path)
    (tax,) = [e for e in all_of(root, "Code") if e.get("name") == "A new tax"]
    guids = {}
    for each in all_of(root, "Code"):
        guids.setdefault(each.get("name"), each.get("guid"))
    stances = {e.get("name"): e.get("guid") for e in tax if e.get("name")}
    wanted = [guids["Content"], guids["Direct"], stances["Favor"], stances["Mixed"]]
    codings = "".join(
        f'<Coding guid="{guid(n)}"><CodeRef targetGUID="{each}"/></Coding>'
        for n, each in enumerate(wanted, 300)
    )
    made = f"{selection(60, *QUOTE, codings)}<VariableValue>"
    other = repacked(path, tmp_path / "b.qdpx", 'origin="Annotator', 'origin="MAXQDA')
    old = xml_of(other)
    at = old.index("<VariableValue>", old.index("<TextSource"))
    new = old[:at] + made + old[at + len("<VariableValue>") :]
    last = repacked(other, tmp_path / "c.qdpx", old, new)
    bundle = read(last, derive_codebook=False)
    (each,) = documents(bundle)[0].annotations
    assert each.fields == {"quote_type": "direct"}
    assert [row.fields["stance"] for row in each.rows["stance"]] == ["favor", "mixed"]
    assert preset().id == bundle.codebooks[0].id
