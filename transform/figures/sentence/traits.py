"""How a language is written about figures: the table `traits` of `rules/figures/<language>.toml`."""

from __future__ import annotations

import msgspec

from transform.rules import NEVER, NOWHERE, Pattern


class Traits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the language is written: `step` characters weigh as much as one step away from a number."""

    home: str
    spaced: bool
    step: int
    reached: tuple[str, ...]
    amount_of_change: tuple[str, ...]
    filler: frozenset[str]
    time_units: tuple[str, ...]
    from_date: tuple[str, ...]
    starting: tuple[str, ...]
    #: words before the amount of a year earlier, however far the one that it is set against
    came_from: tuple[str, ...]
    turns: tuple[str, ...]
    set_off: tuple[str, ...]
    versus: tuple[str, ...]
    breaks: dict[str, float]
    #: hedges that hold one of the words of `starting`
    hedged: tuple[str, ...] = ()
    #: longest stretch between a change and the amount that it started from ("to 8.4 million tonnes from"); 0 for none
    start_gap: int = 0
    #: does a span right after a number date it rather than one before?
    dated_after: bool = False
    #: a change of a duty always has a word of `amount_of_change`
    by_needed: bool = False
    #: right behind a part in words: the same in figures, as `share` ("over half |, 54%")
    exactly: Pattern = NEVER
    #: right behind a change: it is counted from a day and not from a year before
    since: Pattern = NEVER
    #: in a clause without a date: when it was most, which is at no time that was told before
    peaked: Pattern = NEVER
    #: since a day that no date tells, but no record since then ("since the bridge opened")
    since_untold: Pattern = NEVER
    #: a berth or terminal told before, and what it handles ("the berth handled"): it stands where the text is
    the_works: Pattern = NEVER
    #: the number of what was counted last ("| their number has grown by a third")
    their_number: Pattern = NEVER
    #: between a time since when things are counted and the number, or right behind that: it is the sum of them all
    in_all: Pattern = NEVER
    #: words for oil, which is pressed where seeds were told and no crude
    pressed: tuple[str, ...] = ()
    #: behind an amount and before goods: they are only the first of those that it is made up of
    first_of: Pattern = NEVER
    #: right before a percentage: a duty moves by it as well
    duty_moved: Pattern = NEVER
    #: about the rate of a duty, which is #: it was set at some time, and holds ever since
    duty_set: Pattern = NEVER
    #: right before a side: it was paid, and is not who bought
    paid_to: Pattern = NEVER
    #: right before the rate of a duty ("a duty of 30%"), which is no change of it
    rate_of: tuple[str, ...] = ()
    #: capitalised words after a place that leave it a place ("Harbin Customs"); others make it part of a firm's name
    titles: tuple[str, ...] = ()
    #: what a noun counts where its unit is bare: shops are opened, payments settled
    counted: dict[str, tuple[str, ...]] = {}
    #: an expression right behind a percentage of what it is a share of
    taken_of: Pattern = NEVER
    #: an expression right before an amount by which something grew or fell, without `amount_of_change`
    added: Pattern = NEVER
    #: expressions before and behind a sum by which a price moved ("moved up | $14 | to $246"), not where it came to
    moved_by: Pattern = NEVER
    moved_to: Pattern = NEVER
    #: money, which is #, that changed hands: it was lent, raised, drawn or paid for a firm
    paid_over: Pattern = NEVER
    #: between an amount and a change told of it behind a comma ("up" where a word for its way stands there), and what
    #: tells the way behind the change
    appended: Pattern = NEVER
    more_by: Pattern = NEVER
    #: before a percentage that opens its sentence: the share told before it was so much ("That is down from | 71%")
    share_was: Pattern = NEVER
    #: between a share and the points by which it moved
    points_next: Pattern = NEVER
    #: right behind the name of a union of lands: what it tells is a rule that binds its members
    union_rule: Pattern = NEVER
    #: a day of the last week, by its number ("d0" is Monday), or this week itself
    week_day: Pattern = NEVER
    #: nouns for trade one way that take a preposition or an owner ("shipments to Russia", "its purchases")
    dealings: Pattern = NEVER
    #: between a number and a time that is another's, told of in a clause of its own ("…, whose engine shop opened in")
    told_aside: Pattern = NEVER
    #: right before the time at which figures came out ("data published | last month")
    came_out: Pattern = NEVER
    #: (Chinese only) before a body of the nation: it is one of a province or town
    local_body: Pattern = NEVER
    #: (Chinese only) a part in words, and what stands before one of a whole; behind an amount, how far a price may go;
    #: behind a change, which way it went; between a word of rise or fall and the amount of it
    parts: Pattern = NEVER
    of_all: Pattern = NEVER
    room: Pattern = NEVER
    move_behind: Pattern = NEVER
    adjoining: Pattern = NEVER
    #: a date right before its number, in an attribute of it
    date_of: Pattern = NEVER
    #: right before a number: the share spoken of is so much
    amounts_to: Pattern = NEVER
    #: an expression before an amount told as the average of some time
    averaged: Pattern = NEVER
    #: an expression before or right behind a price by which it is the mean of the time spoken of
    mean_price: Pattern = NEVER
    mean_behind: Pattern = NEVER
    #: an expression right behind a percentage by which a fee is dearer
    dearer: Pattern = NEVER
    #: right behind a number: why it came so, or what went on meanwhile ("as Canadian supply returned")
    reason: Pattern = NEVER
    #: words for several deals, whose sum is of no one kind of goods
    many_deals: Pattern = NEVER
    #: right before an amount of goods: somebody buys it
    bought: Pattern = NEVER
    #: between the right number and one that is told to be wrong (", not")
    denied: Pattern = NEVER
    #: right behind a time: nothing of the kind was done then («в 2019 году не поставлялась»)
    nothing: Pattern = NEVER
    #: right behind a month that dates no figure: 俄财政部长10月|说, 4月|前卖掉
    no_date: Pattern = NEVER
    #: behind a year: by which season of it somebody shall sign with whom (明年|春播前同)
    by_then: Pattern = NEVER
    #: right before a time to which something runs, or at which a deal was signed: 政策延长至|2026年8月, 签于|2012年
    no_date_after: Pattern = NEVER
    #: before and behind a time: somebody spoke then, which dates nothing of what was said ("said in | May | that")
    spoke_before: Pattern = NEVER
    spoke_behind: Pattern = NEVER
    #: before and behind a time: money falls due then, and was not lent in it
    due_before: Pattern = NEVER
    due_behind: Pattern = NEVER
    #: whom a bare "customs" are told by: those of the home country
    home_customs: Pattern = NEVER
    #: right behind a number, before the day on which a rate begins
    begins: Pattern = NEVER
    #: expressions before the year for which a deal provides the goods, and such a year with its word
    provided_in: Pattern = NEVER
    provided: Pattern = NEVER
    #: parts of words for what a maker makes and sells, of which buyers abroad take a part
    made: tuple[str, ...] = ()
    #: before a date that opens a clause: what its change is measured against
    compared_with: Pattern = NEVER
    #: about a change (#): over which stretch a price moved, by the basis that this is or `none`; and how many years
    #: anything was counted over
    moved_over: Pattern = NEVER
    over_years: Pattern = NEVER
    #: what a percentage can be taken of, by metric: "84 percent of that market"
    whole: dict[str, tuple[str, ...]] = {}
    #: what a sum stands before as its size, by metric: "a $400 billion gas deal"; what opens such a name, and what
    #: it does not hold
    sized: dict[str, tuple[str, ...]] = {}
    sized_after: tuple[str, ...] = ()
    unsized: tuple[str, ...] = ()
    #: a sum that is an adjective of what it pays for («полумиллиардный»)
    sum_adjective: Pattern = NEVER
    #: nouns that make a contract of a word of trade right before them (供货|合同, "supply contract")
    deal_nouns: tuple[str, ...] = ()
    #: expressions right before money that somebody puts into a works, and behind a part of what is paid in a currency
    put_in: Pattern = NEVER
    paid_in: Pattern = NEVER
    #: between the numbers beside a percentage: it is the part paid in that money, unless words of lending and saving
    #: stand there
    in_money: Pattern = NEVER
    lent: Pattern = NEVER
    #: before a change that follows from the amounts of two times just told ("In 2021 it was 3.97 billion, | so …")
    hence: Pattern = NEVER
    #: behind a firm: whose money is in it, `cn` or `ru`
    owned_by: Pattern = NEVER
    #: before a place: what takes in, carries or makes things stands there
    works_at: Pattern = NEVER
    #: before both nations: they are the ends of a trade, which is no province's
    trade_between: Pattern = NEVER
    #: "there" at the head of a sentence: the place that the sentence before names
    there_heads: Pattern = NEVER
    #: what the outlet calls its own («наш порт»): it tells of where it sits
    ours: Pattern = NEVER
    #: all that stands before an amount that the last figure had been ("A year earlier it was | $6.1 billion")
    it_was: Pattern = NEVER
    #: about a percentage (#): so much of all cargo went by sea or rail
    by_mode: Pattern = NEVER
    #: a word for both sides that names no nation, as the trade may be a province's own («взаимный»)
    mutual: Pattern = NEVER
    #: behind goods: they only tell the trade of a firm, or what is bought and what it costs
    of_trade: Pattern = NEVER
    #: behind a place: what left it came from elsewhere before
    way_on: Pattern = NEVER
    #: of what is told to be made, or that it can be, no text tells where it goes
    made_stays: bool = False
    #: a word or two between commas that part no clause: ", meanwhile,"
    put_between: Pattern = NEVER
    #: before a nation's goods: a duty is laid on them
    laid_on: Pattern = NEVER
    #: behind a nation: it has a part in a trade ("Russia|'s share of those imports")
    has_part: Pattern = NEVER
    #: right before a word for a works: goods go there and are not made there
    sent_to: Pattern = NEVER
    #: between a nation and its share of a trade ("accounted for")
    accounts: Pattern = NEVER
    #: between a nation and a part of what is made, which it takes
    takes: Pattern = NEVER
    #: words that point at a land named before ("that market")
    pointed: Pattern = NEVER
    #: beside a number: what it tells of goes back on the way told before
    back: Pattern = NEVER
    #: between a part of a firm and who owns it
    owned_part: Pattern = NEVER
    #: right behind a sum: whose investors put it in
    put_by: Pattern = NEVER
    #: behind a Russian place: its money is put into the other land (鞑靼斯坦|在鲁投资)
    put_there: Pattern = NEVER
    #: the provinces by the letter that stands for each there (在|鲁|投资)
    letters: dict[str, str] = {}
    #: behind where somebody comes from: they put money in («партнёры из Хэйхэ| вложили»)
    put_from: Pattern = NEVER
    #: right before an amount or a part: whose it is (俄方出资|35%)
    part_of_side: Pattern = NEVER
    #: words for what agents and banks take, whatever the goods
    fees: tuple[str, ...] = ()
    #: between an amount and whose goods it is of ("96,000 tonnes | of | Chinese PVC")
    made_in: tuple[str, ...] = ()
    #: with what begins a word for a deal that its buyer tells of ("purchase contract"): its goods are imports
    buying: tuple[str, ...] = ()
    #: words for a firm, after which its name stands ("the Harbin firm Longyuan")
    firm_words: tuple[str, ...] = ()
    #: behind a land, with {kinds} for those words: a firm of its by name, `of_kind` or its `own`
    introduced: str = NOWHERE
    #: words by which what is counted came or worked within the span told (新增|21家企业, 有实绩的企业|346家)
    anew: tuple[str, ...] = ()
    #: an expression for the rest of a firm's name, behind the place with which it begins (大连|宏泰贸易公司)
    firm_named: str = NOWHERE
    #: a sentence that opens so goes on about what the one before spoke of
    goes_on: tuple[str, ...] = ()
    #: nouns that count whatever was spoken of: "9,870 units"
    pieces: tuple[str, ...] = ()
    #: before a place: it only tells where another one lies, or whose branch it is; and behind a place
    beside: Pattern = NEVER
    branch: Pattern = NEVER
    #: words of moving goods that take the side of whoever reports: "deliveries" are imports to Chinese customs
    neutral: frozenset[str] = frozenset()
    #: parts of words for cargo of all kinds: tonnes of it are not the headline's goods
    cargo: tuple[str, ...] = ()
    #: behind a land: words for a duty that it levies
    levies: Pattern = NEVER
    #: behind a colon: who was named before it goes on ("German makers object: | they …")
    they: Pattern = NEVER
    #: behind a number: most of it went to whoever is named next
    mostly_to: Pattern = NEVER
    #: about an amount, which is #: it is of "goods" or "cargo", and so of all kinds
    of_cargo: Pattern = NEVER
    #: the very nouns for trade that goes one way, which make exports or imports of boxes as well
    trade_nouns: tuple[str, ...] = ()
    #: words of goods that may stand for a narrower kind told before: "the metal" of a story about aluminium
    loose: tuple[str, ...] = ()
    #: words of going and coming that tell of freight where freight is told
    moving: frozenset[str] = frozenset()
    #: parts of nouns for people on the way, who are counted within the span spoken of
    visitors: tuple[str, ...] = ()
    #: parts of words of sowing and reaping: hectares beside them tell of what is made
    sown: tuple[str, ...] = ()
    #: before an amount of a year earlier that no date of its own tells («930 млн против 1,86 млрд»)
    set_against: tuple[str, ...] = ()
    #: parts of words by which one thing outdoes another at the same time («оборот юаня превысил оборот доллара»)
    outdone: tuple[str, ...] = ()
    #: who takes part from either side, wherever it is: 中方出资占60%
    partners: tuple[str, ...] = ()
    #: words of signing, before which a month tells when it was done (5月与某公司签订)
    signing: tuple[str, ...] = ()
    #: words of deals and talks: an amount behind them that no time is told of is what they provide for
    terms: tuple[str, ...] = ()
    #: right before an earlier time that is set against the one told before: 今年6月占75%，而|2021年底不到2%
    contrasts: tuple[str, ...] = ()
    #: right behind goods, or what is said of their trade: it tells what they are worth, and of no contract
    valued: Pattern = NEVER
    #: words by which a clause goes on about the time just named: «чем годом ранее, когда отгрузили 57 тыс.»
    back_when: tuple[str, ...] = ()
    #: expressions for the forms of verbs that tell what was, what is and what shall be
    tenses: dict[str, str] = {}
    #: before an earlier span of which a ratio behind it tells the measure: 不及|去年同期的一半
    measured_by: Pattern = NEVER
    #: between a time and a ratio: what was most then is the measure (2022年|峰值的|五分之一)
    peak_of: Pattern = NEVER
    #: around a rate (`#`) by which something is taxed, whenever that is told
    taxed_at: Pattern = NEVER
    #: behind a place in which it stands: a warehouse or terminal that takes in goods (在叶卡捷琳堡|的二期分拨中心)
    works_behind: Pattern = NEVER
    #: between a land or place and a part that its shareholders hold (堪察加|股东占|四成九)
    held_by: Pattern = NEVER
    #: between the place of a firm and that of its warehouse or works (浙江|菜鸟仓配在|叶卡捷琳堡)
    based_in: Pattern = NEVER
    #: between a share and what it is taken of, and between this, or a figure, and where it is
    of: Pattern = NEVER
    part_of: Pattern = NEVER
    #: right before a land that goods only pass
    passed: Pattern = NEVER
    #: between a third country and a number that is its own
    its_own: Pattern = NEVER
    #: between a comparison and an amount told anew
    told_anew: Pattern = NEVER
    #: one nation's trade with all the world, unless a partner is named right behind it; between a number and that;
    #: before it, what makes the number a share of it
    nations_trade: Pattern = NEVER
    moved_in: Pattern = NEVER
    taken_from: Pattern = NEVER
    #: before a third country: it was overtaken, and a number behind it is of the one that went ahead
    overtaken: Pattern = NEVER
    #: between a part and its whole
    of_whole: Pattern = NEVER
    #: behind a whole: the two agreed on it
    dealt_whole: Pattern = NEVER
    #: behind a whole: the part of the partner, `@` for the partner's name, is told next
    parted: Pattern = NEVER
    #: between goods or provinces named in one breath
    one_breath: Pattern = NEVER
    #: between a word for the way and the second name behind it ("agents in Hong Kong and | Bishkek")
    second: Pattern = NEVER
    #: between numbers, or times, of one list, and what shows that it is one
    in_list: Pattern = NEVER
    list_end: Pattern = NEVER
    #: in the words for a time: its quarters
    quarters: Pattern = NEVER
    #: between boxes and what is in them
    laden: Pattern = NEVER
    #: before machines that are lorries or cars, not what was made of steel before
    lorries: Pattern = NEVER
    #: opens the words for a time over which something moved
    span_from: Pattern = NEVER
    #: words by which a change tells where it came from, and behind a change with its sign what it is counted from
    came: tuple[str, ...] = ()
    counted_to: tuple[str, ...] = ()
    #: a day from which something begins to hold; before a year: a paper was signed in it
    from_day: Pattern = NEVER
    paper_of: Pattern = NEVER
    #: whose results are told ("has published its results for"), which nothing is compared with
    reports: Pattern = NEVER
    #: before or at the head of a time, or before a bank: it is what or whom something is meant for
    meant_for: tuple[str, ...] = ()
    #: a number that is an adjective tells a size: "the 600,000-tonne line"
    size: Pattern = NEVER
    #: behind a percentage and a word of rise: where a share stood before ("8 percent, up | from 5")
    up_from: Pattern = NEVER
    #: the end of "more than", and the same within a clause ("5.2 million yuan more was bought | than a year before")
    than: tuple[str, ...] = ()
    than_then: Pattern = NEVER
    #: right before a number: it is an approximation of it ("more than | 60 percent"), nothing that it is set against
    hedge: Pattern = NEVER
    #: the whole trade of one with the other: it is of goods of all kinds, whatever goods the text is about
    all_goods: Pattern = NEVER
    #: a sentence that only tells what most of a total was: the next figures are of no such goods
    mostly: Pattern = NEVER
    #: before a rate: it is of the first, or the second, of two amounts told before ("the former up | 11%")
    former: Pattern = NEVER
    latter: Pattern = NEVER
    #: right behind a change, or before it: it is set against what follows, a land or firm, or a `yardstick`; between
    #: that and a change behind it stands `other_to`
    than_other: Pattern = NEVER
    other_before: Pattern = NEVER
    other_to: Pattern = NEVER
    #: what a change is set against that is no time: a plan, a quota, a record, an average
    yardstick: Pattern = NEVER
    #: what makes an attribute of the words before it (的)
    particle: tuple[str, ...] = ()
    #: between a date and its number: what the number is of (2023年|的每立方米|160元)
    of_each: Pattern = NEVER
    #: what may open an attribution before its verb: "as the minister said"
    credited_as: tuple[str, ...] = ()
    #: words for turnover with the firm whose sales it is, `@` for a name: "the group's turnover", "turnover of @"
    firm_turnover: Pattern = NEVER
    #: beside who speaks from a place: it is that place's own trade
    there: Pattern = NEVER
    #: who only speaks, from abroad, `@` for the place: "traders in @ put", 据@经纪商估计
    voice: Pattern = NEVER
