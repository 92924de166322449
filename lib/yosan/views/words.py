"""What ids of the computing core are called in a report, and how a table gets these names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from yosan.writing import LANGS, Text

RULE_NAMES = {
    "rate": Text("補助率", "subsidy rate"),
    "rate_small": Text("補助率（小規模事業者）", "subsidy rate of small enterprises"),
    "rate_base": Text("補助率を掛ける額", "what the rate multiplies"),
    "uplift": Text("認定・承認による補助率", "rate of certified members"),
    "uplift_certifications": Text("補助率が上がる認定・承認", "certifications that lift the rate"),
    "eligible_sizes": Text("補助を受けられる企業規模", "sizes of firm that may get a grant"),
    "members_min": Text("連携者数の下限", "least number of members"),
    "members_min_of": Text("連携者数の下限に数える者", "who counts toward that number"),
    "members_max": Text("連携者数の上限", "largest number of members"),
    "member_minimum_yen": Text("補助額の下限（1者）", "minimum grant of a member"),
    "member_cap_yen": Text("補助上限額（1者）", "cap of a member"),
    "member_cap_bands": Text("従業員数別の補助上限額（1者）", "cap of a member by employees"),
    "pool_per_member_yen": Text("上乗せ枠（参加1者あたり）", "shared pool, for each member"),
    "expert_addition_yen": Text("専門家活用の加算", "addition for an expert"),
    "consortium_cap_yen": Text("連携体の補助上限額", "cap of the consortium"),
    "consortium_cap_per_member_yen": Text("連携体の補助上限額（1者あたり）", "cap of the consortium, for each member"),
    "sme_share_min": Text("中小企業・小規模事業者への配分の下限", "least share for small and medium firms"),
    "project_years_max": Text("事業期間の上限（年）", "longest project, years"),
    "equipment_unit_minimum_yen": Text("設備の単価の下限", "least unit price of equipment"),
}

CONDITION_NAMES = {
    "value_added": Text("付加価値額", "value added"),
    "ordinary_profit": Text("経常利益", "ordinary profit"),
    "labour_productivity": Text("労働生産性", "labour productivity"),
    "payroll": Text("給与支給総額", "payroll"),
}

PURPOSE_NAMES = {"application": Text("申請", "application"), "uplift": Text("補助率の引上げ", "higher rate")}

ANNUAL_RATE_NAMES = {"simple": Text("単利", "simple"), "compound": Text("複利", "compound")}

VERDICTS = {True: Text("満たす", "met"), False: Text("満たさない", "missed")}

RATIONING_NAMES = {
    "first_come": Text("先着順", "first come"),
    "by_score": Text("評点順", "by score"),
    "pro_rata": Text("一律圧縮", "cut pro rata"),
}

COMMERCIALISED_FROM = {
    1: Text("売るための宣伝を始めた段階以上", "advertised for sale, or beyond"),
    3: Text("一つ以上売れた段階以上", "sold at least one, or beyond"),
    4: Text("継続して売れる段階以上", "sold steadily, or beyond"),
    5: Text("利益が出た", "in profit"),
}

GOALS = {"over": Text("{share}を超える", "more than {share}"), "at_least": Text("{share}", "{share}")}

STAGE_NAMES = {
    "request": Text("要求", "request"),
    "initial": Text("当初", "initial"),
    "executed": Text("執行", "executed"),
}

CLAUSE_PARTS = {
    "purpose": Text("目的", "Purpose"),
    "target": Text("目標", "Target"),
    "condition": Text("申請の条件", "Condition"),
    "type1": Text("企業間連携型", "Inter-firm type"),
    "expert": Text("専門家", "Experts"),
    "type2": Text("サプライチェーン効率化型", "Supply-chain type"),
    "type3": Text("地方公共団体連携型", "Local-government type"),
    "office": Text("担当課", "Office to ask"),
}

BINDING_NAMES = {
    "rate": Text("補助率で決まる", "the rate"),
    "cap": Text("1者の上限で止まる", "the member's cap"),
    "pool": Text("上乗せ枠を使い切って止まる", "the pool is used up"),
    "consortium_cap": Text("連携体の上限で止まる", "the consortium's cap"),
    "sme_share": Text("中小企業への配分の下限で止まる", "the share for small and medium firms"),
    "floor": Text("補助額の下限に届かない", "below the minimum grant"),
    "ineligible": Text("補助の対象外", "not eligible"),
}

REASONS = {
    "members_min": Text("連携者数が下限に満たない", "fewer members than the rule asks for"),
    "members_max": Text("連携者数が上限を超える", "more members than the rule allows"),
    "no_eligible_member": Text("補助を受けられる者がいない", "no member whose size the type supports"),
    "supported_min": Text(
        "補助を受けられる規模の者が下限に満たない", "fewer members of a supported size than the rule asks for"
    ),
}

POLICY_NAMES = {
    "proportional": Text("超過分に比例", "in proportion to the excess"),
    "equal": Text("同額ずつ", "the same to each"),
    "lead_first": Text("幹事企業から順に", "the lead firm first"),
}

UNDRAWN = Text("1者の上限を超える者はいない", "no member exceeds its cap")

SIZE_NAMES = {
    "small": Text("小規模事業者", "small enterprise"),
    "medium": Text("中小企業", "medium firm"),
    "large": Text("大企業", "large firm"),
}

CERTIFICATION_NAMES = {
    "none": Text("なし", "none"),
    "equipment_plan": Text("先端設備等導入計画", "equipment plan"),
    "innovation_plan": Text("経営革新計画", "innovation plan"),
}

RATE_BASES = {
    "eligible_cost": Text("補助対象経費", "eligible cost"),
    "half_base": Text("地方の支援額か経費か、読み方による", "local support or cost, as the text is read"),
}

# these stand in sentences too, where a number must be a published value: none is written in digits
LEVER_NAMES = {
    "none": Text("今のまま", "as it is"),
    "certification": Text("先端設備等導入計画の認定（または経営革新計画の承認）を受ける", "gets its plan certified"),
    "expert": Text("専門家を使う", "uses an expert"),
    "one_more_member": Text("中小企業がもう一者加わる", "one more medium firm joins"),
    "rules": Text("別の類型・時点による", "other type or vintage"),
}

KIND_NAMES = {"assumption": Text("仮定", "assumption"), "reading": Text("読み方", "reading")}

# why some of an eligible consortium, or all of it, gets nothing
LEFT_OUT = {
    "local_support": Text("地方の支援がファイルに書かれていない", "no local support is stated in the file"),
    "floor": Text("補助額の下限に届かない構成員がいる", "a member is below the minimum grant"),
    "ineligible": Text("補助を受けられない規模の構成員がいる", "a member's size is not supported"),
}

UNREACHABLE = {
    **REASONS,
    "consortium_cap": Text("連携体の上限に届く前に止まる", "the consortium's cap comes first"),
    "sme_share": Text("中小企業への配分の下限が先に効く", "the share for small and medium firms comes first"),
    "pool": Text("1者の上限と上乗せ枠を使い切る", "caps and pool are used up first"),
    "cap": Text("1者の上限が先に効く", "the members' caps come first"),
    "local_support": Text("地方の支援額が先に効く", "the local support comes first"),
    "employees": Text("従業員数が要る", "the number of employees is needed"),
}

# whose least number a rule states
COUNTED = {"smes": Text("中小企業・小規模事業者", "small and medium firms")}

NOT_STATED = Text("記載なし", "not stated")
OPEN_BAND = Text("それを超える", "above")

BINDING_SHORTS = {
    "rate": Text("補助率", "rate"),
    "cap": Text("各者の上限", "cap"),
    "pool": Text("上乗せ枠", "pool"),
    "consortium_cap": Text("全体の上限", "total cap"),
    "sme_share": Text("中小の配分", "SME share"),
    "floor": Text("下限未満", "floor"),
    "ineligible": Text("対象外", "not eligible"),
}
SETTLED = Text("この時点の資料がそう定める", "the texts of this vintage say so")
CERTIFIED = Text("（認定あり）", ", certified")

# published figures of a season, and their simulated counterparts
FIGURE_NAMES = {
    "applications": Text("応募した連携体（一次）", "Consortia that applied (round 1)"),
    "applicant_firms": Text("応募した者（一次）", "Firms that applied (round 1)"),
    "adopted": Text("採択された連携体（一次）", "Consortia adopted (round 1)"),
    "adopted_firms": Text("採択された者（一次）", "Firms adopted (round 1)"),
    "award": Text("採択一件当たりの額", "Award per adoption"),
    "spent": Text("採択の全件への額", "Paid for all adoptions"),
}


def named(table: pd.DataFrame, column: str, texts: Mapping[str, Text], stem: str) -> pd.DataFrame:
    """Add ``<stem>_ja`` and ``<stem>_en``: what the ids of a column are called; an empty id stays empty."""
    found = [texts.get(str(word), Text("", "")) for word in table[column]]
    return with_texts(table, stem, found)


def with_texts(table: pd.DataFrame, stem: str, texts: Sequence[Text]) -> pd.DataFrame:
    """Add ``<stem>_ja`` and ``<stem>_en`` from a text for each row."""
    said = {lang: [text.of(lang) for text in texts] for lang in LANGS}
    return table.assign(**{f"{stem}_{lang}": pd.Series(said[lang], table.index, dtype=object) for lang in LANGS})


def filled(table: pd.DataFrame, *stems: str) -> list[str]:
    """Which of some columns of texts say anything in some row, to end the columns of a table with."""
    columns = {stem: stem if stem in table else f"{stem}_en" for stem in stems}
    return [stem for stem, column in columns.items() if (table[column] != "").any()]
