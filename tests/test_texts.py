"""Every text of a notebook is there in both languages, is used, and asks only for what is published or named."""

import ast
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise
from string import Formatter

import pytest
from jinja2 import Environment, meta, nodes

from repository import NOTEBOOKS
from yosan.data.pages import load_texts
from yosan.errors import YosanError
from yosan.show.words import Texts
from yosan.writing import LANGS, Text

NAMES = sorted(path.stem for path in (NOTEBOOKS / "texts").glob("*.yml"))
SHOWN = {"text": "texts", "say": "texts", "table": "tables", "figure": "figures"}  # method of the page: kind of text
OF_THE_PAGE = {"n", "link", "published", "loop"}
OF_A_CALL = {"level", "strong", "link", "searched", "unit", "of", "like"}
# texts whose languages need not say the same numbers, with why
APART: dict[str, str] = {
    "05_consortium texts cheapest": "English counts the idle members among all members",
}


@cache
def code(name: str) -> ast.Module:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))["cells"]
    return ast.parse("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"))


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of a method of the page."""
    for node in ast.walk(code(name)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "page"
        ):
            yield node.func.attr, node


def pattern(node: ast.AST) -> str:
    """A literal, with a star for each part that is computed; nothing for another expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern(part) or "*" for part in node.values)
    return ""


def patterns(name: str) -> set[str]:
    return {found for node in ast.walk(code(name)) if (found := pattern(node))}


def published(name: str) -> set[str]:
    """Names of numbers that a notebook publishes, with stars."""
    found = set()
    for method, call in calls(name):
        if method == "publish":
            assert isinstance(call.args[0], (ast.Dict, ast.DictComp)), "names of numbers stand where they are published"
            keys = call.args[0].keys if isinstance(call.args[0], ast.Dict) else [call.args[0].key]
            found |= {pattern(key) for key in keys if key}
        if method == "publish_columns":
            assert isinstance(call.args[1], ast.Dict), "names of numbers stand where they are published"
            found |= {f"{pattern(value)}.*" for value in call.args[1].values}
    return found


def alike(one: str, other: str) -> bool:
    return fnmatchcase(one, other) or fnmatchcase(other, one)


def parts(texts: Texts) -> dict[str, list[Text]]:
    """Every text by kind and id, as ``figures waterfall``."""
    found = {f"texts {key}": [text] for key, text in texts.texts.items()}
    found |= {f"tables {key}": [table.caption, *table.heads.values()] for key, table in texts.tables.items()}
    found |= {f"figures {key}": [one.title, one.subtitle, one.alt, one.caption] for key, one in texts.figures.items()}
    notice = [texts.texts["notice"]] if "notice" in texts.texts else []  # an answer shows it too
    return found | {"answer": [*([texts.answer] if texts.answer else []), *notice, *texts.cards.values()]}


def fields(words: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(words) if field}


class Asked:
    """What a text asks for: numbers (with a star for what a choice computes), labels, other texts."""

    def __init__(self, words: str) -> None:
        tree = Environment().parse(words)
        written = "".join(node.data for node in tree.find_all(nodes.TemplateData))
        self.fields = fields(written)
        self.numbers = {_starred(call.args[0]) for call in tree.find_all(nodes.Call) if _name(call) in OF_THE_PAGE}
        self.labels = set(meta.find_undeclared_variables(tree)) - OF_THE_PAGE
        self.texts = {include.template.value for include in tree.find_all(nodes.Include)}


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _starred(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const):
        return str(node.value)
    return "".join(map(_starred, node.nodes)) if isinstance(node, nodes.Concat) else "*"


def asked(texts: Texts, words: str) -> Asked:
    """What a text and all that it includes ask for, in the language of ``words``."""
    found = Asked(words)
    lang = next(lang for lang in LANGS for text in _all(texts) if text.of(lang) == words)
    for other in found.texts:
        inner = asked(texts, texts.texts[other].of(lang))
        found.fields |= inner.fields
        found.numbers |= inner.numbers
        found.labels |= inner.labels
    return found


def _all(texts: Texts) -> list[Text]:
    return [text for group in parts(texts).values() for text in group]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_notebook_opens_its_own_texts(name: str) -> None:
    opened = [
        node for node in ast.walk(code(name)) if isinstance(node, ast.Call) and "open_page" in ast.dump(node.func)
    ]
    assert [pattern(call.args[0]) for call in opened] == [name]


