"""Readings so plain that they stand, whatever the weights of all signs say; told by the reasons given for them."""

from __future__ import annotations

#: Where "respectively" tells which of several belongs to which number.
IN_ORDER = "in the order told"
#: "$273 a tonne" is no sum, whatever stands around it.
PER_UNIT = "money per unit"
#: "Deliveries in the opposite direction": the other half of the trade told before.
REVERSED = "the reverse of what was told"
#: "It grew to 75 billion yuan, with exports tripling": the words of trade hang on behind.
ONLY_BEHIND = "as said before, with another word behind"
#: "Farms sowed 74,000 hectares to soybeans".
SOWN = "land that is sown"
#: "Deliveries to China fell": to the nation, though the paragraph spoke of one of its provinces.
OF_NATION = "to or from the nation"
#: A percentage beside words for paying in a currency.
PAID_IN = "what is paid in a currency"
#: What the clause itself calls exports or imports.
CALLED = "called so in its clause"
#: "Exports to Russia were 30 billion yuan and imports 80 billion": the second goes the other way.
BOTH_TOLD = "exports and imports in one sentence"
#: What both sides pay for, each its part.
JOINT = "both sides pay"
#: "Primary metal" where the text spoke of aluminium.
NARROWER = "the narrower kind told before"
#: What a state gives at home.
AT_HOME = "given at home"
#: What is paid in which currency for exports alone, or for imports: money runs against the goods.
ONE_WAY = "payments for goods of one way"
#: "Chinese tourists" go from China.
TRAVELLERS = "travellers of a nation"
#: What a Russian region exports, in a Chinese text.
OVER_THERE = "trade of a region over there"
#: 中国石油持有10%.
HELD = "held by"
#: What a court awards or a debtor owes.
OWED = "owed"
#: What dealers and brands sold in the market, whoever made it.
RETAIL = "retail"
#: Time, area, distance: no trade, whatever stands around.
APART = "apart"
#: What lies in ports and stores is on no way.
STOCK = "stock"
#: «40% получил китайский партнёр».
HANDS = "in the hands of"
#: Units that name what is counted: trains are freight whatever else is told.
_BY_UNIT = ("unit train", "unit flight", "unit container")
#: "48% of the export": what a percentage is taken of.
_TAKEN_OF = "of “"
#: "Going the other way were 110,000 tons".
_TURNED = "reverse “"

#: "20 percent, but not less than $100 a tonne".
FLOOR = "the least of a duty"
#: "China took 46% of its sales".
TAKEN = "what buyers take of it"

#: "Russia and China seal a $400 billion gas deal": gas goes one way.
DEALT = "the usual way of what the deal is about"
#: "38 billion cubic metres".
GAS = "cubic metres by the billion"
#: "1.2 million tonnes of coal, worth $80 million".
WORTH = "the worth of what was told before"
#: What it costs to carry a box is of no goods.
HAUL = "what carriage costs"
#: "Exports of cars were 4.8 billion yuan; imports, 8.1 billion".
OTHER_WAY = "goods the other way"
#: "4.8 million tonnes, led by coal and timber".
OF_KINDS = "of several kinds"
#: "12,400 accounts": the noun tells what.
COUNTED = "what is counted"
#: Firms and money of places at home that no word sends abroad: 满洲里现有木材加工企业96户.
STAYS = "stays at home"
#: «Купит 30% X».
BOUGHT = "a part of a firm"
#: «278 — в Китай».
DASHED = "the way told behind a dash"
#: "A $400 billion gas deal".
SIZE = "the size of what is named behind"

_FIRM = frozenset((
    DASHED, DEALT, SIZE, STAYS, ONE_WAY, TRAVELLERS, OVER_THERE, COUNTED, SOWN,
    IN_ORDER, PER_UNIT, REVERSED, ONLY_BEHIND, OF_NATION, PAID_IN, CALLED, JOINT, AT_HOME,
    OWED, BOTH_TOLD, NARROWER, FLOOR, TAKEN, STOCK, RETAIL, APART, BOUGHT, OF_KINDS, WORTH, GAS,
))  # fmt: skip


def stands(why: str) -> bool:
    """Is what was read for this reason left alone?"""
    return why in _FIRM or why.startswith((_TAKEN_OF, _TURNED, *_BY_UNIT, HANDS, HELD))
