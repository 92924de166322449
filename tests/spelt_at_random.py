"""Draws spreadsheets at random: facts first, then a layout that some program or person might give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from workbooks import STRICT, STRUCK, Fault, Formula, Page, Styled, ods, xlsx

BASE = [
    "連携体ID",
    "構成員ID",
    "事業者名",
    "幹事企業",
    "規模",
    "補助対象経費（税抜、円）",
    "認定・承認",
    "専門家の活用",
]
SIZE = {
    "medium": ["中小企業者", "中小企業者等", "medium", "中小"],
    "small": ["小規模企業", "小規模事業者等", "小規模"],
    "large": ["大企業"],
}
PLANS = {
    "equipment_plan": ["先端設備等導入計画", "先端設備", "equipment_plan"],
    "innovation_plan": ["経営革新計画"],
    "none": ["なし", "無し", "該当なし", "－", "経営力向上計画"],
}
YES, NO = ["はい", "◯", "○", "〇", "有り", "Y", "yes", "1"], ["いいえ", "無し", "－", "N", "no", "×", "0"]
HEADED = [
    "補助対象経費（税抜、{}）",
    "補助対象経費（{}）",
    "補助対象経費／{}",
    "補助対象経費 税抜 {}",
    "補助対象経費（単位：{}）",
]
UNITS = {"千円": 1_000, "万円": 10_000, "百万円": 1_000_000}


@dataclass(frozen=True)
class Firm:
    """What is true of a member."""

    consortium: str
    member: str
    lead: bool
    size: str
    cost_yen: int
    plan: str
    expert: bool


@dataclass
class Drawn:
    """A table being laid out; ``wrong`` once it holds something that has to be refused."""

    header: list[str]
    rows: list[list[Any]]
    above: list[list[Any]] = field(default_factory=list)
    below: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # first and last entry, column
    wrong: bool = False
    exemplified: bool = False  # its first row is an example


def draw_firms(random: Random) -> list[Firm]:
    """One to three consortia."""
    firms = []
    for number in range(random.randint(1, 3)):
        count = random.choice([1, 2, 2, 3, 4, 10, 11])
        for place in range(count):
            size = random.choice(["medium", "medium", "small", "large"] if place else ["medium", "small"])
            cost_yen = random.choice([random.randint(1, 90) * 1_000_000, random.randint(1, 9_000) * 10_000])
            plan = random.choice(list(PLANS))
            firms.append(Firm(f"K{number}", f"M{place}", place == 0, size, cost_yen, plan, random.random() < 0.3))
    return firms


def write(random: Random, firms: list[Firm]) -> Drawn:
    """Write the facts plainly, each word in one of its spellings."""
    drawn = Drawn(list(BASE), [])
    for firm in firms:
        words = [random.choice(YES if firm.lead else NO), random.choice(SIZE[firm.size])]
        last = [random.choice(PLANS[firm.plan]), random.choice(YES if firm.expert else NO)]
        drawn.rows.append([firm.consortium, firm.member, f"会社{firm.member}", *words, firm.cost_yen, *last])
    return drawn


def _spell(random: Random, yen: int) -> Any:
    ways: list[Any] = [yen, f"{yen:,}", f"￥{yen:,}", f"{yen:,}円", f"{yen:,}".replace(",", "\u00a0"), f" {yen} "]
    ways += [
        f"{yen:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，")),
        f"{yen:,}".replace(",", "、"),
    ]
    ways += [f"{yen:,}円（税抜）", f"￥{yen:,}-", f"{yen}.0"]
    ways += [f"{yen // 10_000:,}万円"] if yen % 10_000 == 0 else []
    ways += [f"{yen // 10_000_000}千万円"] if yen % 10_000_000 == 0 else []
    return random.choice(ways)


def amounts(random: Random, drawn: Drawn) -> None:
    for row in drawn.rows:
        row[drawn.header.index(BASE[5])] = _spell(random, row[drawn.header.index(BASE[5])])


def unit(random: Random, drawn: Drawn) -> None:
    name, factor = random.choice(list(UNITS.items()))
    place = drawn.header.index(BASE[5])
    above = random.random() < 0.3
    drawn.header[place] = "補助対象経費" if above else random.choice(HEADED).format(name)
    if above:
        beside = random.choice([drawn.above, drawn.below])
        beside.append([f"（単位：{name}）"])
    for row in drawn.rows:
        exact, rest = divmod(row[place], factor)
        row[place] = f"{row[place] / factor:.6f}".rstrip("0") if rest else exact


def titles(random: Random, drawn: Drawn) -> None:
    drawn.above = [["構成員名簿"], *drawn.above, *[[""]] * random.randint(0, 3), ["令和2年度", "", "様式1"]]


def total(random: Random, drawn: Drawn) -> None:
    place, sums = _cost(drawn), [row[_cost(drawn)] for row in drawn.rows]
    row: list[Any] = [""] * len(drawn.header)
    row[place] = sum(sums) if all(isinstance(cell, int) for cell in sums) else ""
    row[0 if place else 1] = random.choice(["合計", "計", "総計"])
    drawn.below += [row]


def note(random: Random, drawn: Drawn) -> None:
    drawn.below += [[random.choice(["※消費税を除く。", "注 千円未満切捨て", "備考：なし", "以上"])]]


def example(random: Random, drawn: Drawn) -> None:
    row = list(random.choice(drawn.rows))
    row[drawn.header.index(random.choice(BASE[:3]))] = random.choice(["記入例", "（例）", "例2", "見本"])
    drawn.rows.insert(0, row)
    drawn.exemplified = True


def extra(random: Random, drawn: Drawn) -> None:
    place = random.randint(0, len(drawn.header))
    drawn.header.insert(place, random.choice(["電話", "うち機械装置費", "担当部署"]))
    for row in drawn.rows:
        row.insert(place, random.choice(["", "03-1234-5678", 5_000_000]))


def decorated(random: Random, drawn: Drawn) -> None:
    marks = ["{}（必須）", "※{}", "③{}", "(2) {}", "{}（注1）", "\u200b{}", "{}*", " {} ", "{}_x000D_\n"]
    drawn.header = [
        random.choice(marks[:-1]).format(text) if random.random() < 0.3 and "電話" not in text else text
        for text in drawn.header
    ]


def grouped(random: Random, drawn: Drawn) -> None:
    drawn.above += [["経費" if at == _cost(drawn) else text for at, text in enumerate(drawn.header)]]
    drawn.header = [text if at == _cost(drawn) else "" for at, text in enumerate(drawn.header)]


def shuffled(random: Random, drawn: Drawn) -> None:
    order = random.sample(range(len(drawn.header)), len(drawn.header))
    drawn.header, drawn.rows = [drawn.header[p] for p in order], [[row[p] for p in order] for row in drawn.rows]


def merged(random: Random, drawn: Drawn) -> None:
    place = drawn.header.index(BASE[0])
    first = 0
    for last in range(1, len(drawn.rows) + 1):
        if last == len(drawn.rows) or drawn.rows[last][place] != drawn.rows[first][place]:
            drawn.merges += [(first, last - 1, place)] if last - first > 1 else []
            for row in drawn.rows[first + 1 : last]:
                row[place] = ""
            first = last


def spoil(random: Random, drawn: Drawn) -> None:
    """One cell that nobody could read."""
    row, name = random.choice(drawn.rows[drawn.exemplified :]), random.choice(BASE[1:])
    bad = {
        "構成員ID": "",
        "事業者名": Fault("#N/A"),
        "幹事企業": random.choice(["", "たぶん"]),
        "規模": random.choice(["中堅企業", ""]),
        BASE[5]: random.choice(
            ["", "▲1,000,000", "2千5百万", "約7千万円", "(70,000,000)", "70,00,000", Formula("SUM(A1)")]
        ),
        "認定・承認": random.choice(["", "申請中"]),
        "専門家の活用": random.choice(["", "未定"]),
    }
    row[drawn.header.index(name) if name in drawn.header else _cost(drawn)] = bad[name]
    drawn.wrong = True


def struck(random: Random, drawn: Drawn) -> None:
    """A member that was taken back by a line."""
    row = random.choice(drawn.rows[drawn.exemplified :])
    row[:] = [cell if isinstance(cell, Formula) or cell == "" else Styled(cell, STRUCK) for cell in row]
    drawn.wrong = True


def gross(random: Random, drawn: Drawn) -> None:
    place = _cost(drawn)
    drawn.header[place] = random.choice(["補助対象経費（税込、円）", "補助対象経費（税込）"])
    drawn.wrong = True


def _cost(drawn: Drawn) -> int:
    return next(place for place, text in enumerate(drawn.header) if "補助対象経費" in text)


WAYS: list[Callable[[Random, Drawn], None]] = [example, extra, shuffled, titles, total, note, merged]
LAST_WAYS: list[Callable[[Random, Drawn], None]] = [decorated, grouped]  # after which no header is found by its text


def lay_out(random: Random, firms: list[Firm]) -> tuple[str, bytes, bool]:
    """File name and content of a drawn spreadsheet, and whether it has to be refused."""
    drawn = write(random, firms)
    random.choice([amounts, unit, lambda *_: None])(random, drawn)
    workbook = random.random() < 0.5
    for way in WAYS:
        if random.random() < 0.3 and (way is not merged or (workbook and not drawn.exemplified)):
            way(random, drawn)
    if random.random() < 0.25:
        random.choice([spoil, spoil, spoil, gross, struck if workbook else gross])(random, drawn)
    for way in LAST_WAYS:
        if random.random() < 0.15:
            way(random, drawn)
    rows = [*drawn.above, drawn.header, *drawn.rows, *drawn.below]
    return ("in.xlsx", _workbook(random, drawn, rows), drawn.wrong) if workbook else (*_text(random, rows), drawn.wrong)


def _workbook(random: Random, drawn: Drawn, rows: list[list[Any]]) -> bytes:
    first = len(drawn.above) + 2
    letters = "ABCDEFGHIJKLMNOP"
    merges = tuple(f"{letters[at]}{first + top}:{letters[at]}{first + end}" for top, end, at in drawn.merges)
    hidden = tuple(row for row in range(first, first + len(drawn.rows)) if random.random() < 0.05)
    place = _cost(drawn)
    if random.random() < 0.3:
        rows = [
            [Formula("1*1", cell) if at == place and isinstance(cell, int) else cell for at, cell in enumerate(row)]
            for row in rows
        ]
    draft = [[cell if not isinstance(cell, int) else cell + 1 for cell in row] for row in rows]
    pages = [Page(draft, "旧案", "hidden")] if random.random() < 0.3 else []
    pages += [Page([["目次"], ["様式1", "名簿"]], "表紙")] if random.random() < 0.3 else []
    pages += [Page(rows, "名簿", merges=merges, hidden=hidden)]
    if random.random() < 0.2 and not merges and not any(isinstance(cell, Styled) for row in rows for cell in row):
        return ods(*pages)
    return xlsx(*pages, main=STRICT) if random.random() < 0.2 else xlsx(*pages)


def _text(random: Random, rows: list[list[Any]]) -> tuple[str, bytes]:
    delimiter = random.choice([",", ",", "\t", ";"])
    written = [[getattr(cell, "text", str(cell)) for cell in row] for row in rows]
    written = [["=1+" if cell == "SUM(A1)" else cell for cell in row] for row in written]
    quoted = "\r\n".join(delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in written)
    head = f"sep={delimiter}\r\n" if random.random() < 0.1 else ""
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "cp932"])
    try:
        return "in.csv", (head + quoted).encode(encoding)
    except UnicodeEncodeError:  # CP932 has no large circle, and no space that does not break
        return "in.csv", (head + quoted).encode()
