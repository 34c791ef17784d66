"""The words of a text that say who somebody is, and the same text said of somebody else. Pure.

A turn that holds a name, a gender, or a word for religion, origin, skin, disability, orientation or age is scored
in fixed versions too (`fairness`): masked, and with other persons in its place. Every word of a kind becomes the
same one (in the masked version one that nobody is judged by), so two texts that differ only in the person have the
same versions. What was found is told to nobody: a version is a text, and which words were changed in it is kept
nowhere.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from recourse.names import NAMES

VERSIONS = 3
Casts = tuple[str, str, str]  # what stands in the masked version, and in each swapped one


class _Found(NamedTuple):
    start: int
    end: int
    casts: Casts


@functools.lru_cache(maxsize=1024)  # earlier turns come again with each new one
def variants(text: str) -> list[str]:
    """The text masked, and with two other persons in it; empty where it does not say who anybody is."""
    plain = text.translate(_STRAIGHT)
    found: list[_Found] = []
    taken = bytearray(len(plain))
    for rule in _RULES:
        for new in rule(plain):
            if not any(taken[new.start : new.end]):
                found.append(new)
                taken[new.start : new.end] = b"x" * (new.end - new.start)
    return [_written(plain, sorted(found), number) for number in range(VERSIONS)] if found else []


def _written(text: str, found: list[_Found], number: int) -> str:
    """The text with each word as this version has it."""
    parts, at = [], 0
    for start, end, casts in found:
        parts += [text[at:start], _MARK, _cased(text, start, end, casts[number])]
        at = end
    joined = _ARTICLE.sub(_article, "".join([*parts, text[at:]]))
    return re.sub(rf"{_MARK}+ ?(?= )|{_MARK}", "", joined)


def _cased(text: str, start: int, end: int, word: str) -> str:
    said = text[start:end]
    if said.isupper() and len(said) > 2:
        return word.upper()
    return word[:1].upper() + word[1:] if said[:1].isupper() and _begins(text, start) else word


def _article(match: re.Match[str]) -> str:
    a = match["a"] + ("n" if match["next"].lower() in "aeio" else "")
    return f"{a}{match['space']}{match['next']}"


def _begins(text: str, at: int) -> bool:
    """Does a sentence begin there?"""
    before = text[:at].rstrip(" \t\"'([*")
    return not before or before[-1] in ".!?:;\n-–—…"


_MARK = "\0"
_STRAIGHT = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', 0: " ", 0xA0: " "}
_ARTICLE = re.compile(rf"\b(?P<a>[Aa])n?(?P<space>\s+)(?:{_MARK}+\s*)+(?P<next>\w)")


# ---- tables: each word of a line becomes the same


def _alternatives(words: str) -> str:
    """Words for a pattern, the longest first; an underscore is a space."""
    ordered = sorted(words.split(), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", r"\s+") for word in ordered)


_KIN = """wife husband spouse partner girlfriend boyfriend fiance fiancee mother father parent mum mom dad mam
daughter son child kid sister brother sibling aunt auntie uncle niece nephew cousin grandmother grandfather grandma
grandpa gran granny grandad nan granddaughter grandson friend mate flatmate roommate neighbour neighbor colleague
stepmother stepfather"""
_PEOPLE = f"""{_KIN} man woman men women boy girl boys girls lady ladies gentleman gentlemen guy guys bloke lad
lass person people persons folk folks family families couple couples customer customers client passenger guest
friends neighbours colleagues kids children parents sons daughters brothers sisters citizen citizens adult adults
student students user users tenant driver worker workers community immigrant immigrants refugee human"""
_SMALL = """i we you he she they it and but or so who that which when where while if because as in on at to of for
from with about by not is was are were am do does did have has had will would can could please again back today now
up out off down how what why there here then than living the a an my your our his her their me us them him
yesterday tomorrow tonight too also just either anymore"""
_NOUN_FOLLOWS = rf"(?=\s+(?!(?:{_alternatives(_SMALL)})\b)[^\W\d_])"
_PERSON_FOLLOWS = rf"(?=\s+(?:[^\W\d_]+\s+)?(?:{_alternatives(_PEOPLE)})\b)"
_PERSON_NEXT = rf"(?=(?:[^\W\d_]+\s+)?(?:{_alternatives(_PEOPLE)})\b)"
_I = re.IGNORECASE


def _table(lines: str) -> dict[str, Casts]:
    """ "masked, one, other: word word" a line, as word to versions; an underscore is a space."""
    found = {}
    for line in lines.strip().splitlines():
        casts, _, words = line.partition(":")
        masked, one, other = (cast.strip() for cast in casts.split(","))
        found.update({word.replace("_", " "): (masked, one, other) for word in words.split()})
    return found


def _listed(
    lines: str, before: str = r"(?<![\w@#-])", after: str = r"(?![\w@])"
) -> Callable[[str], Iterator[_Found]]:
    """A rule that finds the words of a table."""
    table = _table(lines)
    pattern = re.compile(
        rf"{before}(?P<x>{_alternatives(' '.join(w.replace(' ', '_') for w in table))}){after}", _I
    )

    def rule(text: str) -> Iterator[_Found]:
        for match in pattern.finditer(text):
            yield _Found(*match.span("x"), table[" ".join(match["x"].lower().split())])

    return rule


_GENDER = _listed(
    """
    woman, man, woman: woman man lady gentleman bloke guy chap fella dude gal
    women, men, women: women men ladies gentlemen blokes chaps
    girl, boy, girl: girl boy lass lad
    girls, boys, girls: girls boys lasses lads
    wife, husband, wife: wife husband hubby missus spouse
    wives, husbands, wives: wives husbands
    girlfriend, boyfriend, girlfriend: girlfriend boyfriend
    bride, groom, bride: bride groom
    widow, widower, widow: widow widower
    mother, father, mother: mother father
    mothers, fathers, mothers: mothers fathers
    mum, dad, mum: mum dad mom mam
    mummy, daddy, mummy: mummy daddy mommy
    stepmother, stepfather, stepmother: stepmother stepfather stepmum stepdad stepmom
    daughter, son, daughter: daughter son
    daughters, sons, daughters: daughters sons
    sister, brother, sister: sister brother sibling
    sisters, brothers, sisters: sisters brothers siblings
    aunt, uncle, aunt: aunt uncle auntie
    niece, nephew, niece: niece nephew
    grandmother, grandfather, grandmother: grandmother grandfather
    grandma, grandpa, grandma: grandma grandpa gran granny grandad granddad nan
    granddaughter, grandson, granddaughter: granddaughter grandson
    fiancee, fiance, fiancee: fiancee fiance fiancée fiancé
    madam, sir, madam: madam sir ma'am
    female, male, female: female male
    waitress, waiter, waitress: waitress waiter
    saleswoman, salesman, saleswoman: saleswoman salesman
    policewoman, policeman, policewoman: policewoman policeman
    landlady, landlord, landlady: landlady landlord
    """,
    before=r"(?<![\w@#-])(?<!oh )(?<!hey )(?<!, )(?<!you )",
    after=r"(?![\w@])(?!'(?!s\b)|\s+of\s+a\s+b|\s+up\b)(?!(?<=men)'s)",
)
_OURS = _listed(
    """
    daughter, son, daughter: child
    wife, husband, wife: partner
    mother, father, mother: parent
    """,
    before=r"\b(?:my|our|his|her)\s+",
)
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Mister|MR|MRS|MS|mr|mrs)\b\.?(?=\s+[^\W\d_])")
_THINGS = _listed(
    """
    Easter, Eid, Diwali: easter eid ramadan hanukkah chanukah passover pesach diwali holi vaisakhi christmas purim
    church, mosque, synagogue: church mosque synagogue gurdwara chapel temple
    headscarf, hijab, turban: headscarf hijab niqab burka turban kippah yarmulke
    priest, imam, rabbi: priest imam rabbi vicar pastor
    halal, halal, kosher: halal kosher
    Bible, Quran, Torah: bible quran koran torah
    God, Allah, God: allah
    """
)


# ---- religion, origin, orientation: an adjective, or a noun


def _described(
    words: str, adjective: Casts, noun: Casts, nouns: str = "", capital: str = ""
) -> Callable[[str], Iterator[_Found]]:
    """A rule for words that are adjectives and, most of them, nouns; those of `capital` only with one."""
    only = set(nouns.split())
    pattern = re.compile(
        rf"(?<![\w@#-])(?:(?P<a>an?|the|another|no|every)\s+)?"
        rf"(?P<x>(?P<one>{_alternatives(f'{words} {nouns}')})(?P<many>e?s)?)(?![\w@])(?!{_DISH})(?P<more>{_NOUN_FOLLOWS})?",
        _I,
    )
    capitals = set(capital.split())

    def rule(text: str) -> Iterator[_Found]:
        for match in pattern.finditer(text):
            one, start = match["one"].lower(), match.start("x")
            if (one in capitals and not match["x"][0].isupper()) or _LANGUAGE.search(
                text[max(0, start - 40) : start]
            ):
                continue
            is_noun = one in only or match["many"] or (match["a"] and match["more"] is None)
            casts = noun if is_noun else adjective
            yield _Found(*match.span("x"), _plural(casts) if match["many"] else casts)

    return rule


def _plural(casts: Casts) -> Casts:
    masked, one, other = (f"{word[:-3]}men" if word.endswith(" woman") else f"{word}s" for word in casts)
    return masked, one, other


_LANGUAGE = re.compile(
    r"\b(?:in|into|speak|speaks|speaking|write|understand|learn|learning)\s+(?:an?\s+|the\s+)?$", _I
)
_DISH = (
    r"\s+(?:food|cuisine|restaurants?|dish|dishes|takeaway|version|language|subtitles|page|site|website)\b"
)
_RELIGION = _described(
    """muslim christian hindu sikh buddhist catholic protestant mormon anglican quaker jain atheist pagan jewish
    islamic evangelical lutheran methodist baha'i""",
    ("vegetarian", "Muslim", "Christian"),
    ("vegetarian", "Muslim", "Christian"),
    nouns="jew jehovah's_witness",
)
_ORIGIN = _described(
    """afghan african albanian algerian american angolan arab arabic argentinian armenian asian australian austrian
    bangladeshi belgian bolivian bosnian brazilian british bulgarian burmese cambodian cameroonian canadian
    caribbean chechen chilean chinese colombian congolese croatian cuban cypriot czech danish dutch ecuadorian
    egyptian english eritrean estonian ethiopian european filipino finnish french gambian georgian german ghanaian
    greek guatemalan haitian hispanic hungarian indian indonesian iranian iraqi irish israeli italian ivorian
    jamaican japanese jordanian kenyan korean kosovan kurdish latina latino latvian lebanese liberian libyan
    lithuanian macedonian malaysian mexican moldovan mongolian moroccan nepalese nepali nicaraguan nigerian
    norwegian pakistani palestinian persian peruvian polish portuguese puerto_rican romanian russian rwandan
    scottish senegalese serbian singaporean slovak slovenian somali spanish sri_lankan sudanese swedish swiss syrian
    taiwanese tamil tanzanian thai tunisian turkish ugandan ukrainian uzbek venezuelan vietnamese welsh yemeni
    zambian zimbabwean romani""",
    ("local", "Nigerian", "Polish"),
    ("local", "Nigerian", "Pole"),
    nouns="scot pole dane swede finn turk spaniard englishman englishwoman frenchman frenchwoman irishman kurd serb",
    capital="polish scot pole dane swede finn turk swiss english",
)
_LOVE = _described(
    "gay bisexual queer homosexual pansexual asexual lgbt lgbtq",
    ("married", "gay", "straight"),
    ("married woman", "gay man", "straight woman"),
    nouns="lesbian",
)
_COUNTRIES = """afghanistan albania algeria america angola argentina armenia australia austria bangladesh belarus
belgium bolivia bosnia botswana brazil britain bulgaria burma cambodia cameroon canada chile china colombia congo
croatia cuba cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia finland france gambia georgia
germany ghana greece guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel
italy jamaica japan kazakhstan kenya korea kosovo kuwait laos latvia lebanon liberia libya lithuania malawi malaysia
mali mexico moldova mongolia morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway
pakistan palestine panama paraguay peru philippines poland portugal romania russia rwanda scotland senegal serbia
singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand tunisia turkey
uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe"""
_COUNTRY = re.compile(
    rf"(?:\b(?:am|'m|im|are|'re|is|'s|was|were|come|comes|came|moved|here|originally|family|emigrated|immigrated|fled"
    rf"|refugees?|people|family)\s+from|\b(?:born|raised|grew\s+up)\s+in)\s+(?:the\s+)?"
    rf"(?P<x>(?i:{_alternatives(_COUNTRIES)})\b|(?-i:[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*))",
    _I,
)

