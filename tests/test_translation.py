# SPDX-License-Identifier: MIT
"""What a person reads can be translated: sentences are templates, written out."""

from __future__ import annotations

import ast
import copy
import re
import subprocess
import sys

import pytest

from annotator.model.errors import InputError, StoreError
from annotator.model.sentence import Sentence, joined
from tests import catalogue

PLACE = re.compile(r"\{(\w+)\}")


def put_together(node: ast.AST) -> bool:
    """Whether a text is made at run time: by f"", + or %, or .format."""
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add | ast.Mod))
        or (isinstance(part, ast.Attribute) and part.attr in ("format", "format_map"))
        for part in ast.walk(node)
    )


def faults_in(tree: ast.Module) -> list[str]:
    """The templates of a module that are not written out, with their lines."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    found = []
    for scope in [*functions, tree]:
        values = {
            ast.unparse(n.targets[0]): n.value
            for n in ast.walk(scope)
            if isinstance(n, ast.Assign)
        }
        for call, given in catalogue.calls(scope):
            for node in given:
                asked = values.get(ast.unparse(node), node)
                # What is given to a call is looked at where it is a template.
                if put_together(asked.func if isinstance(asked, ast.Call) else asked):
                    found.append(f"{call.lineno}: {ast.unparse(node)}")
    return sorted(set(found))


@pytest.mark.parametrize(
    "source",
    [
        'raise InputError(f"no {name}.")',
        'raise InputError("no " + name)',
        'raise InputError("no %s" % name)',
        'raise InputError("no {}".format(name))',
        'raise StoreError("no.", remedy=f"Try {name}.")',
        'def f():\n    reason = f"no {name}."\n    raise UserError(reason)',
        'notes.add(f"no {name}.")',
        'self._options.notes.add(f"no {name}.")',
        'report.notes.append(f"no {name}.")',
        'findings.add(place, f"no {name}.")',
        'x = Sentence(f"no {name}.")',
    ],
)
def test_check_sees_what_is_put_together(source):
    assert faults_in(ast.parse(source))


def test_every_template_is_written_out():
    faults = {
        str(file.relative_to(catalogue.ROOT)): found
        for file, tree in catalogue.modules().items()
        if (found := faults_in(tree))
    }
    assert not faults


def test_every_place_of_a_template_gets_a_value():
    faults = []
    for file, tree in catalogue.modules().items():
        for call, given in catalogue.calls(tree):
            texts = [text for node in given for text in catalogue.texts(node)]
            named = {k.arg for k in call.keywords}
            if None not in named and len(texts) == len(given):
                missing = set(PLACE.findall(" ".join(texts))) - named
                if missing:
                    faults.append(f"{file.name}:{call.lineno}: {sorted(missing)}")
    assert not faults


def test_catalogue_is_a_module_with_the_templates_of_every_context():
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalogue"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=catalogue.ROOT.parent,
        env=None,
    )
    compile(done.stdout, "catalogue", "exec")
    for line in (
        "translate('errors', 'there is no document “{uid}”.')",
        "translate('errors', '{n} documents')",
        "translate('errors', '{file}, line {line}')",
        "translate('errors', 'Free some space and save again.')",
        "translate('errors', 'Plain text')",
        "translate('history', 'Marked the {role}')",
        "translate('problems', '{field} is empty. Fill it in.')",
        "translate('settings', 'Theme')",
        "translate('speakers', 'Speakers')",
        "translate('commands', 'Widen the selection')",
    ):
        assert line in done.stdout


# -- sentences ----------------------------------------------------------------------


def test_a_sentence_is_its_english_text_and_knows_its_parts():
    said = Sentence("there is no {what} “{name}”.", what="role", name="x")
    assert said == "there is no role “x”."
    assert said.template == "there is no {what} “{name}”."
    assert said.values == {"what": "role", "name": "x"}


def test_braces_in_values_and_templates_mean_nothing():
    assert Sentence("no “{name}”.", name="{name} {0} {") == "no “{name} {0} {”."
    assert Sentence("Add values = [{id = …}].", id="x") == "Add values = [{id = …}]."
    assert str(InputError("write {…} or {name}.")) == "write {…} or {name}."


def test_sentences_are_joined_with_their_templates_kept():
    one = Sentence("no {name}", name="x")
    both = joined("; ", [one, "y"])
    assert both == "no x; y"
    assert one in both.values.values()


def test_an_error_fills_reason_and_remedy_and_says_its_place():
    error = StoreError(
        "no {name}.", file="a.txt", line=3, field="id", remedy="Try {other}.",
        name="x", other="y",
    )  # fmt: skip
    assert str(error) == "a.txt, line 3, field “id”: no x. Try y."
    assert (error.reason, error.remedy) == ("no x.", "Try y.")
    assert error.remedy.template == "Try {other}."
    assert str(copy.copy(error)) == str(error)
    error.file, error.line, error.field = None, None, "z"
    assert str(error) == "field “z”: no x. Try y."


def test_a_sentence_keeps_no_exception_alive():
    said = Sentence("it failed: {error}.", error=OSError("full"))
    assert said.values == {"error": "full"}
