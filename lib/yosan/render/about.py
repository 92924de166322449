"""What a page says of itself: whose figures it computes with, how old they are, on which terms, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yosan import __version__
from yosan.data.project import load_project
from yosan.data.tables import load_table
from yosan.writing import Lang, Text

_ROWS = {
    "publisher": Text("もとの数字の発行者", "Publisher of the figures"),
    "maker": Text("この頁の作成", "This page"),
    "date": Text("データの時点", "Date of the data"),
    "terms": Text("利用条件", "Licence"),
    "cite": Text("引用のしかた", "How to cite"),
    "is_not": Text("この頁が言わないこと", "What it is not"),
}
_MAKER = Text(
    "公開資料から計算するYosan（予算）バージョン{version}",
    "computed from public documents by Yosan (予算), version {version}",
)
_DATE = Text("出典を読んだ最後の日は{date}", "sources last read on {date}")
_TERMS = Text(
    "文章、図、コードはMIT。引いた数字と文書は各出典の条件による（政府の資料は政府標準利用規約）。",
    "Text, figures and code: MIT. Quoted figures and documents: the terms of each source (the Government of Japan"
    " Standard Terms of Use for government papers).",
)
_CITE = Text("「{title}」、{name}、Yosan {version}{read}{mark}", "“{title}”, {name}, Yosan {version}{read}{mark}")
_READ, _MARK = Text("、データ {date}", ", data of {date}"), Text("、照合番号 {mark}", ", fingerprint {mark}")
_IS_NOT = Text(
    "政府や発行者の見解、政策の評価、採択や交付の保証ではない。申請には最新の公募要領を見る。",
    "Not a statement of the government or the publisher, not a verdict on the policy, and no promise of an award;"
    " whoever applies reads the current call.",
)


def about(title: str, lang: Lang, sources: Iterable[str] = (), mark: str = "") -> list[tuple[str, str]]:
    """Say what a page is, row by row: what each row is called, and what it says.

    Parameters
    ----------
    sources : ids of the sources that the page rests on; the last day on which one was read dates it.
    mark : fingerprint of what the page was made from.

    Raises
    ------
    RuleError : the project's own file is wrong.
    """
    project, date = load_project(), _last_read(set(sources))
    given = {"title": title, "name": project.name.of(lang), "version": __version__, "date": date, "mark": mark}
    said = {
        "publisher": project.publisher.of(lang),
        "maker": _MAKER.of(lang).format_map(given),
        "date": _DATE.of(lang).format_map(given) if date else "",
        "terms": _TERMS.of(lang),
        "cite": _cited(given, lang),
        "is_not": _IS_NOT.of(lang),
    }
    return [(head.of(lang), said[name]) for name, head in _ROWS.items() if said[name]]


def rested_on(values: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Ids of the sources that published numbers rest on."""
    return {source["source_id"] for number in values.values() for source in number["sources"]}


def _cited(given: Mapping[str, str], lang: Lang) -> str:
    parts = {"read": _READ if given["date"] else None, "mark": _MARK if given["mark"] else None}
    added = {name: part.of(lang).format_map(given) if part else "" for name, part in parts.items()}
    return _CITE.of(lang).format_map({**given, **added})


def _last_read(sources: set[str]) -> str:
    if not sources:
        return ""
    listed = load_table("sources.csv")
    return max(listed.loc[listed["source_id"].isin(sources), "retrieved"].dropna(), default="")
