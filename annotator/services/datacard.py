# SPDX-License-Identifier: MIT
"""The data card of an export folder: its README, for people and for the Hub.

It says what the data are, who made them and how, what the codebook means, how
much there is of everything, what is lost, and what is still to be filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.format import Format
from annotator.model.bundle import ProjectHeader
from annotator.model.codebook import Codebook
from annotator.services.datacard_codebook import codebook_lines, value_counts
from annotator.services.export_choice import Selection
from annotator.services.export_records import Tally
from annotator.services.markdown import code, escaped, table, yaml_lines, yaml_text
from annotator.services.wording import counted

_SIZES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
)
_LAYERS: Final = {
    "all": "All layers: everybody’s own work and what was adjudicated.",
    "primary": "The annotators’ own work; nothing adjudicated.",
    "adjudicated": "The adjudicated layer alone.",
    "majority": "What most annotators agree on. Annotations were matched by the "
    "overlap of their main spans (half of what either covers, or more). One stands "
    "where more than half of a document’s annotators made it; each of its values is "
    "that of more than half of them, else it is unset.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the card is made from.

    `chosen` is the selection as plain data (`manifest.chosen`), `data` the data
    files by part ("" without parts), `tables` those of the documents beside them,
    `agreement` paragraphs about agreement;
    where there is none, the card says that none was computed.  `limits` must be
    known besides the losses, `head` is what the format wants said in the YAML head.
    """

    title: str
    header: ProjectHeader
    codebook: Codebook
    format: Format
    selection: Selection
    chosen: Mapping[str, Any]
    tally: Tally
    people: Mapping[str, str]
    data: Mapping[str, Sequence[str]]
    losses: Sequence[str]
    limits: Sequence[str] = ()
    tables: Sequence[str] = ()
    guideline: str | None = None
    agreement: tuple[str, ...] = ()
    head: Mapping[str, Any] = field(default_factory=dict)


