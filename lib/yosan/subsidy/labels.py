"""What rules, bindings and reasons are called in a report: (Japanese, English)."""

from __future__ import annotations

RULES = {
    "rate": ("補助率", "subsidy rate"),
    "rate_small": ("補助率（小規模事業者）", "subsidy rate of small enterprises"),
    "rate_base": ("補助率を掛ける額", "what the rate multiplies"),
    "uplift": ("認定・承認による補助率", "rate of certified members"),
    "uplift_certifications": ("補助率が上がる認定・承認", "certifications that lift the rate"),
    "eligible_sizes": ("補助を受けられる企業規模", "sizes of firm that may get a grant"),
    "members_min": ("連携者数の下限", "least number of members"),
    "members_max": ("連携者数の上限", "largest number of members"),
    "member_minimum_yen": ("補助額の下限（1者）", "minimum grant of a member"),
    "member_cap_yen": ("補助上限額（1者）", "cap of a member"),
    "member_cap_bands": ("従業員数別の補助上限額（1者）", "cap of a member by employees"),
    "pool_per_member_yen": ("上乗せ枠（参加1者あたり）", "shared pool, for each member"),
    "expert_addition_yen": ("専門家活用の加算", "addition for an expert"),
    "consortium_cap_yen": ("連携体の補助上限額", "cap of the consortium"),
    "consortium_cap_per_member_yen": (
        "連携体の補助上限額（1者あたり）",
        "cap of the consortium, for each member",
    ),
    "sme_share_min": ("中小企業・小規模事業者への配分の下限", "least share for small and medium firms"),
    "project_years_max": ("事業期間の上限（年）", "longest project, years"),
    "equipment_unit_minimum_yen": ("設備の単価の下限", "least unit price of equipment"),
}

CONDITIONS = {
    "value_added": ("付加価値額", "value added"),
    "ordinary_profit": ("経常利益", "ordinary profit"),
    "labour_productivity": ("労働生産性", "labour productivity"),
    "payroll": ("給与支給総額", "payroll"),
}

PURPOSES = {"application": ("申請", "application"), "uplift": ("補助率の引上げ", "higher rate")}

ANNUAL_RATES = {"simple": ("単利", "simple"), "compound": ("複利", "compound")}

VERDICTS = {True: ("満たす", "met"), False: ("満たさない", "missed")}

RATIONINGS = {
    "first_come": ("先着順", "first come"),
    "by_score": ("評点順", "by score"),
    "pro_rata": ("一律圧縮", "cut pro rata"),
}

COMMERCIALISED_FROM = {
    1: ("公表した、以上", "made public, or more"),
    3: ("一つ以上売れた、以上", "sold one, or more"),
    4: ("継続して売れる、以上", "sold steadily, or more"),
    5: ("利益が出た", "in profit"),
}

BINDINGS = {
    "rate": ("補助率で決まる", "the rate"),
    "cap": ("1者の上限で止まる", "the member's cap"),
    "pool": ("上乗せ枠を使い切って止まる", "the pool is used up"),
    "consortium_cap": ("連携体の上限で止まる", "the consortium's cap"),
    "sme_share": ("中小企業への配分の下限で止まる", "the share for small and medium firms"),
    "floor": ("補助額の下限に届かない", "below the minimum grant"),
    "ineligible": ("補助の対象外", "not eligible"),
}

REASONS = {
    "members_min": ("連携者数が下限に満たない", "fewer members than the rule asks for"),
    "members_max": ("連携者数が上限を超える", "more members than the rule allows"),
    "no_eligible_member": ("補助を受けられる者がいない", "no member whose size the type supports"),
}

POLICIES = {
    "proportional": ("超過分に比例", "in proportion to the excess"),
    "equal": ("同額ずつ", "the same to each"),
    "lead_first": ("幹事企業から順に", "the lead firm first"),
}

UNDRAWN = ("1者の上限を超える者はいない", "no member exceeds its cap")

SIZES = {
    "small": ("小規模事業者", "small enterprise"),
    "medium": ("中小企業", "medium firm"),
    "large": ("大企業", "large firm"),
}

CERTIFICATIONS = {
    "none": ("なし", "none"),
    "equipment_plan": ("先端設備等導入計画", "equipment plan"),
    "innovation_plan": ("経営革新計画", "innovation plan"),
}

RATE_BASES = {
    "eligible_cost": ("補助対象経費", "eligible cost"),
    "half_base": ("地方の支援額か経費か、読み方による", "local support or cost, as the text is read"),
}

# these stand in sentences too, where a number must be a published value: none is written in digits
LEVERS = {
    "none": ("今のまま", "as it is"),
    "certification": ("計画の認定を受ける", "has a plan certified"),
    "expert": ("専門家を使う", "uses an expert"),
    "one_more_member": ("中小企業がもう一者加わる", "one more medium firm joins"),
    "rules": ("別の類型・版による", "other type or vintage"),
}

# why some of an eligible consortium, or all of it, gets nothing
LEFT_OUT = {
    "local_support": ("地方の支援がファイルに書かれていない", "no local support is stated in the file"),
    "floor": ("補助額の下限に届かない構成員がいる", "a member is below the minimum grant"),
    "ineligible": ("補助を受けられない規模の構成員がいる", "a member's size is not supported"),
}

UNREACHABLE = {
    **REASONS,
    "consortium_cap": ("連携体の上限に届く前に止まる", "the consortium's cap comes first"),
    "sme_share": ("中小企業への配分の下限が先に効く", "the share for small and medium firms comes first"),
    "pool": ("1者の上限と上乗せ枠を使い切る", "caps and pool are used up first"),
    "cap": ("1者の上限が先に効く", "the members' caps come first"),
    "local_support": ("地方の支援額が先に効く", "the local support comes first"),
    "employees": ("従業員数が要る", "the number of employees is needed"),
}

NOT_STATED = ("記載なし", "not stated")
OPEN_BAND = ("それを超える", "above")

BINDINGS_SHORT = {
    "rate": ("補助率", "rate"),
    "cap": ("各者の上限", "cap"),
    "pool": ("上乗せ枠", "pool"),
    "consortium_cap": ("全体の上限", "total cap"),
    "sme_share": ("中小の配分", "SME share"),
    "floor": ("下限未満", "floor"),
    "ineligible": ("対象外", "none"),
}
SETTLED = ("この版の資料がそう定める", "the texts of this vintage say so")
CERTIFIED = ("（認定あり）", ", certified")