def test_every_parameter_but_the_language_is_told(name: str) -> None:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))["cells"]
    tagged = next(cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    declared = [node.target.id for node in ast.parse("".join(tagged["source"])).body if isinstance(node, ast.AnnAssign)]
    assert list(load_texts(name).parameters) == [parameter for parameter in declared if parameter != "lang"]


def test_every_text_is_used_and_every_id_exists(name: str) -> None:
    texts = load_texts(name)
    used: dict[str, set[str]] = {kind: set() for kind in SHOWN.values()}
    for method, call in calls(name):
        if method in SHOWN:
            used[SHOWN[method]].add(ast.literal_eval(call.args[0]))
        if method == "answer":
            used["texts"] |= {"notice"} & set(texts.texts)
    used["texts"] |= {other for text in _all(texts) for other in Asked(text.ja).texts | Asked(text.en).texts}
    assert {kind: set(getattr(texts, kind)) for kind in used} == used
    assert bool(texts.answer) == any(method == "answer" for method, _ in calls(name))


def test_every_number_has_its_text_and_every_text_its_number(name: str) -> None:
    texts, given = load_texts(name), published(name)
    for number in texts.numbers:
        assert any(alike(number, one) for one in given), f"nobody publishes {number}"
        for field in {field for text in (texts.numbers[number].ja, texts.numbers[number].en) for field in fields(text)}:
            assert "." not in field or any(alike(field, one) for one in given), f"nobody publishes {field}"
    columns = {one for one in given if one.endswith(".*")}
    for one in given - columns:
        assert any(alike(one, number) for number in texts.numbers), f"no text says how {one} came about"


def test_every_card_is_shown(name: str) -> None:
    shown = {found.partition(":")[0] for found in patterns(name)}
    for card in load_texts(name).cards:
        assert any(alike(card, one) for one in shown), card


def test_a_text_asks_only_for_published_numbers_and_given_labels(name: str) -> None:
    texts, given = load_texts(name), published(name)
    for method, call in calls(name):
        if method not in (*SHOWN, "answer"):
            continue
        key = "answer" if method == "answer" else f"{SHOWN[method]} {ast.literal_eval(call.args[0])}"
        labels = {str(keyword.arg) for keyword in call.keywords if keyword.arg} - OF_A_CALL
        several = any(keyword.arg is None for keyword in call.keywords)  # **labels
        wanted = [asked(texts, text.of(lang)) for text in parts(texts)[key] for lang in LANGS]
        for one in wanted:
            assert several or one.labels <= labels, f"{key}: {one.labels - labels}"
            for field in one.fields - labels | one.numbers:
                known = any(alike(field, number) for number in given)
                assert known or (several and "." not in field), f"{key}: nobody publishes {field}"
        assert labels <= {label for one in wanted for label in one.labels | one.fields}, key


def test_both_languages_say_the_same_numbers(name: str) -> None:
    texts = load_texts(name)
    for key, group in parts(texts).items():
        for text in group:
            ja, en = (asked(texts, text.of(lang)) for lang in LANGS)
            same = (ja.fields | ja.numbers) == (en.fields | en.numbers)
            assert same != (f"{name} {key}" in APART), key


def test_no_space_stands_between_japanese_letters(name: str) -> None:
    for text in _all(load_texts(name)):
        assert not re.search(r"[^\x00-\x7f] +[^\x00-\x7f]", re.sub(r"^ +| +$", "", text.ja, flags=re.M)), text.ja


def test_words_are_written_in_one_style(name: str) -> None:
    """Years of the calendar, times of rules as 時点, the per cent sign without a space and of the language's width."""
    for text in _all(load_texts(name)):
        ja, en = (re.sub(r"\{%.*?%\}", "", text.of(lang)) for lang in LANGS)
        assert not re.search("令和|平成|版", ja), ja
        assert not re.search(r"[\d}] [%％]", ja + en), text
        assert "%" not in re.sub(r"\{\{.*?\}\}", "", ja), ja
        assert "％" not in en, en


def test_no_english_word_runs_into_the_next_line(name: str) -> None:
    """A choice that ends a line of words swallows the break after it."""
    choice = re.compile(r"\{%.*?%\}")
    for text in _all(load_texts(name)):
        for line, following in pairwise(text.en.rstrip("\n").split("\n")):
            if choice.sub("", line).strip() and re.search(r"[^ ]\{% *endif *%\}$", line.rstrip()):
                assert not re.match(r"[\w{“¥(]", choice.sub("", following).strip()), f"{line}\n{following}"


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ("texts: {a: {ja: あ}}", "texts.a.en"),
        ("texts: {a: {ja: あ, en: a, fr: a}}", "texts.a.fr"),
        ("txts: {}", "txts"),
        ("numbers: {a: {ja: あ, en: a, unt: yen}}", "numbers.a.unt"),
    ],
)
def test_a_slip_in_a_file_of_texts_is_named(tmp_path, slip: str, said: str) -> None:
    (tmp_path / "x.yml").write_text(slip)
    with pytest.raises(YosanError, match=re.escape(f"x.yml, line 1, {said}")):
        load_texts("x", tmp_path)


def test_a_notebook_without_texts_is_refused() -> None:
    with pytest.raises(YosanError, match="'02_nothing'"):
        load_texts("02_nothing")
