"""The words of doing in English, by the type of event that each of them tells of."""

from __future__ import annotations

import re

from incidents.record import EventType

__all__ = ["TRIGGERS"]

E = EventType

_CROWD = (
    r"(?:residents|traders|shopkeepers|villagers|protest(?:e|o)rs|demonstrators|relatives|famil(?:y|"
    r"ies)|(?:\w+ )?mob|crowds?|people|mourners|students|women|labou?rers|drivers|transporters|"
    r"activists|locals|tribesm[ae]n|elders|fisherm[ae]n|truckers|porters|youths?|"
    r"supporters|workers|citizens|inhabitants|dealers|owners|rioters|parents|mothers|colleagues|"
    r"fuel carriers)"
)
_PROTEST = (
    r"(?:broke\s+into|set\s+fire\s+to|torched|ransacked|marched|rallied|demonstrated|rioted|barricaded|picketed|besieged|stormed|"
    r"took\s+(?:out\s+an?\s+(?:[\w-]+\s+){0,2}(?:rally|procession|march)|to\s+the\s+streets?)|"
    r"(?:staged|held|began|started|observed|launched|ended|continued|organi[sz]ed)\s+(?:an?|their|"
    r"the)\s+(?:[\w-]+\s+){0,4}(?:protests?|sit-in|demonstration|rally|march|strike|vigil|"
    r"hunger strike)|block(?:ed|aded)\s+(?:[\w'-]+\s+){0,4}(?:roads?|highways?|traffic|routes?|"
    r"bridge|streets?|lanes?|gates?|entrance)|burn(?:ed|t)\s+t[iy]res|"
    r"(?:pelted|threw|hurled)\s+(?:[\w-]+\s+){0,4}stones|chanted\s+slogans|"
    r"gathered\b[^.;]{0,60}\b(?:in\s+protest|to\s+(?:demand|protest|denounce)))"
)