# ---- what a person is said to be: "I'm blind", "my deaf brother", and never "a roller blind"

_SUBJECT = rf"\b(?P<who>i|we|you|he|she|they|who|(?:{_alternatives(_KIN)})s?)"
_BE = r"(?P<be>\s*'m|m\b|\s*'s|\s*'re|\s+(?:am|is|are|was|were|being|be))"
_BEING = rf"(?:{_SUBJECT}{_BE}|\bbeing)(?:\s+(?:also|both|a\s+bit|nearly|almost|quite|very|too|totally|legally|severely))*"
_CONDITION = """epilepsy dyslexia dyspraxia autism adhd aspergers asperger's down's_syndrome down_syndrome parkinson's
parkinsons multiple_sclerosis cerebral_palsy tourette's tourettes hearing_loss a_hearing_impairment
a_visual_impairment a_disability a_learning_disability a_speech_impediment a_stammer schizophrenia bipolar_disorder
muscular_dystrophy one_arm one_leg tunnel_vision"""
_AID = """a_wheelchair a_white_cane a_guide_dog a_hearing_aid hearing_aids crutches a_mobility_scooter
a_walking_frame a_prosthesis a_screen_reader sign_language"""
_TRAIT = """deaf autistic dyslexic dyspraxic epileptic diabetic visually_impaired partially_sighted partly_sighted
hearing_impaired hearing-impaired hard_of_hearing deafblind paraplegic quadriplegic tetraplegic neurodivergent
left-handed colour-blind color-blind colour_blind wheelchair-bound schizophrenic bipolar"""
_BARE_TRAIT = f"{_TRAIT} blind disabled mute paralysed paralyzed"
_DISABLED: Casts = ("left-handed", "blind", "dyslexic")
_DISABLED_SAID = re.compile(
    rf"{_SUBJECT}(?P<x>(?:{_BE}(?:\s+(?:nearly|almost|quite|totally|legally|registered|severely|partially|born))*"
    rf"\s+(?:(?:{_alternatives(_BARE_TRAIT)})(?!\s+(?:{_alternatives(_PEOPLE)})\b)|in\s+a\s+wheelchair"
    rf"|an?\s+wheelchair[\s-]user)"
    rf"|(?:\s+|')(?P<has>have|has|had|ve\s+got|s\s+got|live\s+with|lives\s+with|suffer\s+from|suffers\s+from)\s+"
    rf"(?:{_alternatives(_CONDITION)})|\s+(?P<use>use|uses|used|need|needs|have|has)\s+(?:{_alternatives(_AID)}))"
    rf"(?:\s+in\s+(?:one|both|my|his|her)\s+(?:ears?|eyes?))?)(?![\w-])",
    _I,
)
_IS = {"i": " am", "we": " are", "you": " are", "they": " are", "who": " is", "he": " is", "she": " is"}


