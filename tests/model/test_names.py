# SPDX-License-Identifier: MIT
"""Names, roles and kinds are read out of the words that mark a speaker."""

import pytest

from annotator.model.names import guess_kind, propose_names, propose_role

KINDS = ("person", "organization", "geopolitical", "unnamed")

NAMED = [
    ("Lithmarian Foreign Minister Kęstatis Budvys", "Kęstatis Budvys"),
    ("President Volodymar Halenskyy", "Volodymar Halenskyy"),
    (
        "Poland's Defence Minister Władosław Kosinak-Kamysz",
        "Władosław Kosinak-Kamysz",
    ),
    (
        "Roderik Kiesenwetter, defence spokesperson for Germany’s main opposition "
        "Christian Democratic Union (CDU) party,",
        "Roderik Kiesenwetter",
    ),
    ("UK Prime Minister Keir Starmar", "Keir Starmar"),
    ("President (Emmanuel) Macaron", "Emmanuel Macaron"),
    ("Budvys", "Budvys"),
    ("Ukraine", "Ukraine"),
    ("Vilnius", "Vilnius"),
    ("the mayor of Oldport, Ines Marrow,", "Ines Marrow"),
    ("harbour economist Tilda Quist", "Tilda Quist"),
    ("former finance minister Joost van der Weel", "Joost van der Weel"),
    ("Dr. Amara Nwosu", "Amara Nwosu"),
    ("Marit Solheim (Greens)", "Marit Solheim"),
    ("Ola Brekk (KPD)", "Ola Brekk"),
    ("President of Veldavia Oskar Lind", "Oskar Lind"),
    ("opposition leader\u00a0Péter Szép", "Péter Szép"),
    ("Nana Mensah, a teacher", "Nana Mensah"),
    ("\u201cTomas Berg\u201d", "Tomas Berg"),
    ("გიორგი მაისურაძე", "გიორგი მაისურაძე"),
    ("Foreign Minister Aicha bint Rashid", "Aicha bint Rashid"),
    ("a spokesperson, Lena Falk, of the port authority", "Lena Falk"),
]

PHRASES = [
    "Lithmarian foreign ministry",
    "some leaders",
    "Ministry of Foreign Affairs of Veldavia",
    "President of Veldavia",
    "three people familiar with the talks",
    "<img src=/dev/zero>",
]


@pytest.mark.parametrize(("source", "name"), NAMED)
def test_titles_and_appositives_are_taken_off(source: str, name: str) -> None:
    assert propose_names(source)[0] == name


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_noun_phrase_stays_as_it_is(phrase: str) -> None:
    assert propose_names(phrase) == [phrase]


def test_the_article_goes() -> None:
    assert propose_names("the Veldavian coast guard") == ["Veldavian coast guard"]


def test_the_whole_phrase_follows_since_it_may_be_an_alias() -> None:
    assert propose_names("President (Emmanuel) Macaron") == [
        "Emmanuel Macaron",
        "President (Emmanuel) Macaron",
    ]


@pytest.mark.parametrize(
    "source",
    ["he", "She", "I", "they", "the minister", "the Foreign Minister", "", " , ",
     "His spokesman", "the former president", "this official", "\u00a0He\u00a0"],
)  # fmt: skip
def test_pronouns_and_bare_offices_name_nobody(source: str) -> None:
    assert propose_names(source) == []


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("Lithmarian Foreign Minister Kęstatis Budvys", "Lithmarian Foreign Minister"),
        ("President Volodymar Halenskyy", "President"),
        ("President (Emmanuel) Macaron", "President"),
        ("Nana Mensah, a teacher", "teacher"),
        ("the mayor of Oldport, Ines Marrow,", "mayor of Oldport"),
        ("Budvys", ""),
        ("he", ""),
        ("Lithmarian foreign ministry", ""),
    ],
)
def test_the_office_is_the_role(source: str, role: str) -> None:
    assert propose_role(source) == role


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kęstatis Budvys", "person"),
        ("Budvys", "person"),
        ("Lithmarian foreign ministry", "organization"),
        ("Ministry of Foreign Affairs of Veldavia", "organization"),
        ("Veldavian coast guard", "organization"),
        ("Harbour Workers' Union", "organization"),
        ("NATO", "organization"),
        ("Ukraine", "geopolitical"),
        ("Lithmaria (state)", "geopolitical"),
        ("some leaders", "unnamed"),
        ("[unnamed media reports]", "unnamed"),
        ("Western officials", "unnamed"),
        ("", "person"),
    ],
)
def test_the_kind_is_guessed(name: str, kind: str) -> None:
    assert guess_kind(name, KINDS) == kind


def test_only_the_codebooks_kinds_are_guessed() -> None:
    assert guess_kind("NATO", ("human", "robot")) == "human"
    assert guess_kind("NATO", ()) is None
