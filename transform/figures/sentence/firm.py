"""Readings so plain that they stand, whatever the weights of all signs say; told by the reasons given for them."""

from __future__ import annotations

#: Where "respectively" tells which of several belongs to which number.
IN_ORDER = "in the order told"
#: What the clause itself calls exports or imports.
CALLED = "called so in its clause"
#: What both sides pay for, each its part.
JOINT = "both sides pay"
#: What a state gives at home.
AT_HOME = "given at home"
#: What is paid in which currency for exports alone, or for imports: money runs against the goods.
ONE_WAY = "payments for goods of one way"
#: "Chinese tourists" go from China.
TRAVELLERS = "travellers of a nation"
#: What a Russian region exports, in a Chinese text.
OVER_THERE = "trade of a region over there"
#: What a court awards or a debtor owes.
OWED = "owed"
#: "20 percent, but not less than $100 a tonne".
FLOOR = "the least of a duty"
#: "Russia and China seal a $400 billion gas deal": gas goes one way.
DEALT = "the usual way of what the deal is about"
#: "To supply soybeans to Russia".
BOUND = "where the deal's goods are told to go"
#: "A $400 billion gas deal".
SIZE = "the size of what is named behind"
#: "38 billion cubic metres".
GAS = "cubic metres by the billion"
#: "4.8 million tonnes, led by coal and timber".
OF_KINDS = "of several kinds"
#: "46,000 tonnes of goods … Of this 33,000 were exports".
OF_CARGO = "whatever was carried"
#: "12,400 accounts": the noun tells what.
COUNTED = "what is counted"
#: "Nationwide", by which a text leaves the province spoken of before.
NATIONWIDE = "nationwide"
#: 从这里出境的包裹.
HERE = "the place told last"
#: 每吨8200元.
PER_UNIT = "money, the unit told before it"
#: 投900万元.
PUT_IN = "money put in"
#: 货款的九成用人民币支付.
PAID_IN = "a part paid in a currency"
#: "215 enterprises with Russian capital".
OWNED = "whose money is in them"
#: In Chinese what carriage costs, and fees, have no goods but those named beside them.
CARRIAGE = "carried, whatever it is"
FEE = "what agents take"
#: "Turned over 210 billion yuan with Russia".
PHRASE = "a turn of phrase about it"
#: The unit names what is counted: trains are freight whatever else is told.
_BY_UNIT = ("unit train", "unit flight", "unit container")
#: "48% of the export": what a percentage is taken of.
_TAKEN_OF = "of “"
#: "Going the other way were 110,000 tons".
_TURNED = "reverse “"
#: "Goods going to Russia weighed 41,000 tonnes, and 17,500 tonnes came back": the one's exports, the other's imports.
OTHER_WAY = "the other way round"
GOES_BACK = "goes back: “"
#: "From Shandong and Inner Mongolia"
SEVERAL = "of several provinces"
#: "Rapeseed oil is another story. The region sold …"
HEARD = "what the sentence before is about"
#: "Chinese tyres worth $37 million were unloaded": the clause tells whose goods, or from where and where to.
OUTRIGHT = "told outright"
#: "Can process 250 tonnes".
ABLE = "what it can take"
#: "Duties on Chinese sheet".
LAID_ON = "goods that a duty is laid on"
#: "1,450 lorries entered or left the country"
BOTH_WAYS = "what comes and goes"
#: "The first lorries come through Heihe. … The mine yields 14 million tonnes"
GATE = "made elsewhere than where goods passed"
#: "Half-year results of the Heihe customs district"
HOUSE = "of the customs house in the headline"
#: 大豆6.3万吨，货值4.1亿元.
WORTH = "the worth of what was told last"
#: "17 Yiwu-registered firms"
OWN_NOUN = "where what is counted sits"
#: "A terminal at Zabaikalsk that can pass two million tonnes"
WORKS_THERE = "what stands there"
#: "Northbound boxes", "went westward"
_COURSES, _BOUND = ("to_ru “", "to_cn “"), ("bound”", "ward”")
#: "Entered or left the country"
BOTH = "told to go "
_FIRM = frozenset((
    HEARD, SEVERAL, OUTRIGHT, LAID_ON, BOTH_WAYS, OWN_NOUN, WORKS_THERE, HOUSE, GATE,
    BOUND, IN_ORDER, CALLED, DEALT, JOINT, AT_HOME, ONE_WAY, TRAVELLERS, OVER_THERE, OWED, FLOOR, GAS, OF_KINDS,
    COUNTED, OF_CARGO, OTHER_WAY, SIZE, NATIONWIDE, HERE, OWNED, PER_UNIT, PUT_IN, PAID_IN, CARRIAGE, FEE, PHRASE,
    WORTH,
))  # fmt: skip


def stands(why: str) -> bool:
    """Is what was read for this reason left alone?"""
    if why.startswith(_COURSES) and why.endswith(_BOUND):
        return True
    return why in _FIRM or why.startswith((_TAKEN_OF, _TURNED, GOES_BACK, BOTH, *_BY_UNIT))