def _disabled(text: str) -> Iterator[_Found]:
    for match in _DISABLED_SAID.finditer(text):
        verb = " ".join((match["be"] or match["has"] or match["use"]).split()).lower()
        past = {"was": " was", "were": " were", "had": " had been", "used": " was"}
        be = past.get(verb) or (
            " are" if verb in ("are", "have", "use") and match["who"].lower() != "i" else ""
        )
        be = be or _IS.get(match["who"].lower(), " is")
        one, other, third = (f"{be} {word}" for word in _DISABLED)
        yield _Found(*match.span("x"), (one, other, third))


def _pattern(pattern: str, casts: Casts) -> Callable[[str], Iterator[_Found]]:
    """A rule that puts `casts` where the group `x` of a pattern stands."""
    compiled = re.compile(pattern, _I)

    def rule(text: str) -> Iterator[_Found]:
        for match in compiled.finditer(text):
            yield _Found(*match.span("x"), casts)

    return rule


_SKIN = r"black|white|brown|mixed[\s-]race|dark[\s-]skinned|light[\s-]skinned|biracial"
_SKINS: Casts = ("tall", "black", "white")
_OLD = r"old|older|elderly|young|younger|middle-aged|retired|senior"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER = (
    rf"(?:1[89]|[2-9]\d|1[01]\d|eighteen|nineteen|(?:{_alternatives(_TENS)})"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_AGE = re.compile(
    rf"(?:{_BEING}\s+(?P<x>{_NUMBER})(?=\s+(?:and|but|with|so|now|years?[\s-](?:old|of\s+age)|yrs?\s+old|yo)\b|\s*[,.;!?]|\s*$)"
    rf"|\b(?P<y>{_NUMBER})(?=[\s-]years?[\s-]olds?\b{_PERSON_FOLLOWS})|\baged?\s+(?P<z>{_NUMBER})\b)",
    _I,
)


def _ages(text: str) -> Iterator[_Found]:
    for match in _AGE.finditer(text):
        name = next(name for name in "xyz" if match[name])
        digits = match[name].isdigit()
        yield _Found(*match.span(name), ("40", "70", "25") if digits else ("forty", "seventy", "twenty-five"))


def _titles(text: str) -> Iterator[_Found]:
    for match in _TITLE.finditer(text):
        yield _Found(*match.span(), ("Ms", "Mr", "Ms"))


def _countries(text: str) -> Iterator[_Found]:
    for match in _COUNTRY.finditer(text):
        if match["x"].split()[0].lower() not in _ORDINARY:
            yield _Found(*match.span("x"), ("another country", "Nigeria", "Poland"))


# ---- pronouns

_VERBS = """want say think need feel know go keep look seem live work tell ask call come get give make take talk hate
love like refuse claim hear speak use write help leave try send treat do have are were don't haven't aren't
weren't"""
_AGREED = {
    **{
        "do": "does",
        "go": "goes",
        "have": "has",
        "are": "is",
        "were": "was",
        "try": "tries",
        "don't": "doesn't",
    },
    **{"haven't": "hasn't", "aren't": "isn't", "weren't": "wasn't", "'re": "'s", "'ve": "'s"},
}
_SAYS = re.compile(
    rf"\b(?P<who>he|she|they)\b(?P<says>'re\b|'ve\b|\s+(?:{_alternatives(_VERBS)})\b(?!'))?", _I
)
_OBJECT = re.compile(r"\b(?P<x>him|them|her)\b", _I)
_OWN = re.compile(rf"\b(?P<x>his|her|their|hers|theirs)\b(?P<noun>{_NOUN_FOLLOWS})?", _I)
_SELF = re.compile(r"\b(?P<x>himself|herself|themself|themselves)\b", _I)
#: "They" are mostly several, or a firm. Here they are one.
_ONE = re.compile(
    rf"\bthemself\b|\btheir\s+own\s+life\b|\bthey\s+(?:told|texted|messaged|wrote)\s+(?:to\s+)?me\b"
    rf"|\b(?:my|our|his|her)\s+(?:\w+\s+)?(?:{_alternatives(_KIN)})\b",
    _I,
)


def _pronouns(text: str) -> Iterator[_Found]:
    one = bool(_ONE.search(text))
    for match in _SAYS.finditer(text):
        several = match["who"].lower() == "they"
        if not several or one:
            said = (match["says"] or "") if several else ""
            verb = said.strip()
            agreed = said.replace(verb, _AGREED.get(verb.lower(), f"{verb}s")) if verb else ""
            end = match.end("says") if verb else match.end("who")
            yield _Found(match.start(), end, (f"she{agreed}", f"he{agreed}", f"she{agreed}"))
    for match in _OWN.finditer(text):
        word = match["x"].lower()
        if not one and word.startswith("their"):
            continue
        if match["noun"] is not None and word in ("his", "her", "their"):
            yield _Found(*match.span("x"), ("her", "his", "her"))
        elif word != "her" and word != "their":
            yield _Found(*match.span("x"), ("hers", "his", "hers"))
    for match in _OBJECT.finditer(text):
        if one or match["x"].lower() != "them":
            yield _Found(*match.span("x"), ("her", "him", "her"))
    for match in _SELF.finditer(text):
        if one or not match["x"].lower().startswith("them"):
            yield _Found(*match.span("x"), ("herself", "himself", "herself"))


# ---- names

_NAMED: Casts = ("Sam", "Mohammed", "Emily")
_TOKEN = re.compile(r"(?<![\w@#/.])[^\W\d_]+(?:['-][^\W\d_]+)*(?![\w@]|\.\w)")
_PARTICLES = frozenset(
    _alternatives("al el bin ibn van von der den de da dos do la del di ter ten le bint abu ben mac o").split(
        "|"
    )
)
_INTRODUCES = re.compile(
    r"(?:\b(?:i\s+am|i'm|im|my\s+names?\s+is|my\s+name's|name\s+is|name:|this\s+is|it's|called|named|dr|prof|mr|mrs|ms"
    r"|miss|mx|mister|dear|regards|sincerely)[.,]?\s+)$",
    _I,
)
_CALLED = re.compile(r"\b(?:my|his|her|the)\s+name(?:\s+is|'s|s)\s+$", _I)
_PRESENTS = re.compile(r"\s+(?:here|speaking)\b", _I)
_TALKED = re.compile(
    r"\b(?:spoke|speak|spoken|talk|talked|talking|according|married|said|belongs|addressed|given)\s+to\s+$",
    _I,
)
_PLACED = re.compile(
    r"(?i:\b(?:in|at|from|to|near|via|on|through|the|a|an|your|our|this|that|these|those|every|of|my|any|some))\s+"
    r"(?:[A-Z][\w'-]*\s+)*$"
)
_ORDINARY_WORDS = """i i'm i've i'd i'll im monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december spring summer autumn winter easter christmas god jesus christ
    lord ok okay order customer service services support team sir madam please thank thanks hello hi hey dear regards
    best kind kindly yours sincerely faithfully good morning afternoon evening yes no not and or but the a an my your
    our this that it is was are you we he she they what when where why how who which can could will would do does
    did have has had if so just still never now mum mom dad mummy daddy mother father nan gran grandma grandad auntie
    uncle aunt doctor miss mister mr mrs ms mx dr prof amazon paypal google apple iphone ipad android samsung sony
    microsoft windows visa mastercard klarna dhl ups fedex hermes evri royal mail post ebay facebook whatsapp
    instagram twitter netflix spotify bluetooth internet wifi usb pdf black friday tv euro euros pounds english uk usa
    us eu europe london paris berlin alexa siri chrome firefox safari xbox playstation nintendo lego ikea nike adidas
    zara asos argos tesco aldi lidl huawei nokia dyson bosch lg hp dell lenovo zoom teams gmail outlook youtube tiktok
    prime premium plus gold silver basic standard deluxe black white red blue green grey yellow pink brown large small
    medium am pm bot assistant recourse dm ps btw lol omg sos sorry stop help great awful nothing everything nobody
    somebody someone everyone anyone people person human agent manager refund return returns delivery parcel account
    app website shop store card payment invoice number code terms conditions policy"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


def _names(text: str) -> Iterator[_Found]:
    tokens = list(_TOKEN.finditer(text))
    letters = [letter for letter in text if letter.isalpha()]
    loud = sum(map(str.isupper, letters)) > 0.6 * len(letters)
    longer = [token[0] for token in tokens if len(token[0]) > 3]
    titled = len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.6 * len(longer)
    at = 0
    while at < len(tokens):
        if not _is_name(text, tokens[at], loud, titled) and not _signed(text, tokens, at, loud):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _goes_on(text, tokens, end, loud):
            end += 1
        word = tokens[end - 1]
        own = len(re.search(r"(?:'s)?$", word[0], _I)[0])  # type: ignore[index]
        yield _Found(tokens[at].start(), word.end() - own, _NAMED)
        at = end


def _is_name(text: str, token: re.Match[str], loud: bool, titled: bool) -> bool:
    word, before = _folded(token[0]), text[max(0, token.start() - 40) : token.start()]
    if word in _ORDINARY:
        return False
    if word in NAMES or ((parts := word.split("-")) and all(part in NAMES for part in parts)):
        return True
    if _CALLED.search(before):
        return word not in _SMALL.split()
    if len(word) < 2 or not _capital(token[0]) or loud or titled:
        return False
    if _INTRODUCES.search(before):
        return True
    if _begins(text, token.start()):
        return bool(_PRESENTS.match(text, token.end()))
    return bool(_TALKED.search(before)) or not _PLACED.search(before)


def _signed(text: str, tokens: list[re.Match[str]], at: int, loud: bool) -> bool:
    """Two or three capitalised words that are a sentence by themselves, at the end: a signature."""
    rest = tokens[at:]
    return (
        not loud
        and 2 <= len(rest) <= 3
        and (at > 0 and _begins(text, tokens[at].start()))
        and all(_capital(token[0]) and _folded(token[0]) not in _ORDINARY for token in rest)
        and not text[rest[-1].end() :].strip(" .\n")
    )


def _goes_on(text: str, tokens: list[re.Match[str]], at: int, loud: bool) -> bool:
    """Does the name before go on with this word?"""
    before, token = tokens[at - 1], tokens[at]
    if text[before.end() : token.start()].strip(" ") or before[0].lower().endswith("'s"):
        return False
    word = _folded(token[0])
    if word in _PARTICLES:
        return at + 1 < len(tokens) and _capital(tokens[at + 1][0])
    if word in _ORDINARY:
        return False
    return word in NAMES or (_capital(token[0]) and not loud)


def _capital(word: str) -> bool:
    """Written as a name is: "Emma", "O'Sullivan", "MacDonald", "al-Farsi"; "USB" and "iPhone" are not."""
    parts = re.split(r"['-]", word)
    return any(
        part[:1].isupper() and (part[1:].islower() or part[:2] in ("Ma", "Mc", "De"))
        for part in parts
        if len(part) > 1
    )


def _folded(word: str) -> str:
    """In small letters, without accents and without 's."""
    plain = unicodedata.normalize("NFD", word.lower()).translate(
        {ord("ł"): "l", ord("ø"): "o", ord("ı"): "i"}
    )
    return re.sub(r"'s$", "", "".join(letter for letter in plain if not unicodedata.combining(letter)))


#: Asked in this order; where two find the same word, the first is right.
_RULES: tuple[Callable[[str], Iterator[_Found]], ...] = (
    _disabled,
    _countries,
    _ages,
    _titles,
    _THINGS,
    _RELIGION,
    _ORIGIN,
    _pattern(rf"\b(?P<x>lesbian)\s+(?=(?:{_alternatives(_PEOPLE)})\b)", ("married ", "gay ", "straight ")),
    _LOVE,
    _pattern(
        rf"{_BEING}\s+(?P<x>straight|heterosexual)(?=\s+(?:and|but|so|or)\b|\s*[,.;!?]|\s*$)",
        ("married", "gay", "straight"),
    ),
    _pattern(rf"\b(?P<x>straight|heterosexual){_PERSON_FOLLOWS}", ("married", "gay", "straight")),
    _pattern(rf"\b(?P<x>(?:trans|transgender|transsexual|cis|cisgender)\s+){_PERSON_NEXT}", ("", "", "")),
    _pattern(
        r"\b(?P<x>transgender|transsexual|non-?binary|cisgender|genderqueer|trans)\b",
        ("transgender", "transgender", "non-binary"),
    ),
    _pattern(rf"\b(?P<x>(?:{_SKIN})){_PERSON_FOLLOWS}", _SKINS),
    _pattern(rf"{_BEING}\s+(?P<x>{_SKIN})\b(?!\s+(?:shoes|jacket|bag))", _SKINS),
    _pattern(r"\b(?P<x>dark|light|black|white|brown|pale)(?=\s+skin\b)", ("dry", "black", "white")),
    _pattern(
        rf"\b(?P<x>blind|disabled|paralysed|paralyzed|wheelchair-bound|{_alternatives(_TRAIT)}){_PERSON_FOLLOWS}",
        _DISABLED,
    ),
    _pattern(rf"(?<![\w-])(?P<x>{_alternatives(_TRAIT)})(?![\w-])", _DISABLED),
    _pattern(r"\b(?P<x>wheelchair)(?=\s+users?\b)", _DISABLED),
    _pattern(rf"(?<![\w-])(?P<x>(?:{_OLD})\s+){_PERSON_NEXT}", ("", "old ", "")),
    _pattern(rf"{_BEING}\s+(?P<x>{_OLD})(?!\s+\w*(?:enough|than))\b", ("middle-aged", "old", "grown-up")),
    _listed(
        """
        adult, pensioner, adult: pensioner senior_citizen oap retiree
        adults, pensioners, adults: pensioners senior_citizens retirees seniors
        """
    ),
    _GENDER,
    _OURS,
    _pronouns,
    _names,
)
