"""A printed line becomes its amounts with unit and precision, or is refused at the letter where reading ended."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spoken import english
from yosan.data.budget import load_budget
from yosan.data.printed import LINE_LETTERS, PrintedAmount, PrintedLine, PrintedTerm, parse_printed
from yosan.data.printed_tokens import parse_printed_rate
from yosan.data.spreadsheet.refusal import Refusal
from yosan.units import MILLION, OKU, Interval

BUDGET = load_budget()
LINES = {  # headings of the FY2020 request with their amounts
    "I": "I. 最重要課題：廃炉・汚染水対策／福島復興・再生【1,236億(1,078億)】",
    "II-1-1": "- ①**Connected Industriesの実現【422億(321億) + IPA交付金62億(46億)の内数】**",
    "II-1-2": "- ②**官民デジタルトランスフォーメーション【42億(33億) + IPA交付金62億(46億)の内数】**",
    "II-2": "2. 自由で公平な通商・貿易の推進【246億(220億) + JETRO交付金271億(250億)】",
    "III-1": "1. 新たな価値を生むプレーヤー・市場の創出【120億(75億)】",
    "III-2-1": "(1)技術管理の最適化【23億(11億)】",
    "III-2-2": "(2)データ処理・管理・通信の信頼性確保【196億(163億)】",
    "IV-1-1": "(1)第四次産業革命を進める人材育成【48億(11億)】",
    "IV-1-2": "(2)明るい社会保障改革の実現【30億(19億)】",
    "IV-2-1": "(1)研究者の育成・魅力向上【68億(17億)】",
    "IV-2-2": "(2)Society5.0実現の研究開発・社会実装【871億(621億)】",
    "IV-3-1": "(1)個社の成長の徹底支援【531億(325億) + JETRO交付金271億(250億)の内数】",
    "IV-3-2": "(2)地域の稼ぐ力強化【235億(192億)】",
    "V-1": "(1)エネルギー転換/脱炭素化【3,695億(2,847億)】",
    "V-2": "(2)「安全・安心」の確保/レジリエンス強化【4,667億(4,383億)】",
}


def test_the_lines_of_the_request_are_its_items() -> None:
    assert list(LINES) == BUDGET.items["item_id"].tolist()
    for row in BUDGET.items.itertuples():
        line = parse_printed(LINES[row.item_id])
        assert line.own is not None
        assert line.own.amount == PrintedAmount(row.request_oku * OKU, OKU, OKU)
        assert line.own.previous == PrintedAmount(row.previous_oku * OKU, OKU, OKU)
        assert row.name_ja in line.label


def test_the_grants_in_the_lines_are_the_references_and_their_extent() -> None:
    grants = BUDGET.grants.set_index("name_ja")
    found = []
    for item_id, text in LINES.items():
        for grant in parse_printed(text).grants:
            row = grants.loc[grant.name]
            assert (grant.amount.oku, grant.previous.oku) == (row["request_oku"], row["previous_oku"])
            found.append((item_id, row["grant_id"], "within" if grant.within else "full"))
    assert pd.DataFrame(found).to_numpy().tolist() == BUDGET.references.iloc[:, :3].to_numpy().tolist()


def own(text: str, unit_yen: int = 0) -> PrintedTerm:
    found = parse_printed(text, unit_yen).own
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "yen", "step", "previous"),
    [
        ("概算要求額 69.9億円（50.0億円）", 6_990_000_000, 10_000_000, 5_000_000_000),
        ("事業〔12,345百万円（11,234百万円）〕", 12_345_000_000, MILLION, 11_234_000_000),
        ("事業 12,345(11,234)百万円", 12_345_000_000, MILLION, 11_234_000_000),
        ("事業費（３，０００千円）", 3_000_000, 1_000, None),
        ("事業【1兆2,719億円(前年度 1兆2,421億円)】", 1_271_900_000_000, OKU, 1_242_100_000_000),
        ("総額 1.5兆円", 1_500_000_000_000, 10**11, None),
        ("見積り 164,960,492,000円", 164_960_492_000, 1, None),
        ("官民による若手研究者発掘支援事業【15億(新規)】", 1_500_000_000, OKU, 0),
        ("エネルギー対策62億(令和元年度当初予算額：46億)", 6_200_000_000, OKU, 4_600_000_000),
        ("事業【皆減(5億)】", 0, 0, 500_000_000),
        ("事業【12億(－)】", 1_200_000_000, OKU, None),
        ("COVID-19対策＜12億＞", 1_200_000_000, OKU, None),
        ("¥1,234,567(¥1,000,000)", 1_234_567, 1, 1_000_000),
        ("12億円（前年度 －）", 1_200_000_000, OKU, None),
        ("12億円（11億円の内数）", 1_200_000_000, OKU, None),
    ],
)
def test_brackets_of_other_ministries_are_read(text: str, yen: int, step: int, previous: int | None) -> None:
    found = own(text)
    assert found.amount is not None
    assert (found.amount.yen, found.amount.step_yen) == (yen, step)
    assert (found.previous and found.previous.yen) == previous


def test_an_amount_is_as_sharp_as_it_is_printed() -> None:
    coarse, fine = own("12億").amount, own("1,200百万円").amount
    assert coarse is not None
    assert fine is not None
    assert coarse.yen == fine.yen
    widths = [one.interval_yen.high - one.interval_yen.low for one in (coarse, fine)]
    assert widths == [OKU, MILLION]
    for one in (coarse, fine):
        held = Interval.amount(one.oku)
        assert (held.low * OKU, held.high * OKU) == (one.interval_yen.low, one.interval_yen.high)


def test_a_nought_that_a_word_says_is_exact() -> None:
    nought = own("15億(新規)").previous
    assert nought is not None
    assert nought.interval_yen == Interval(Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("12億(10億) 対前年度比 127 %", ("127 %",)),
        ("12億(10億、対前年度比127%)", ("127 %",)),
        ("12億(10億)　15.1%増", ("15.1",)),
        ("12億(13億)(▲3.2%)", ("-3.2",)),
        ("12億(10億) 増減率 15.1%", ("15.1",)),
        ("12億(10億) 127%", ("127", "127 %")),
        ("【12億(10億)】対前年比１２７％", ("127 %",)),
    ],
)
def test_rates_are_read_as_growth_or_of_the_year_before_or_stay_open(text: str, readings: tuple[str, ...]) -> None:
    rate = own(text).rate
    assert rate is not None
    assert rate.readings == readings


def test_nothing_now_is_told_from_the_amount_of_the_year_before() -> None:
    found = own("－（5億円）")
    assert (found.amount, found.previous) == (None, PrintedAmount(5 * OKU, OKU, OKU))
    found = own("10億円＋事項要求")
    assert (found.amount, found.said) == (PrintedAmount(10 * OKU, OKU, OKU), {"unpriced"})
    assert own("データー（5億円）").amount == PrintedAmount(5 * OKU, OKU, OKU)


def test_words_and_changes_are_told_from_amounts() -> None:
    assert own("事業【事項要求】") == PrintedTerm(said=frozenset({"unpriced"}))
    assert own("事業 12億(復興)").said == {"reconstruction"}
    assert own("事業【12億】※復興庁計上").said == {"reconstruction"}
    change = own("出資金513億円〔▲52億円〕").change
    assert change == PrintedAmount(-52 * OKU, OKU, OKU)
    assert own("特許 1,521億(+67)").change == PrintedAmount(67 * OKU, OKU, OKU)
    assert own("【62億(46億)の内数】").within
    only = parse_printed("【IPA交付金62億(46億)の内数】")
    assert (only.own, only.grants[0].name) == (None, "IPA交付金")


TWO = [  # numbers in parts, or two of them: neither is the amount
    *("1 234百万円", "1、234百万円", "1'234'567円", "12 13億円", "12～13億円", "12/13億円", "1e3億円"),
    *("12億円 13億円", "12億円〜13億円", "12億円、13億円", "10億円及び事項要求"),
    *("事業費10億円、国費5億円", "12億円 注 3億円"),
]


@pytest.mark.parametrize(
    ("text", "letter", "expected"),
    [
        ("何もない", 1, "an amount (such as 422億円"),
        ("", 1, "an amount (such as 422億円"),
        ("事業 422(321)", 7, "a unit (円, 千円"),
        ("事業【422億(321億】", 13, ")"),
        ("事業【12億(うち復興 3億)】", 8, "a change (such as ▲52億円)"),
        ("事業 0.5円", 4, "an amount in whole yen"),
        ("事業 9,999,999兆円", 4, "an amount in whole yen"),
        ("事業 1,23億", 4, "an amount (such as"),
        ("1.3億(対前年度比1.3倍)", 14, ")"),
        ("事業【12億(10億) + 3億】", 17, "the name of the second amount"),
        ("事業【R1補正64億円/R2当初148億円】", 12, "a + or the end of the bracket"),
        ("事業 12億程度", 7, "the end of the line"),
        ("事業【12億(10億)(9億)】", 13, "a change (such as"),
        ("事業 ①億", 1, "an amount"),
        ("事業 ▲5億", 1, "an amount"),
        *((text, 1, "one amount") for text in TWO),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_letter(text: str, letter: int, expected: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_printed(text)
    said = caught.value.said
    assert said.of("en", "what").endswith(f"at letter {letter}")
    assert expected in said.of("en", "expected")
    assert said.of("ja", "what").startswith(f"{letter}文字目の「")
    assert not english(said.of("ja", "expected"))


def test_a_paragraph_is_refused_at_once() -> None:
    with pytest.raises(Refusal, match=f"{LINE_LETTERS + 1} letters"):
        parse_printed("あ" * (LINE_LETTERS + 1))


@pytest.mark.parametrize("text", ["", "倍", "1.3倍", "1,00%", "15.1.1", "％", "15.1)"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="a rate"):
        parse_printed_rate(text)


UNITS = {"億": OKU, "億円": OKU, "百万円": MILLION, "千円": 1_000, "円": 1, "万円": 10_000}
WIDE = str.maketrans("0123456789,.()+%", "０１２３４５６７８９，．（）＋％")


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, PrintedAmount]:
    """An amount as it is printed, and what it is."""
    name = draw(st.sampled_from(list(UNITS)))
    digits = draw(st.integers(0, 99_999))
    decimals = draw(st.integers(0, 2)) if name in ("億", "億円", "百万円") else 0
    unit = UNITS[name]
    text = f"{digits:,}" if not decimals else f"{digits // 10**decimals:,}.{digits % 10**decimals:0{decimals}}"
    step = unit // 10**decimals
    return text + draw(st.sampled_from(["", " "])) + name, PrintedAmount(digits * step, step, unit)


@st.composite
def terms(draw: st.DrawFn, name: str = "") -> tuple[str, PrintedTerm]:
    """An amount with what may stand behind it."""
    text, amount = draw(amounts())
    items, previous, change, rate, said = [], None, None, None, frozenset[str]()
    before = draw(st.sampled_from(["none", "amount", "new"]))
    if before == "amount":
        shown, previous = draw(amounts())
        items.append(shown)
    elif before == "new":
        items.append("新規")
        previous, said = PrintedAmount(0, 0, amount.unit_yen), frozenset({"new"})
    if draw(st.booleans()):
        rate = parse_printed_rate(shown := draw(st.sampled_from(["対前年度比 127%", "15.1%増", "▲3.2%", "127%"])))
        items.append(shown)
    within = bool(name) and draw(st.booleans())
    shown = f"({draw(st.sampled_from('、・')).join(items)})" if items else ""
    return f"{name}{text}{shown}{'の内数' if within else ''}", PrintedTerm(
        name, amount, previous, change, rate, within, said
    )


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, PrintedLine]:
    """A line in one of the styles of ministries."""
    label = draw(st.sampled_from(["", "事業", "(1)技術管理", "Society5.0の実現", "3. 5G", "COVID-19対策"]))
    first, own = draw(terms())
    names = draw(st.lists(st.sampled_from(["IPA交付金", "5G基金", "JETRO交付金"]), unique=True, max_size=2))
    others = [draw(terms(name)) for name in names]
    body = draw(st.sampled_from([" + ", "+"])).join([first, *(text for text, _ in others)])
    opened, closed = draw(st.sampled_from(["【】", "〔〕", "[]", "()"]))
    if draw(st.booleans()) and not others:
        text = f"{label} {body}"
    else:
        text = f"{label}{opened}{body}{closed}{draw(st.sampled_from(['', '。', '**']))}"
    if draw(st.booleans()):
        text = label + text.removeprefix(label).translate(WIDE)
        others = [(text, replace(term, name=term.name.translate(WIDE))) for text, term in others]
    return text, PrintedLine(label, own, tuple(term for _, term in others))


@given(lines())
@settings(max_examples=500, deadline=None)
def test_drawn_lines_are_read_back(drawn: tuple[str, PrintedLine]) -> None:
    text, line = drawn
    assert parse_printed(text) == line
