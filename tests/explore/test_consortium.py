"""The explorer of a consortium shows what its form says, in the language of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from run import shown
from yosan.data.consortia import load_consortium
from yosan.data.paths import find_file
from yosan.data.rules import load_readings, load_vintages
from yosan.data.tables import load_words
from yosan.explore.consortium import _TEXTS, explore_consortium
from yosan.show.page import Page
from yosan.writing import Lang, name_firms

SEED = load_consortium("data/consortia/seed-two-firms.csv").members


@pytest.fixture(scope="module", params=["ja", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param


RULES = ("fy2020-request", "inter_firm")


@pytest.fixture(scope="module")
def explorer(lang: Lang) -> tuple[Any, ...]:
    return explore_consortium(Page(lang, load_words()), SEED, load_vintages(), RULES).children


@pytest.fixture
def parts(explorer: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Choices, readings, form and results of an explorer as it opens; what a test changed is set back behind it."""
    choices, _, form, _ = explorer
    members, message = form.value, form.children[1].value
    yield explorer
    if choices.children[0].value != RULES:
        choices.children[0].value = RULES
    if form.value != members:
        form.value = members
    form.children[1].value = message


def test_every_text_of_the_explorer_is_shown_in_its_language(parts: tuple[Any, ...], lang: Lang) -> None:
    choices, readings, _, result = parts
    words = {name: text.of(lang) for name, text in _TEXTS.texts.items()}
    assert [choice.description for choice in choices.children] == [words["rules"], words["sharing"]]
    assert readings.titles == (words["readings"],)
    assert readings.children[0].children[0].options[0][0] == words["unset"]
    page = shown(result)
    for text in (*(table.caption for table in _TEXTS.tables.values()), _TEXTS.figures["award-against-cost"].title):
        assert text.of(lang).removesuffix("{note}") in page


def test_the_award_follows_the_form(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, result = parts
    amount = {"ja": "補助額 {}円", "en": "Award ¥{}"}[lang]
    assert amount.format("54,300,000") in shown(result)
    assert set(re.findall(r">[^<>]*?A (A社|Firm A)", shown(result))) == {name_firms("A社", lang)}  # beside the curve
    form.value = form.value.replace(",40000000,", ",40300000,")
    assert amount.format("54,450,000") in shown(result)


def test_a_reading_is_offered_only_where_the_award_hangs_on_it(parts: tuple[Any, ...], lang: Lang) -> None:
    choices, readings, _, _ = parts
    title = load_readings()["large_counts_for_min"].title.of(lang)
    switch = next(one for one in readings.children[0].children if one.description == title)
    offered = {}
    for rule in (("fy2020-enacted", "inter_firm"), ("fy2020-enacted", "supply_chain")):
        choices.children[0].value = rule
        offered[rule[1]] = switch.layout.display != "none"
    assert offered == {"inter_firm": True, "supply_chain": False}


def test_a_consortium_without_an_award_says_why(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, result = parts
    form.value = "\n".join(form.value.split("\n")[:2])
    assert {"ja": "補助の対象にならない：", "en": "Not eligible: "}[lang] in shown(result)


def test_a_cap_that_hangs_on_employees_asks_for_them_by_name(parts: tuple[Any, ...], lang: Lang) -> None:
    choices, _, _, result = parts
    choices.children[0].value = choices.children[0].options[-1][1]
    told = {"ja": "A社：従業員数が空。正しくは、整数", "en": "A社: no number of employees; expected a whole number"}
    assert told[lang] in shown(result)


def test_a_form_that_is_wrong_says_what_and_shows_no_award(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, result = parts
    form.value = form.value.replace(",medium,", ",middling,", 1)
    told = {
        "ja": "members.csv、2行目、size列：「middling」。正しくは、",
        "en": "members.csv, row 2, column size: 'middling'; expected ",
    }
    assert told[lang] in shown(result)
    assert len(result.outputs) == 1


def test_a_new_member_gets_a_row_a_name_and_a_place_in_the_export(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, _ = parts
    buttons = form.children[0].children
    buttons[2].click()
    assert form.value.splitlines()[-1].split(",")[1:3] == ["3", {"ja": "構成員3", "en": "Member 3"}[lang]]
    assert {"ja": "CSVで書き出す", "en": "Export as CSV"}[lang] in buttons[3].value


def test_a_file_can_be_loaded_again_and_a_refused_one_leaves_no_award(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, result = parts
    content = find_file("data/consortia/seed-two-firms.csv").read_bytes()
    for text, firms in ((content, 2), (content, 2), (content.replace(b"40000000", b"-5"), 0), (content, 2)):
        form.value = form.value.replace(",70000000,", ",1,")
        load(form, "members.csv", text)
        assert form.value.count(",medium,") == firms
        assert ("70,000,000" in shown(result)) == bool(firms)
        told = {"ja": "負の数", "en": "is negative"}[lang]
        assert (told in form.children[1].value) == (not firms)


def test_of_an_uploaded_file_the_sound_consortia_have_their_award_and_the_wrong_one_is_named(
    parts: tuple[Any, ...], lang: Lang
) -> None:
    _, _, form, result = parts
    header, *rows = find_file("data/consortia/seed-two-firms.csv").read_text("utf-8").splitlines()
    wrong = [row.replace("seed,", "wrong,").replace(",70000000,", ",-5,") for row in rows]
    third = [row.replace("seed,", "third,") for row in rows]
    load(form, "members.csv", "\n".join([header, *wrong, *rows, *third]).encode())
    message, which = form.children[1].value, form.children[0].children[1]
    assert which.options == ("seed", "third")
    assert {"ja": "負の数", "en": "is negative"}[lang] in message
    assert {"ja": "2行目", "en": "row 2"}[lang] in message
    for chosen in which.options:
        which.value = chosen
        assert f"{chosen},A," in form.value
        assert {"ja": "補助額 54,300,000円", "en": "Award ¥54,300,000"}[lang] in shown(result)
    load(form, "members.csv", "\n".join([header, *rows]).encode())


def test_a_consortium_too_large_for_a_form_is_answered_at_once(parts: tuple[Any, ...], lang: Lang) -> None:
    _, _, form, result = parts
    header, first, second = find_file("data/consortia/seed-two-firms.csv").read_text("utf-8").splitlines()
    more = [second.replace("seed,B,", f"seed,B{n},") for n in range(100)]
    load(form, "members.csv", "\n".join([header, first, *more]).encode())
    assert {"ja": "フォームに並べるのは100者まで", "en": "at most 100 in a form"}[lang] in form.children[1].value
    assert (form.value, len(form.children[2].children), result.outputs) == ("", 2, ())


def load(form: Any, name: str, content: bytes) -> None:
    """Choose a file, as the browser does."""
    stated = {"name": name, "type": "text/csv", "size": len(content), "last_modified": datetime(2020, 1, 1, tzinfo=UTC)}
    form.children[0].children[0].value = ({**stated, "content": memoryview(content)},)


def test_a_file_that_is_loaded_says_what_was_done_to_read_it(parts: tuple[Any, ...], lang: Lang) -> None:
    form = parts[2]
    row = "K,1,<b>one</b>,yes,medium,70000,none,no,1"
    header = "consortium_id,member_id,name,lead,size,補助対象経費（千円）,certification,expert,<i>"
    load(form, "in.csv", f"{header}\n{row}\n".encode())
    message = form.children[1].value
    assert ("千円から円に直しました" if lang == "ja" else "taken times 1,000, from 千円 to yen") in message
    assert "&lt;i&gt;" in message
    assert "70000000" in form.value
