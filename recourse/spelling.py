"""A text as it would stand in plain English: dialect, chat and worn-out spellings put into common ones. Pure.

The scores were fitted mostly on plain English. Whoever writes "ah cannae" or "ain't" must come as far with it.
"""

from __future__ import annotations

import re

_WORDS = """
# Scots and Ulster
ah'm=I'm ahm=I'm ah'll=I'll ah've=I've ah'd=I'd masel=myself masell=myself yer=your yersel=yourself
ye=you ye're=you're youse=you yous=you yis=you oor=our wir=our thae=those tae=to dae=do didnae=didn't
dinnae=don't dinna=don't disnae=doesn't doesnae=doesn't cannae=can't canna=can't couldnae=couldn't wouldnae=wouldn't
willnae=won't winnae=won't shouldnae=shouldn't wasnae=wasn't wisnae=wasn't isnae=isn't havenae=haven't hasnae=hasn't
hadnae=hadn't arenae=aren't werenae=weren't naebody=nobody naethin=nothing nuthin=nothing naewhere=nowhere
somebdy=somebody nae=no aye=yes wee=little gonnae=going_to gaunnae=going_to gaun=going gannin=going
goin=going wi=with fae=from frae=from aff=off oot=out aboot=about doon=down roond=round hoose=house heid=head
deid=dead weans=children wean=child bairn=child bairns=children lassie=girl laddie=boy telt=told tellt=told sellt=sold
gie=give gied=gave mair=more ony=any onybody=anybody onythin=anything awfy=very
awfu=awful whaur=where jist=just auld=old cauld=cold haud=hold twa=two
thegither=together thinkin=thinking wance=once
# the north of England
owt=anything nowt=nothing summat=something mesen=myself mesel=myself meself=myself
hissen=himself theirsen=themselves worra=what_a gerroff=get_off yersen=yourself
# American
ain't=isn't aint=isn't y'all=you yall=you finna=going_to gonna=going_to fixin=fixing tryna=trying_to
wanna=want_to gotta=have_to hafta=have_to oughta=ought_to gimme=give_me lemme=let_me dunno=don't_know kinda=kind_of
sorta=sort_of outta=out_of dem=them dat=that dis=this dey=they ima=I'm_going_to imma=I'm_going_to
i'ma=I'm_going_to i'mma=I'm_going_to cuz=because 'cause=because coz=because cos=because bc=because bruh=mate
nothin=nothing somethin=something anythin=anything everythin=everything em=them 'em=them til=until
# chat
u=you ur=your r=are pls=please plz=please thx=thanks msg=message
tmrw=tomorrow tmr=tomorrow tho=though
thru=through nite=tonight 2nite=tonight b4=before gr8=great cud=could wud=would shud=should wot=what
any1=anyone some1=someone acc=account prob=probably ppl=people rn=right_now idk=I_don't_know
""".strip()
_PLAIN = {
    word: plain.replace("_", " ")
    for line in _WORDS.splitlines()
    if not line.startswith("#")
    for word, _, plain in (each.partition("=") for each in line.split())
}
_STRAIGHT = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', 0xA0: " "}
_WORD = re.compile(r"(?<![\w@#-])'?[^\W\d_][\w]*(?:'[^\W\d_]+)*'?(?![\w@-])|(?<!\w)2nite\b")
_LONG = re.compile(r"([^\W\d_])\1{2,}")  # "sooo"
_FIXING = re.compile(r"\bfixing\s+to\b", re.IGNORECASE)
_GOING = re.compile(
    r"\b((?:work|pay|com|go|do|try|look|wait|talk|say|gett|tak|be|hav|kidd|jok|kill|dy|liv|cutt|hurt|call|tell"
    r"|ask|buy|send|sitt|runn|stay|think|feel|ly|mak|los|mess|driv|giv|us|start|hold|charg|phon|ring)in)\b(?!')",
    re.IGNORECASE,
)  # "workin"
_AH = re.compile(
    r"\b[Aa]h(?=\s+(?:am|wis|was|hae|have|dinn|cann|didn|can|could|cud|want|need|keep|jist|just|think|got)\b|\s+\w+nae\b)"
)
_MA = re.compile(
    r"\bma(?=\s+(?:own|life|house|hoose|money|phone|order|parcel|car|job|mum|mam|dad|wife|man|face|heid|head|bill"
    r"|account|card|name|heart)\b)|(?<=\bend )me(?=\s+life\b)|(?<=\blost )me(?=\s+job\b)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(I|you|we|they|y'all|yous)\s+ain'?t\b", re.IGNORECASE)
_THE = re.compile(r"\b([Tt])'(?=[a-z])")  # "t'heating"


def plain(text: str) -> str:
    """The text with its spellings made common; itself where they are."""
    found = _LONG.sub(r"\1\1", _THE.sub(lambda match: f"{match[1]}he ", straight(text)))
    found = _NOT.sub(lambda match: "I'm not" if match[1] in "Ii" else f"{match[1]} aren't", found)
    found = _MA.sub("my", _AH.sub("I", _GOING.sub(r"\1g", found)))
    return _FIXING.sub("going to", _WORD.sub(_common, found))


def straight(text: str) -> str:
    """The text with its quotes straight."""
    return text.translate(_STRAIGHT)


def _common(match: re.Match[str]) -> str:
    word = match[0]
    bare = word.strip("'").lower()
    found = _PLAIN.get(word.lower()) or _PLAIN.get(bare)
    if found is None and word.endswith("in'") and len(word) > 5:
        found = word[:-1] + "g"  # "workin'"
    if found is None:
        return word
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found[0].upper() + found[1:] if word.lstrip("'")[:1].isupper() else found