def card(facts: Facts) -> str:
    """The whole README, ending in a line end."""
    lines = [
        *_front_matter(facts),
        f"# {escaped(facts.title)}",
        "",
        *_what(facts),
        *_section("Who annotated", _who(facts)),
        *_section("How it was made", _how(facts)),
        *_section("Codebook", codebook_lines(facts.codebook, facts.header)),
        *_section("How much there is", _counts(facts)),
        *_section("Agreement", _agreement(facts)),
        *_section("Known limits", _limits(facts)),
        *_section("Licence", _licence(facts)),
        *_section("Files", _files(facts)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def languages(facts: Facts) -> list[str]:
    """The languages of the documents, else that of the codebook."""
    return sorted(facts.tally.languages) or [facts.codebook.language]


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from lines
    yield ""


def _front_matter(facts: Facts) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {yaml_text(facts.title)}"
    yield "license: unknown"
    yield "language:"
    yield from (f"- {yaml_text(each)}" for each in languages(facts))
    yield "size_categories:"
    yield f"- {_size(facts.tally.documents)}"
    if facts.format.name.startswith("hf"):
        # `datasets` takes no part that nothing is in.
        filled = (part for part in facts.data if facts.tally.parts.get(part, 1))
        yield from _configs({part: facts.data[part] for part in filled})
    yield from yaml_lines(facts.head)
    yield "---"
    yield ""


def _size(documents: int) -> str:
    return next((name for most, name in _SIZES if documents < most), "n>1M")


def _configs(data: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "configs:"
    yield "- config_name: default"
    yield "  data_files:"
    for part, paths in data.items():
        yield f"  - split: {part or 'train'}"
        yield "    path:"
        yield from (f"    - {yaml_text(path)}" for path in paths)


def _what(facts: Facts) -> Iterator[str]:
    tally = facts.tally
    book = facts.codebook
    yield (
        f"{counted(tally.documents, 'document')} with "
        f"{counted(tally.annotations, 'annotation')} under "
        f"the codebook “{escaped(book.title)}” ({code(book.id)} {escaped(book.version)}"
        f"), in the format {code(facts.format.name)}."
    )
    yield ""
    if not facts.selection.with_text:
        yield "Offsets only: the texts may not be passed on and are not in it."
        yield ""


def _who(facts: Facts) -> Iterator[str]:
    tally = facts.tally
    if tally.voters:
        yield from table(
            ("Annotator", "Documents annotated"),
            [
                (escaped(facts.people.get(uid, uid)), f"{count:,}")
                for uid, count in sorted(tally.voters.items())
            ],
        )
        return
    assert tally.counts is not None
    people = [
        (escaped(each.name), f"{each.annotations:,}", f"{each.statuses['complete']:,}")
        for each in tally.counts.people.values()
        if each.annotations or each.statuses
    ]
    if people:
        head = ("Annotator", "Annotations", "Documents completed")
        yield from table(head, people)
    else:
        yield "Nobody has annotated these documents."


def _how(facts: Facts) -> Iterator[str]:
    chosen = facts.chosen
    yield f"- {_LAYERS[str(chosen['layers'])]}"
    if chosen["annotators"] is not None:
        names = ", ".join(map(escaped, chosen["annotators"]))
        yield f"- Only the work of {names}."
    documents = chosen["documents"]
    if documents["filter"]:
        yield f"- Only documents that fit {code(documents['filter'])}."
    if documents["complete"]:
        yield "- Only layers that are complete, and documents that have one."
    if "chosen" in documents:
        yield f"- Only {documents['chosen']:,} documents, chosen one by one."
    if chosen["fields"] is not None:
        names = ", ".join(map(code, chosen["fields"])) or "none"
        yield f"- Of fields, rows and roles: {names}, and the main role."
    if not chosen["negatives"]:
        yield "- Documents without annotations are left out."
    if chosen["split"]:
        yield f"- {_split(chosen['split'])}"
    if facts.guideline:
        yield f"- The written guidelines are in [{facts.guideline}]({facts.guideline})."


def _split(split: Mapping[str, Any]) -> str:
    sizes = ", ".join(f"{code(name)} {size:g}" for name, size in split["parts"].items())
    by = split["group_by"]
    what = f"by {code(by)}, whose documents stay together," if by else "by document"
    return f"Divided {what} with the seed {split['seed']} into {sizes}."


def _counts(facts: Facts) -> Iterator[str]:
    tally = facts.tally
    counts = tally.counts
    assert counts is not None
    rows = [
        ("Documents", f"{tally.documents:,}"),
        ("Characters", f"{counts.characters:,}"),
        ("Annotations", f"{tally.annotations:,}"),
        ("Spans", f"{counts.spans:,}"),
    ]
    rows += [(f"Of type {code(k)}", f"{n:,}") for k, n in sorted(counts.types.items())]
    rows += [(f"Rows {code(k)}", f"{n:,}") for k, n in sorted(counts.rows.items())]
    yield from table(("What", "How many"), rows)
    if tally.parts:
        yield ""
        yield from table(
            ("Part", "Documents", "Annotations"),
            [
                (code(name), f"{count:,}", f"{tally.part_annotations[name]:,}")
                for name, count in tally.parts.items()
            ],
        )
    yield from value_counts(counts.values, facts.codebook, facts.header)


def _agreement(facts: Facts) -> Iterator[str]:
    if not facts.agreement:
        yield "No agreement between annotators was computed for this export."
    for number, paragraph in enumerate(facts.agreement):
        if number:
            yield ""
        yield paragraph


def _limits(facts: Facts) -> Iterator[str]:
    yield from (f"- {escaped(each)}" for each in facts.limits)
    if facts.limits and not facts.losses:
        yield ""
    if not facts.losses:
        yield "Nothing of the project was lost on the way into this format."
    yield from (f"- {escaped(each)}" for each in facts.losses)
    yield ""
    yield "The full report is in [losses.md](losses.md)."


def _licence(facts: Facts) -> Iterator[str]:
    yield "**To be filled in by whoever publishes the data**: the licence of the"
    yield "annotations, and that of the texts, which may be another one."
    if facts.selection.with_text:
        yield "The texts are in it; ask yourself whether they may be passed on."


def _files(facts: Facts) -> Iterator[str]:
    for part, paths in facts.data.items():
        shown = ", ".join(map(code, paths[:3])) + (" …" if len(paths) > 3 else "")
        yield f"- {shown}: {f'the part {code(part)}' if part else 'the data'}"
    yield from (f"- {code(name)}: the documents" for name in facts.tables)
    yield "- [codebook.toml](codebook.toml): the codebook, for the program"
    yield "- [manifest.json](manifest.json): how the folder was made, with check sums"
    yield "- [losses.json](losses.json), [losses.md](losses.md): what was lost"
    yield "- [croissant.json](croissant.json): a description for machines"
