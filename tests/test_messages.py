"""What commands and errors say: by id, in either language with the same values, and found in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from repository import DATA, ROOT
from spoken import WORDS, english, in_english
from yosan import messages
from yosan.cli import language
from yosan.cli.main import main
from yosan.data import wording
from yosan.data.documents import parse
from yosan.data.tables import load_table
from yosan.errors import DataError, InputError, Problem, RuleError
from yosan.messages import Message
from yosan.models import Frozen
from yosan.subsidy.rules.type_rule import Rate, Size, Yen
from yosan.writing import LANGS, Text

MODULES = sorted((ROOT / "lib" / "yosan").rglob("*.py"))
SEED = str(DATA / "consortia/seed-two-firms.csv")


def entries() -> dict[str, Text | wording.ProblemTexts]:
    files = wording.list_messages()
    return {f"{file}.{name}": entry for file in files for name, entry in wording.load_messages(file).items()}


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, kind):
                yield f"{module.relative_to(ROOT)}, line {getattr(node, 'lineno', 0)}", node


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for where, node in nodes(ast.Call):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield where, node


def texts(entry: Text | wording.ProblemTexts) -> list[Text]:
    return [entry] if isinstance(entry, Text) else [text for _, text in entry if text]


def test_every_entry_is_used_and_every_id_in_code_is_an_entry() -> None:
    known, files = entries(), "|".join(wording.list_messages())
    constants = {
        node.value
        for _, node in nodes(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(rf"({files})\.[a-z_]+", node.value) and not node.value.endswith((".csv", ".yml"))
    }
    assert constants == known.keys()


def test_code_gives_a_message_the_values_that_its_texts_ask_for() -> None:
    known = entries()
    for where, call in calls("Message"):
        given = {word.arg for word in call.keywords}
        if isinstance(call.args[0], ast.Constant) and None not in given:
            asked = {name for text in texts(known[call.args[0].value]) for name in wording.fields(text.ja + text.en)}
            assert given == asked, where


def test_no_problem_is_made_of_plain_words() -> None:
    for where, call in calls("Problem"):
        assert not isinstance(call.args[1], (ast.Constant, ast.JoinedStr)), where
        plain = [one.value for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant)]
        assert not [text for text in plain if WORDS.search(str(text))], where


def test_commands_print_no_words_of_their_own() -> None:
    for where, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "print" and "/cli/" in where:
            texts = [one.value for part in node.args for one in ast.walk(part) if isinstance(one, ast.Constant)]
            assert not [text for text in texts if WORDS.search(str(text))], where


def test_messages_say_the_same_fields_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "places.yml").write_text('row: {ja: "{line}行目", en: "row {row}"}\n', "utf-8")
    with pytest.raises(RuleError, match=r"places\.yml, line 1, row\.ja: the fields line; expected .*: row"):
        wording.load_messages("places", tmp_path)
    for id, entry in entries().items():
        for text in texts(entry):
            assert text.ja, id
            assert text.en, id
            assert not english(re.sub("{[^}]*}", "", text.ja)), id


def test_a_problem_is_put_into_words_only_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(messages, "parts", lambda id: read.append(id) or {"": Text("語", "word")})
    problems = [Problem("a.csv", Message("errors.none_of", name=row, known=("x",))) for row in range(10_000)]
    error = InputError(problems)
    assert not read
    assert len(str(error).splitlines()) == 10_000


def test_a_slip_in_the_words_does_not_hide_what_they_are_about() -> None:
    assert str(Message("errors.gone", file="a.csv")) == "errors.gone {'file': 'a.csv'}"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "ja", "LC_ALL": ""}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_says_which_language_is_spoken(environment: dict[str, str], lang: str) -> None:
    assert language.of_locale(environment) == lang


COMMANDS = {  # a command, and what it refuses
    "type": ("award", SEED, "--type", "solo"),
    "vintage": ("award", SEED, "--vintage", "fy1999"),
    "reading": ("award", SEED, "--reading", "uplift_scope"),
    "choice": ("award", SEED, "--reading", "uplift_scope=nobody"),
    "allocation": ("award", SEED, "--allocation", "chance"),
    "target": ("solve", SEED, "--target", "0"),
    "consortium": ("solve", SEED, "--target", "1", "--consortium", "nobody"),
    "annual rate": ("plan", str(DATA / "plans/illustrative-two-firms.csv"), "--reading", "annual_rate=3"),
    "no workbook": ("template", "members.csv"),
    "no firm": ("template", "--for", " ,"),
    "firm twice": ("template", "--for", "A社,A社"),
    "lead alone": ("template", "--lead", SEED),
    "several leads": ("template", "--for", "A社", "--lead", str(DATA / "consortia/illustrative-workbook.xlsx")),
    "merged before": ("merge", SEED, SEED, "--out", SEED),
    "merged as": ("merge", SEED, SEED, "--out", "all.txt"),
    "no budget": ("check", "--budget"),
    "year of a budget": ("template", "--budget", "budget.xlsx", "--year", "3000"),
    "no folder": ("template", "nowhere/members.xlsx"),
    "notebook": ("batch", SEED, "--notebook", "nobody"),
    "report": ("build", "budget-grwth"),
    "pair": ("build", "budget-growth", "-p", "base_year"),
    "typed": ("build", "budget-growth", "-p", "base_year=x"),
    "states": ("build", "budget-growth", "-p", "base_year=2013"),
    "year": ("build", "request-to-outcome", "-p", "fiscal_year=2014"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_is_refused_is_told_in_the_language_of_the_user(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {}
    for lang, locale in (("en", "C.UTF-8"), ("ja", "ja_JP.UTF-8")):
        monkeypatch.setenv("LC_ALL", locale)
        assert main(command) == 2
        told[lang] = capsys.readouterr().err.splitlines()
    assert len(told["ja"]) == len(told["en"]) > 0
    for ja, en in zip(told["ja"], told["en"], strict=True):
        assert not english(re.sub(r"^yosan: -\S+ \S+|（[^）]*）", "", ja)), ja
        assert "正しくは、" in ja
        assert "; expected " not in ja
        assert "; expected " in en


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"[-+]?\d+(?:,\d{3})+", text))


@pytest.mark.parametrize(
    "command",
    [
        ("award", SEED),
        ("solve", SEED, "--target", "64000000"),
        ("solve", SEED, "--target", "9900000000", "--type", "inter_firm"),
        ("plan", str(DATA / "plans/illustrative-loss-in-base-year.csv")),
        ("check", SEED),
        ("check",),
    ],
)
def test_results_have_the_same_numbers_in_either_language(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = {}
    for lang in LANGS:
        assert main([*command, "--lang", lang]) == 0
        told[lang] = capsys.readouterr().out
    assert numbers(told["ja"]) == numbers(told["en"])
    assert re.findall("[ぁ-ん]", told["ja"])
    assert not WORDS.search(told["ja"]), told["ja"]
    assert not re.findall("[ぁ-ん]", told["en"])


WRONG = {  # a file of rules, and what is wrong with it
    "doubled": "cap_yen: 1\ncap_yen: 2",
    "unclear": "cap_yen: 040",
    "tag": "cap_yen: !!int '040'",
    "key": "cap_yen: 1\nno: x",
    "text for a number": "cap_yen: '1'",
    "negative": "cap_yen: -1",
    "number for a text": "cap_yen: 1\nkind: 2",
    "missing": "kind: small",
    "list": "- 1",
    "unknown": "cap_yen: 1\nkid: small",
    "word": "cap_yen: 1\nkind: huge",
    "rate": "cap_yen: 1\nrate: 0.5",
    "no rate": "cap_yen: 1\nrate: a half",
    "no YAML": "cap_yen: [1",
    "circle": "cap_yen: &a [*a]",
    "deep": "[" * 100,
}


class Cap(Frozen):
    cap_yen: Yen
    kind: Size = "small"
    rate: Rate | None = None


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_rules_is_told_in_japanese(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text, "x.yaml").check(Cap)
    assert in_english(caught.value.problems)
    assert all(re.match("x.yaml、?.*：.+。正しくは、.", problem.of("ja")) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("amount_oku", "many", "「many」。正しくは、'int64'として読める値"),
        ("amount_oku", "-1", "「-1」。正しくは、0以上"),
        ("stage", "asked", "「asked」。正しくは、('request', 'initial')のいずれか"),
        ("fiscal_year", "1999", "「1999」。正しくは、2000, 2100の間の値"),
        ("locator", "", "「nan」。正しくは、空でない値"),
        ("source_id", "a b", "「a b」。正しくは、正規表現"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_in_japanese(tmp_path: Path, column: str, cell: str, told: str) -> None:
    (tmp_path / "budget").mkdir()
    table = pd.read_csv(DATA / "budget/amounts.csv", dtype=str, keep_default_na=False)
    table.loc[3, column] = cell
    table.to_csv(tmp_path / "budget/amounts.csv", index=False)
    with pytest.raises(DataError) as caught:
        load_table("budget/amounts.csv", tmp_path)
    [problem, *_] = caught.value.problems
    assert problem.of("ja").startswith(f"data/budget/amounts.csv、5行目、{column}列：{told}")


def test_why_a_report_is_to_be_built_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, why in (("ja", "まだ作られていない"), ("en", "it was not built yet")):
        assert main(["build", "growth-plan", "--why", "--out", str(tmp_path), "--lang", lang]) == 0
        assert capsys.readouterr().out == f"{lang}/growth-plan: {why}\n"


def test_no_test_comes_by_a_message_that_lacks_a_value() -> None:
    with pytest.raises(AssertionError, match=r"lacks \{'row'\}"):
        Message("places.row")
    with pytest.raises(AssertionError, match="given nothing"):
        Message("places.row", row=None)
