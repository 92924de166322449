"""Each sentence of the two documents is told once, in our words, and stands where the list says, or says why not."""

from pathlib import Path

import pandas as pd
import pytest

from repository import DATA, NOTEBOOKS
from seed_sentences import KEPT, digest, main, sentences
from yosan.data.catalogue import load_catalogue
from yosan.data.request import load_clauses
from yosan.data.rules import load_readings, load_vintage
from yosan.data.schema import TABLES
from yosan.data.tables import load_table
from yosan.views.words import CLAUSE_PARTS

CLAUSES = load_table("programme/seed_clauses.csv")
USED = CLAUSES.dropna(subset="used_in")
LINES = load_table("budget/items.csv")["item_id"]
REPORTS = {report.slug: report.notebook for report in load_catalogue()}


def test_every_sentence_of_the_documents_belongs_to_one_clause() -> None:
    numbers = [int(number) for cell in CLAUSES["sentences"] for number in cell.split()]
    assert numbers.count(1) == 1
    assert sorted(numbers) == list(range(1, len(KEPT.read_text("utf-8").split()) + 1))


def test_a_clause_is_used_somewhere_or_says_why_not() -> None:
    unused = CLAUSES[CLAUSES["used_in"].isna()]
    assert (len(CLAUSES), len(USED), len(unused)) == (96, 87, 9)
    assert unused[["unused_ja", "unused_en"]].notna().all(axis=None)
    assert USED[["unused_ja", "unused_en"]].isna().all(axis=None)


def stands(target: str) -> bool:
    kind, _, name = target.partition(":")
    if kind == "table":
        return name in TABLES or (DATA / name).is_file()
    if kind == "report":
        return name in REPORTS
    if kind == "reading":
        return name in load_readings()
    vintage_id, _, path = name.partition(".")
    vintage = load_vintage(vintage_id)
    if kind == "condition":
        return path in {one.condition for one in vintage.growth_conditions}
    type_id, _, field = path.partition(".")
    return kind == "rule" and getattr(vintage.types[type_id], field or "rate") is not None


@pytest.mark.parametrize("target", sorted({target for cell in USED["used_in"] for target in cell.split()}))
def test_where_a_clause_is_used_exists(target: str) -> None:
    assert stands(target)


def test_every_policy_line_says_what_each_of_its_bullets_is_for() -> None:
    bullets = CLAUSES[CLAUSES["about"].isin(LINES)]
    assert set(bullets["about"]) == set(LINES)
    assert bullets["used_in"].str.contains("report:policy-items").all()
    assert bullets["about"].value_counts()[["IV-3-1", "I", "V-1"]].tolist() == [5, 3, 3]


def test_a_report_shows_what_the_list_says_that_it_shows() -> None:
    shown = load_clauses(report="subsidy-rules")
    assert set(shown["about"]) == {"office", "purpose", "target", "condition", "type1", "expert", "type2"}
    assert set(shown["about"]) <= set(CLAUSE_PARTS)
    assert 'request.load_clauses(report=\\"subsidy-rules\\")' in (NOTEBOOKS / REPORTS["subsidy-rules"]).read_text(
        "utf-8"
    )
    assert 'load_clauses(*lines[\\"item_id\\"])' in (NOTEBOOKS / REPORTS["policy-items"]).read_text("utf-8")
    assert 'load_clauses(\\"note\\")' in (NOTEBOOKS / REPORTS["policy-items"]).read_text("utf-8")


@pytest.mark.parametrize(
    ("clause_id", "word"),
    [
        ("condition.service", "guideline"),
        ("condition.manufacturing", "law on small manufacturers"),
        ("experts", "IT co-ordinators"),
        ("type2.who", "a body"),
        ("note.special", "without an amount"),
        ("note.energy", "what the general account pays in"),
        ("sheet.office.sme", "SME Agency"),
        ("type1.region", "approved"),
    ],
)
def test_what_no_page_showed_before_is_told_now(clause_id: str, word: str) -> None:
    clause = USED.set_index("clause_id").loc[clause_id]
    assert word.lower() in clause["en"].lower()
    assert "report:" in clause["used_in"]


def test_our_words_are_not_the_words_of_the_documents() -> None:
    kept = set(KEPT.read_text("utf-8").split())
    told = [sentence for cell in CLAUSES["ja"] for sentence in sentences(cell)]
    assert not [sentence for sentence in told if digest(sentence) in kept]


def test_a_copy_that_lacks_a_sentence_is_told_from_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("seed_sentences.KEPT", tmp_path / "kept.txt")
    copy = tmp_path / "copy.txt"
    copy.write_text("- one。two。\n\n**three**\n", "utf-8")
    assert main(copy, "--write") == 0
    copy.write_text("one。\nthree\n", "utf-8")
    assert main(copy) == 1
    assert "differs" in capsys.readouterr().out


def test_the_list_is_sorted_as_the_documents_are() -> None:
    first = CLAUSES["sentences"].str.split().str[0].astype(int)
    assert isinstance(first, pd.Series)
    assert first.is_monotonic_increasing