_ENVOYS = r"(?:ambassador|envoy|charge|high commissioner|diplomats?|consul(?: general)?)"
_SHELLS = (
    r"(?:(?:mortars?|artillery|rockets?(?!-propelled))(?:\s+(?:shells?|rounds?|bombs?|fire|shelling|attacks?))?|"
    r"shells?|rounds|projectiles)"
)
_FALLS = (
    r"fired|landed|fell|hit|exploded|struck|slammed|lands?|lobbed|launched|came\s+(?:down|over|"
    r"across|in)|come\s+(?:down|over|across|in)|went\s+off|damaged|burst|dropped|crashed|rained|"
    r"detonated|whistled|flew|were\s+directed|killed|wounded|injured"
)
_BORDER = (
    r"(?:borders?|frontier|crossings?|gates?|terminals?|zero point|trade points?|checkpoints?|"
    r"transit points?|points?|routes?)"
)
TRIGGERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            E.AIR_OR_DRONE_STRIKE,
            r"\b(?:air|drone|missile|aerial|retaliatory|precision|ballistic missile)[- "
            r"](?:strikes?|attacks?|raids?)\b|\bairstrikes?\b|"
            r"\b(?:jets?|warplanes|helicopters?|drones?|missiles?|"
            r"aircraft|air force|munitions?)\s+(?:\w+\s+){0,3}?(?:struck|hit|hits|bombed|fired|"
            r"targeted|attacked|killed|pounded|strafed|landed|crashed|slammed|fell|came down)\b|"
            r"\b(?:drones?|jets?|warplanes|missiles?|helicopters?|munitions?)\b[^.;]{0,90}?\s(?:and|"
            r"which|that)\s+(?:\w+ly\s+|had\s+)?(?:struck|hit|bombed|destroyed|strafed)\b|"
            r"\bdrones?\s+of\s+(?:[\w-]+\s+){1,8}(?:struck|hit|destroyed|attacked|killed|"
            r"targeted)\b|"
            r"\b(?:drones?|jets?|missiles?|helicopters?)\s+(?:\w+\s+)?(?:destroy(?:ed|s)?|levelled|"
            r"flattened)\b|"
            r"\b(?:struck|strikes|hit|targeted|attacked|bombed|destroyed|pounded|levelled|flattened)\b"
            r"[^.;]{0,90}\b(?:with|by|using)\s+\W?(?:\w+\s+){0,2}(?:missiles?|drones?|jets?)|"
            r"\bstruck\s+(?:\w+\s+){0,2}(?:places|targets|hideouts|positions|camps|villages?|"
            r"sites|bases|houses|homes)\b|\bbombed\b|"
            r"\b(?:fired|launched)\s+(?:\w+\s+){0,2}missiles?\b|\b(?:shot|"
            r"brought)\s+down\b[^.;]{0,30}\b(?:drone|aircraft|helicopter|jet|plane|UAV|quadcopter)|"
            r"\b(?:drone|aircraft|helicopter|jet|plane|UAV|quadcopter)\b[^.;]{0,30}\b(?:shot|"
            r"brought)\s+down|"
            r"\b(?:carried out|conducted|launched)\s+(?:[\w-]+\s+){0,5}strikes?\b",
        ),
        (
            E.ABDUCTION,
            r"\b(?:abduct(?:ed|s|ing)|kidnap(?:ped|s|ping)|abductions?|hijack(?:ed|s|ing)|hijackings?|"
            r"commandeered|(?:came|pulled|drew)\s+alongside|(?:was|were|been)\s+taken\s+(?:away\s+)?"
            r"(?=(?:on|in|at|late|early|last|from(?!\s+(?:them|him|her|us|me)\b)|by|during|while|"
            r"overnight|before|after)\b)"
            r"(?![^.;]{0,70}\b(?:to|into|by\s+surprise)\s)|"
            r"(?:taken|took|take)\s+(?:\w+\s+){0,5}(?:hostages?|captive|prisoner)|"
            r"(?:took|taken|shifted|moved|transferred)\b[^.;]{0,60}\bto an? (?:undisclosed|unknown|"
            r"unidentified|"
            r"undetermined) (?:location|place)|(?:was|were|been)\s+taken\s+away\s+by|"
            r"driven\s+(?:off|away)(?=\s+(?:in|on|to|towards?|into|west|east|north|south|at)\b)|"
            r"(?:seized|taken|held|picked up|led away)\s+at\s+gun ?point|"
            r"drove\s+(?:off|away)\s+with|"
            r"forcibly "
            r"disappeared|enforced disappearance of|"
            r"disappeared(?=\s+(?:an?|two|three|"
            r"four|five|six|"
            r"several|\d+)\b)|carried off|snatched|(?:whisked|spirited|dragged|bundled|led|"
            r"marched|forced|hauled|pulled|herded|shoved)\s+(?!(?:(?:their|its|his)\s+way|out\s+(?:its|"
            r"their|the|all|his|her))\b)"
            r"(?:[\w,]+\s+){0,6}"
            r"(?:away|off|out|into)\b(?!\s+(?:of\s+(?:service|business)|port|harbou?r|custody))|"
            r"(?:picked up|made off with|took away|taken away)(?=\s+(?:\w+\s+){0,4}(?:labou?rers?|"
            r"m[ae]n|people|persons?|villagers?|shepherds?|youths?|residents?|tribesm[ae]n|"
            r"drivers?|workers?|students?|brothers?|traders?|fathers?|sons?|uncles?|cousins?|"
            r"husbands?|relatives))|"
            r"t(?:ook|aken)\s+(?:\w+\s+){0,5}(?:away with them|with them|along))\b",
        ),
        (
            E.CROSS_BORDER_FIRE,
            rf"\b{_SHELLS}(?:,\s[^,.;]{{3,60}},)?\s+(?:[\w-]+\s+){{0,7}}?(?:{_FALLS})\b|"
            rf"\b(?:fired|lobbed|launched|shot|rained|hurled|directed|poured)\s+(?:\w+\s+){{0,4}}"
            rf"{_SHELLS}(?!-)\b|\b(?:barrage|bombardment|salvo(?:es)?)\b|"
            r"\b(?:rained|came) down\b(?!\s+(?:from|off|to)\b)|"
            r"\bmortar (?:fire|attack)|\bshelled\b|\bshelling\b|"
            r"\bcross-?border\s+(?:fire|firing|shelling|shooting)\b|"
            r"\bfired\s+(?:\w+\s+){0,3}(?:from\s+)?across\b|"
            r"\b(?:firing|fire|shots?|bullets?)\s+(?:\w+\s+)?from\s+(?:across|"
            r"the\s+(?:Iranian|Pakistani|other)\s+side|(?:Iranian|Pakistani)\s+(?:territory|"
            r"soil)|over)\b|"
            r"\bunprovoked (?:fire|firing)\b|"
            r"\b(?:fire|firing|shots?|gunfire|shells?|bullets?|rounds?)\s+(?:\w+\s+){0,2}from\s+"
            r"(?:across|beyond|over|inside|(?:the\s+)?(?:Iran|Pakistan|other side|"
            r"neighbou?ring))",
        ),
        (
            E.INCURSION,
            r"\b(?:cross(?:ed|es|ing)?|enter(?:ed|s|ing)?|penetrat(?:ed|ing)|violat(?:ed|ing)|"
            r"breached)\s+(?:(?!and\b(?!\s+(?:a\s+half|\d))|said\b|that\b|when\b|"
            r"from\b)[\w.,'-]+\s+){0,7}?"
            r"(?:Pakistan(?:i|'s)?\b|Iran(?:ian|'s)?\b|Balochistan|Baluchistan|(?:its|their|"
            r"our) (?:territory|soil)|border\b|line\b|tehsil|frontier|country\b)|"
            r"\b(?:cross(?:ed|es|ing)?|intrud(?:ed|ing)|trespass(?:ed|ing)?|barged|advanced|"
            r"drove|driven|flew|flown|strolled|wandered|travell?ed|crept|stole|poured|came|come|"
            r"penetrat(?:ed|ing)|enter(?:ed|ing)|raced|rode|"
            r"moved|went|gone|marched|pushed|walked|strayed|ventured|rolled|infiltrated|"
            r"sneaked|slipped|pursued|chased|ran)\s+(?:(?!and\b(?!\s+(?:a\s+half|\d))|said\b|"
            r"that\b|"
            r"when\b)[\w.,'-]+\s+){0,7}?"
            r"(?:in|into|inside|across|over|onto|past|deep)\s+(?:the\s+)?(?:Pakistan(?:i|"
            r"'s)?\b|Iran(?:ian|'s)?\b|Balochistan|Baluchistan|(?:its|their|our) (?:territory|"
            r"soil|side|airspace)|border\b|line\b|frontier|tehsil|country\b)|"
            r"\b(?:came|went|drove|advanced|moved|pushed|penetrated|crossed|marched|rode)\s+"
            r"(?:[\w.-]+\s+){0,4}?(?:km|kilomet\w+|miles?|met(?:er|re)s?|yards)\s+"
            r"(?:\([^()]{2,24}\)\s+)?(?:deep|inside|into|across)\b|"
            r"\btrespassed\b|\bintruded\b|"
            r"\b(?:intrusion|incursion|trespass(?:ing)?)\b|\b(?:raided|stormed|broke into|barged "
            r"into|searched|entering|entered)\s+"
            r"(?:(?:an?|the|several|two|three|some|many|their|his)\s+)?(?:\w+\s+)?(?:houses?|"
            r"homes?|villages?|"
            r"hamlets?|huts?|tents?|settlements?)\b|\braided\s+(?:a|an|the|several|two|"
            r"three|some|houses?|homes?)\b",
        ),
        (
            E.CROSSING_ATTEMPT,
            r"\b(?:tried|trying|attempt(?:ed|ing|s)?|sought|"
            r"wanted)\s+to\s+(?:\w+\s+)?(?:cross|enter|infiltrate|sneak|slip|penetrate|get "
            r"(?:into|across))\b|"
            r"\b(?:tried|trying|attempt(?:ed|ing)|wanted|sought)\s+to\s+(?:\w+\s+)?(?:bring|"
            r"smuggle|take|carry|"
            r"transfer|move)\b[^.;]{0,50}\b(?:border|across|over|into)\b|"
            r"\b(?:prevented|stopped|kept|barred|deterred)\s+from\s+(?:infiltrating|entering|"
            r"crossing|"
            r"sneaking|slipping|penetrating)\b|"
            r"\b(?:attempts?|bids?|efforts?)\s+(?:by|of)\s+(?:[\w-]+\s+){1,6}?to\s+(?:\w+\s+)?(?:cross|"
            r"enter|infiltrate|sneak|slip|penetrate)\b|"
            r"\b(?:infiltration|crossing|intrusion)\s+(?:bid|attempt)s?\b|\b(?:foiled|"
            r"foil|foils|repelled|thwarted|repulsed|prevented)\b[^.;]{0,40}\b(?:infiltration|"
            r"(?:attempt|bid)(?!\s+to\s+(?:smuggle|traffic))|"
            r"intrusion|entry|crossing)\b(?![^.;]{0,20}\bsmuggl)",
        ),
        (
            E.AMBUSH_OR_IED,
            r"\bambush(?:ed|es|ing)?\b|\b(?:suicide|car|roadside|remote-controlled|land|truck|"
            r"vehicle|motorcycle)[- ]?(?:bomb(?:ing|er|ers)?s?|mines?|attack(?:ers?)?|blast)\b|"
            r"\b(?:packed|laden|filled|loaded|rigged)\s+with\s+explosives\b|"
            r"\b(?:bomb(?:ing|er|ers)?s?(?![- ](?:disposal|squad|threat|maker))|IEDs?|landmines?|"
            r"explosions?|exploded|explodes|"
            r"explosives?(?=[^.;]{0,30}\b(?:exploded|detonated|went off))|blasts?|detonated|blew "
            r"up|(?:ran|drove|run|driven) over (?:\w+ )?mines?|(?:hit|struck|"
            r"stepped on) a "
            r"(?:land)?mine|grenades?|blown up|improvised explosive device|went off)\b",
        ),
        (
            E.SHOOTING_OF_CIVILIANS,
            r"\b(?:open(?:ed|ing|s)? (?:\w+ ){0,2}fire|opened up (?:on|at)|fired at|shot at|"
            r"let loose|hail of bullets|aimed (?:at|fire)|(?:raked|sprayed|strafed|peppered|"
            r"riddled)(?=[^.;]{0,60}\b(?:fire|"
            r"gunfire|bullets?|rounds)\b)|fired|firing|shot|shoot|shooting|shots? (?:at|fired|"
            r"rang)|(?:by|under)\s+(?:(?:the|direct|heavy|live|indiscriminate)\s+){0,2}(?:fire|"
            r"bullets)|"
            r"gunned down|gunfire|sniper (?:fire|attack|shot))\b",
        ),
        (
            E.ARMED_CLASH,
            r"\b(?:clash(?:ed|es)?|gun ?battles?|gunfights?|firefights?|battled?|fighting|"
            r"massacre(?=\s+(?:took|happened|occurred|began))|"
            r"(?:destroyed|demolished|levelled|razed|flattened|burn(?:ed|t)\s+down)\s+(?:an?|the|two|"
            r"three|four|five|several|some|\d+)\s+(?:[\w-]+\s+){0,3}?(?:headquarters|houses?|homes?|"
            r"mosques?|schools?|posts?|camps?|bases?|hideouts?|huts?|buildings?|villages?|pick-?ups?|"
            r"vehicles?|trucks?|cars?|tankers?)|"
            r"skirmish(?:es)?|(?:intense |heavy )?fire exchanges?|crossfire|exchange[ds]? (?:of "
            r")?(?:gun)?fire|shoot-?outs?|"
            r"attack(?:ed|s|ing)?|storm(?:ed|s)|assault(?:ed|s)?|raid(?:ed|s)?|killed|kills|"
            r"killing|martyred|slain|died|dead|wounded|injured|los(?:t|es?) (?:their|his|her) "
            r"li(?:fe|"
            r"ves)|"
            r"losing (?:their|his) li(?:fe|ves)|(?:claimed|claiming|"
            r"cost)\s+(?:the\s+)?(?:\w+\s+){0,2}"
            r"lives|came under (?:\w+\s+){0,2}(?:fire|attack)|burst into|(?:taken|pulled|dragged|"
            r"forced|hauled|ordered) (?:off|from|out of) (?:the |an? |"
            r"their |two |three |several )?(?:\w+ )?(?:bus(?:es)?|coach(?:es)?|vehicles?|trucks?|"
            r"vans?|"
            r"cars?|trains?)|slaying of|bod(?:y|ies)\b[^.;]{0,50}\b(?:found|recovered|discovered)|"
            r"(?:found|discovered|came\s+(?:up)?on|stumbled\s+(?:up)?on)\s+(?:the\s+)?(?:[\w-]+\s+)"
            r"{0,3}(?:bod(?:y|ies)|corpses?)|"
            r"laid siege|besieged|overrun|overpower(?:ed|s)?|(?:took|seized) control of|overran|"
            r"exchanged fire|(?:shots|fire|gunfire|rounds)\s+(?:was|were)\s+exchanged|"
            r"traded (?:fire|shots)|lost\s+(?=(?:\w+\s+){1,3}?(?:men|soldiers?|guards?|troops|"
            r"personnel|members|fighters)\b)|bullet wounds?|hit by (?:\w+\s+)?(?:bullets?|"
            r"gunfire|shots)|embraced (?:martyrdom|shahadat)|executed|massacred|put to death|"
            r"(?:descended|swooped|pounced) (?:up)?on|(?:set|fell) upon|murder of|set alight|"
            r"ransacked|pelted|(?<=was )hurt|(?<=were )hurt|rammed|sprayed|riddled|"
            r"laid down (?:his|their) li(?:fe|ves)|found dead|met (?:his|their) deaths?|"
            r"roughed up|beat(?:en|ing)? up|thrashed|manhandled|tortured|harassed|stabbed|"
            r"assassinated|perished|targeted|target|hit|struck|encounter|beheaded|"
            r"shootings?|murdered|torched|set (?:fire|ablaze)|set\s+(?:[\w'-]+\s+){0,5}(?:ablaze|"
            r"on fire|alight)|sent to hell|operations?\s+(?:was|were)\s+(?:conducted|"
            r"carried out|launched)|(?:conducted|"
            r"carried out|launched) (?:an? )?(?:[\w/-]+ ){0,4}operation|eliminated|"
            r"neutrali[sz]ed|wiped out|annihilated|liquidated)\b",
        ),
        (
            E.ARREST_OR_SEIZURE,
            r"\b(?:arrest(?:ed|s|ing)?|detain(?:ed|s|ing)?|holds|held|nabbed|apprehended|rescued|"
            r"(?:gave|given)\s+(?:themselves|himself|itself)\s+up|surrendered(?=\s*(?:$|[,.;]|to\b|"
            r"without\b|after\b|when\b|and\b))|closed in on|"
            r"took\s+(?:charge|custody|possession)\s+of|(?:house|compound|hideout|farm|cave|den)\b"
            r"[^.;,]{0,40}\b(?:was|were)\s+(?:surrounded|raided|stormed|searched)|"
            r"(?:hostages?|captives?|abductees|(?:kidnapped|abducted|missing)\s+\w+|the\s+(?:two|three|"
            r"four|five|six|seven|eight|nine|ten|men|others))\s+(?:was|were|had been|have been)\s+"
            r"(?:found|located|traced|recovered)(?!\s+(?:dead|shot|lifeless|murdered|hanged|buried))|"
            r"rounded up|(?:discovered|unearthed|found|recovered|stumbled "
            r"upon)\s+(?:[\w,-]+\s+){0,6}?(?:caches?|"
            r"weapons?|arms|ammunition|explosives?|drugs?|opium|hashish|heroin|narcotics|rifles|"
            r"detonators)|"
            r"(?:stopped|intercepted|halted|confronted|trapped|surrounded|cornered|"
            r"engaged)\s+"
            r"(?:[\w-]+\s+){0,3}(?:teams?|cells?|gangs?|bands?|groups?|squads?|caravans?|"
            r"militants?|"
            r"terrorists?|infiltrators?|intruders?|gunm[ae]n|smugglers|traffickers)|foiled an? "
            r"(?:bid|attempt) to smuggle|"
            r"(?:disband(?:ed|s)?|dismantl(?:ed|es)?|smash(?:ed|es)?|bust(?:ed|s)?|br(?:oke|oken|"
            r"eaks?) up|"
            r"uncovered|destroyed|neutrali[sz]ed|disrupted|crushed)\s+(?:[\w-]+\s+){0,6}?(?:teams?|"
            r"cells?|"
            r"gangs?|rings?|bands?|networks?|groups?|squads?|caravans?)|seiz(?:ed|es|e|ing|ure of)|"
            r"confiscat(?:ed|es|ing)|"
            r"impounded|intercepted|busted|(?:boats?|vessels?|ships?|launch(?:es)?|trawlers?|"
            r"dhows?)\s+(?:was|were)\s+"
            r"(?:stopped|captured)|(?:took away|towed|hauled off|"
            r"escorted|stopped)(?=\s+(?:[\w-]+\s+){0,3}"
            r"(?:boats?|launch(?:es)?|trawlers?|vessels?|dhows?)\b)|"
            r"(?:led|towed|brought|escorted|taken|forced)\s+(?:\w+\s+){0,3}(?:in)?to\s+(?:port|"
            r"harbou?r)|t(?:ook|aken|"
            r"aking)\s+(?:[\w-]+\s+){0,6}(?:into|"
            r"in)\s+custody|towed away|hauled (?:away|off)|boarded|"
            r"caught(?!\s+(?:by\s+(?:an?|the)\s+(?:storm|flood|current|wave|landslide)|fire|up|in|by\s+surprise|off|alight|sight))|recovered|captured|"
            r"rounding up|capture of|arrests? of|detention of|"
            r"handcuffed|sei[sz]ing)\b",
        ),
        (
            E.BORDER_CLOSURE,
            r"\b(?:clos(?:ed|es|ing)|shut(?:s|ting)?|seal(?:ed|s|ing)|re-?open(?:ed|s)?|"
            rf"blocked|suspended|halted)\b[^.;]{{0,50}}\b(?:{_BORDER}|trade|traffic|"
            r"movement)\b|"
            r"\b(?:cross-?border|border|bilateral|mutual|Pak-?Iran|Iran-?Pakistan|Rahdari)\s+"
            r"(?:\w+\s+){0,2}(?:trade|traffic|movement|activit(?:y|"
            r"ies))\b(?![^.;]{0,60}\b(?:remain\w*|"
            r"stayed))[^.;]{0,70}\b(?:halted|suspended|stopped|resumed|restored)\b|"
            rf"\b{_BORDER}\b(?:(?!\b(?:after|when|while)\b)[^.;]){{0,60}}\b(?:closed|shut|sealed|"
            rf"re-?opened|opened again|suspended|"
            rf"closure)\b|\b(?:was|were|has been|have been)\s+(?:re-?opened|opened again)\b|"
            r"\b(?:it|they|both)\s+(?:was|were|had been|has been)\s+(?:shut|sealed|closed)\b|"
            r"\bthe\s+closure\b(?=\s+(?:on|since)\b)|"
            rf"\bclosure of\b[^.;]{{0,40}}\b{_BORDER}\b",
        ),
        (
            E.OTHER,
            rf"\b{_CROWD}\b(?:(?!\b(?:who|when|after|while|said|told|that)\b)[^.;]){{0,110}}?\s"
            rf"{_PROTEST}\b",
        ),
        (
            E.DIPLOMATIC,
            r"\b(?:met|meets)\b(?!\s+(?:death|resistance|(?:with\s+)?(?:the\s+)?(?:troops|soldiers|families|"
            r"relatives|heirs|injured|wounded|victims|villagers|survivors)\b))|"
            r"\bsat (?:down )?(?:together|with)\b|"
            r"\bconferred "
            r"with\b|\bheld\s+(?:their|its|a|the)\s+(?:[\w-]+\s+){0,3}meeting|\bhand(?:ed|"
            r"s)\s+(?:over\s+)?(?:the\s+|back\s+)*(?:bod(?:y|ies)|remains)\b|\b(?:held|holds|"
            r"hold)\s+(?:[\w-]+\s+){0,4}(?:talks|meetings?|negotiations|discussions)\b|"
            r"\b(?:flag|border|joint|bilateral|commission) "
            r"(?:[\w-]+\s+){0,2}meeting\b[^.;]{0,90}\b(?:held|took place|was|were)\b|"
            r"\bmeeting\b[^.;]{0,40}\b(?:was held|took place|in)\b|"
            r"\b(?:session|sitting|round of talks|conference)\b[^.;]{0,90}\b(?:(?:was|were) held|"
            r"took place|"
            r"concluded|ended)\b|"
            r"\btalks\b[^.;]{0,70}\b(?:were held|took place|in)\b|\bsummon(?:ed|s)\b|\bcalled "
            r"in\b[^.;]{0,30}\b(?:ambassador|charge|envoy)|"
            rf"\b{_ENVOYS}\b[^.;]{{0,20}}\b(?:was|were|been)\s+(?:\w+\s+)?called\s+in\b|"
            r"\b(?:protests?|demarches?|notes?|letters?)\b[^.;]{0,60}\b(?:was|were|been)\s+(?:lodged|"
            r"filed|registered|sent|handed|delivered|conveyed|made)\b|\bcalled\s+on\s+(?!.{0,90}\bto\b)"
            r"(?:[\w'-]+\s+){0,4}(?:ministers?|presidents?|chiefs?|secretar\w+|governors?|commanders?|"
            r"counterparts?|leaders?)\b|\b(?:paid|pays|paying)\s+(?:an?\s+)?(?:[\w-]+\s+){0,3}"
            r"(?:visit|call)\b|"
            r"\b(?:lodged|filed|registered|lodges|sent|handed|delivered|conveyed|made|"
            r"recorded)\s+(?:[\w-]+\s+){0,4}(?:protest|demarche|complaint|note)s?\b|"
            r"\bprotested\b|\b(?:t(?:ook|aken)\s+up|raised)\s+(?:(?:the|this|that|its|"
            r"their)\s+(?:\w+\s+){1,2})?"
            r"with\s+(?:the\s+)?(?:Iran|Pakistan|"
            r"Tehran|Islamabad|"
            r"ambassador|embassy|charge)|"
            r"\bhand(?:ed|s|ing)\s+(?:[\w,'-]+\s+){0,14}?(?:over|back)\b"
            r"(?!\s+to\s+(?:the\s+)?(?:[\w-]+\s+)?(?:judiciary|courts?|"
            r"prosecutors?|law|hospital|famil\w+|relatives|heirs))|\bhandover\b|\bg(?:ave|iven|"
            r"ives)\s+(?:over|back)\b|"
            r"\bhand(?:ed|s|ing)\s+(?:them\s+)?to\s+(?:the\s+)?(?:Iran|Tehran|Pakistan|"
            r"Islamabad|(?:other|neighbou?ring)\s)|"
            r"\bcalled\s+to\s+the\s+(?:[\w'-]+\s+){0,4}(?:office|ministry|secretariat)\b|"
            r"\brepatriat(?:ed|ion)\b|\bdeported\b|\bpushed\s+(?:\w+\s+){0,5}(?:back|across)\b|"
            r"\bsent\s+(?:back\s+)?home\b|\bset free\b|\b(?:was|were|been)\s+let\s+go\b|"
            r"\bput\s+ashore\b|\b(?:was|were|been)\s+(?:asked|told|called|required)\s+to\s+(?:come|"
            r"appear|report)\s+(?:to|at|before)\b|"
            r"\bwalked\s+free\b|\bregained\s+(?:their|his|her)\s+freedom\b|"
            r"\b(?:returned|came|arrived|got)\s+(?:back\s+)?home\b|"
            r"\bfreed\b(?!\s+in\s+an?\b)|\b(?:returned|sent\s+back)\s+(?!to\b)(?:[\w-]+\s+){0,4}?"
            r"(?:bod(?:y|ies)|guards?|men|policem[ae]n|personnel|soldiers?|prisoners?|nationals|fisherm[ae]n|deportees|migrants)\b|"
            r"\bagreed\s+(?:to|on|that)\b|\bsigned\b|\b(?:recalled|"
            r"withdrew|(?:called|pulled|brought)\s+(?:back|home|out))\s+(?:its|her|his|the|their)\s+"
            rf"(?:\w+\s+)?{_ENVOYS}\b|\b(?:called|ordered|summoned|brought|told|asked)\s+(?:its|the|"
            rf"his|her|their|an?|\w+'s)\s+(?:\w+\s+)?{_ENVOYS}\b[^.;]{{0,40}}?\s(?:home|back|to\s+"
            rf"leave|to\s+return)\b|\b{_ENVOYS}\b[^.;]{{0,50}}\b(?:was|were|been)\s+(?:given|handed|"
            r"served|presented\s+with)\s+(?:[\w-]+\s+){0,4}(?:note|protest|demarche|letter)\b|"
            r"\bexpelled\b|"
            r"\b(?:received|collected|took\s+(?:delivery|charge)\s+of)\s+(?:the\s+)?(?:bod(?:y|ies)|"
            r"remains|coffins?|prisoners|captives|deportees)\b[^.;]{0,80}\bfrom\b|"
            r"\b(?:telephoned|phoned|spoke by (?:tele)?phone|"
            r"telephone call)\b|"
            r"\bvisit(?:ed|s)?\s+(?:Tehran|Islamabad|Quetta|Zahedan|Taftan|Iran|Pakistan)\b|"
            r"\barrived in\b|\breleased\b(?!\s+(?:an?\s+|the\s+|its\s+|"
            r"their\s+)?(?:[\w-]+\s+){0,2}(?:video|statement|footage|pictures?|photos?|images?|"
            r"audio|names?|report|figures|clip|details|communiqu\w+))|"
            r"\bdelegation\b[^.;]{0,90}\b(?:visited|arrived|"
            r"met)\b",
        ),
    )
)
