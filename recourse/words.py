"""What must be understood without any model: the last net, in the Rasa process itself.

Kept narrow on purpose. The scorer and the NLU understand far more; these phrases only have to work
when both are gone.
"""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
CRISIS = re.compile(
    r"""\b(
    kill(ing)?\s+my\s?self | (please|just|someone|somebody)\s+kill\s+me\b | take\s+my\s+own\s+life
    | end(ing)?\s+(my\s+(own\s+)?life | it\s+all) | suicid\w*
    | (want(ed)?\s+to | wanna | wish\s+(to | i\s+(was|were|could)))\s+(just\s+)?(be\s+)?(die|dead)\b
    | rather\s+(be\s+dead\b | die\b(?!\s+than)) | i('?m|\s+am)\s+(just\s+)?(going\s+to|gonna)\s+die\b
    | (hurt|harm|cut)(ing|ting)?\s+my\s?self
    | (don'?t|do\s+not|no\s+longer)\s+(want\s+to|wanna)\s+(live|be\s+alive)
    )""",
    _FLAGS,
)
#: Somebody who says that they will not. "I don't want to hurt myself" is no such thing: it asks for help.
NOT_CRISIS = re.compile(
    r"""\b(not\s+going\s+to | not\s+gonna | will\s+not | won'?t | (would\s+|will\s+)?never)
    \s+(ever\s+)?(kill|hurt|harm|cut)\s+my\s?self""",
    _FLAGS,
)
_A = r"((a|an|the|any|some|your|ur|one\s+of\s+your)\s+)?((real|actual|live|human)\s+)?"
_PERSON = (
    r"(human|person|agent|operator|representative|rep|supervisor|manager|advisor|adviser|colleagues?|employee"
    r"|member\s+of\s+staff|boss|superior)"
)
_ALONE = r"(?!['-]|\s+(error|fee|sample|number|name|account|resources)s?\b)\b"  # "the agent fee" is no agent
_ANYONE = rf"({_PERSON}{_ALONE}|people|somebody|someone)\b"
_GAP = r"((?!\b(about|because|regarding)\b)[^.?!]){0,30}?"
ASKS_HUMAN = re.compile(
    rf"""\b(
    (speak|talk|chat)\b{_GAP}\b(to|with)\b{_GAP}\b{_ANYONE}
    | (connect|transfer|put|pass|hand)\s+(me|us)\b{_GAP}\b(to|with|through|over)\b{_GAP}\b{_ANYONE}
    | (transfer|pass|hand|forward|escalate)\b(\s+(this|it)\b)?{_GAP}\bto\s+{_A}{_PERSON}{_ALONE}
    | (get|fetch|find|want|need|give\s+me|(would|'d)\s+(like|rather\s+have))\s+(me\s+)?{_A}{_PERSON}{_ALONE}
    | (get|fetch|find|give)\s+me\s+(someone|somebody)\b
    | (want|need|(would|'d)\s+like)\s+(someone|somebody)\s+(real\b|human\b|to\s+(help|talk|speak|call|look|answer)\b)
    | {_ANYONE}\s+(that\s+|who\s+)?(i|we)\s+can\s+(talk|speak|chat)\b
    | can\s+{_A}{_PERSON}\s+(help|look|call|answer|take)\b
    | ^\W*(please\s+|just\s+)*(put\s+me\s+through|transfer\s+me|connect\s+me)\b(?!\s+(because|after|since))
    | (can|could)\s+(someone|somebody|anybody|anyone)\s+(please\s+)?(call|ring|phone)\s+me\b | have\s+someone\s+call\s+me\b
    | please\s+(call|ring)\s+me(\s+back)?\W*$
    | is\s+there\s+(anyone|anybody|someone|{_A}{_PERSON})\s+(real|human|alive|there|here)\b
    | (don'?t|do\s+not|refuse\s+to|won'?t)\s+(want\s+to\s+)?(talk|speak|chat)\s+(to|with)\s+(a\s+|an\s+|the\s+)?
      (robot|bot|machine|computer)s?\b
    | (no\s+(more\s+)?|not\s+(a\s+)?)(bots?|robots?)\W+{_A}{_PERSON}{_ALONE}
    | (prefer|demand|insist\s+on|request|asked?\s+for)\s+{_A}{_PERSON}{_ALONE} | gimme\s+{_A}{_PERSON}{_ALONE}
    | can\s+i\s+have\s+{_A}{_PERSON}{_ALONE} | a\s+person\s+should\s+take\s+over
    ) | [,.!]\s*{_A}(human|person)(\s+please)?\W*$ | ^\W*(customer\s+(service|care|support)|live\s+chat)(\s+please)?\W*$ | ^\W*{_A}{_PERSON}([\s,]+(being|please|pls|now))*\W*$""",
    _FLAGS,
)
NOT_ASKS_HUMAN = re.compile(
    rf"""\b(
    (don'?t|do\s+not|didn'?t|did\s+not|no\s+longer|never)\s+(really\s+)?(want|need|wish|ask(ed)?\s+for)\s+
      (to\s+(speak|talk|chat)\s+(to|with)\s+)?{_A}{_ANYONE}
    | (don'?t|do\s+not)\s+(give|fetch|get|connect|pass|put|transfer|hand)\b[^.?!]{{0,25}}?\b{_ANYONE}
    | rather\s+(not\s+)?(talk|speak)\s+(to|with)\s+(you\b[^.?!]{{0,25}}|{_A}{_PERSON})
    | (talk|speak)\s+(to|with)\s+(you|the\s+bot)\W+not\s+{_A}{_PERSON}
    | (why(?!\s+(don'?t|can'?t|won'?t|not)\b)|what\s+made\s+you|how\s+long\s+(before|until)|when)\b[^.?!]{{0,40}}?\b{_ANYONE}
    | (share|show(ing)?)\b[^.?!]{{0,30}}?\b(to|with)\s+{_A}{_PERSON} | pass\s+(on|this\s+message|it)\b[^.?!]{{0,20}}?\bto\s+{_A}{_PERSON}
    | can\s+{_A}{_PERSON}\s+(look\s+at|see|read)\s+(our|the|my|this)\s+(chat|conversation)
    )""",
    _FLAGS,
)
#: The same in the other languages that Recourse speaks; kept as narrow.
CRISIS_ELSEWHERE = re.compile(
    r"""\b(
    # German
    (will|möchte|moechte|wollte)\s+(einfach\s+)?(nur\s+)?(noch\s+)?sterben\b
    | (will|möchte|moechte|kann)\s+(einfach\s+)?(nicht\s+mehr|nimmer)\s+(leben|da\s+sein|aufwachen)\b
    | bringe?\s+mich\s+(um|heute\s+um)\b(?!\s+\w+\s+uhr) | mich\s+um(zu)?bringen\b | mir\s+(das|mein)\s+leben\s+(zu\s+)?nehmen
    | (nehme?|nehm)\s+mir\s+das\s+leben | (mein|das)\s+leben\s+beenden | suizid\w* | selbstmord\w*
    | (verletze|ritze|schneide)\s+mich\b | mich\s+(selbst\s+)?(verletzen|ritzen)\b | wäre\s+(lieber\s+)?tot\b
    # Spanish
    | (quiero|quisiera)\s+morir(me)?\b | (no\s+quiero|ya\s+no\s+quiero)\s+(seguir\s+)?(vivir|viviendo)\b
    | (quiero|voy\s+a|pienso)\s+(matarme|suicidarme|quitarme\s+la\s+vida) | suicid(io|arme|arse|a)\b
    | (me\s+voy\s+a|me\s+quiero)\s+(matar|suicidar|morir) | acabar\s+con\s+(mi\s+vida|todo) | quitarme\s+la\s+vida
    | (hacerme|me\s+hago)\s+daño\b | cortarme\s+(las\s+venas|los\s+brazos) | ojalá\s+estuviera\s+muert[oa]
    # French
    | (veux|voudrais|vais)\s+(juste\s+)?(mourir|en\s+finir(?!\s+avec\s+(cette|ce|cet|ces|votre|vos)\b)|me\s+tuer|me\s+suicider)\b
    | (veux|peux)\s+(plus|pas)\s+(continuer\s+à\s+)?vivre\b | plus\s+envie\s+de\s+vivre\b | mettre\s+fin\s+à\s+(mes\s+jours|ma\s+vie)
    | suicid(e|aire|er)\b | me\s+(faire\s+du\s+mal|mutiler|scarifier)\b | préférerais\s+être\s+mort
    # Portuguese
    | (quero|queria)\s+morrer\b | (não|nao)\s+quero\s+(mais\s+)?(viver|continuar\s+a\s+viver|estar\s+viv[oa])\b
    | (quero|vou|penso\s+em)\s+(me\s+)?(matar(-me)?|suicidar(-me)?)\b | vou\s+acabar\s+com\s+(a\s+minha\s+vida|tudo)
    | (acabar|pôr\s+fim)\s+(com\s+)?(à\s+|a\s+)?minha\s+vida | tirar\s+a\s+(minha\s+)?(própria\s+)?vida
    | suic[ií]d(io|ar|a)\b | (me\s+magoar|magoar-me|me\s+machucar|me\s+cortar|cortar-me)\b
    )""",
    _FLAGS,
)
ASKS_HUMAN_ELSEWHERE = re.compile(
    r"""\b(
    # German
    (mit|zu)\s+(einem|einer|dem|der|nem|ner)\s+(echten\s+|richtigen\s+)?(mensch(en)?|person|mitarbeiter(in)?|berater(in)?)\b
      (?!\s+(gesprochen|geredet|geschrieben|telefoniert|gechattet|war|hat|hatte|ist)\b)
    | (mensch(en)?|mitarbeiter(in)?|person)\s+(sprechen|reden|schreiben|bitte)\b | mit\s+jemande?m\s+(sprechen|reden|schreiben)
    | (will|möchte|brauche|hätte\s+gern(e)?)\s+(bitte\s+)?(einen?\s+)?(echten\s+)?(menschen|mitarbeiter(in)?|person|berater(in)?)\b
    # Spanish
    | hablar\s+con\s+(una?\s+)?(persona|humano|agente|alguien|operador(a)?|representante)\b
    | (quiero|necesito|pásame|paseme|páseme|póngame|ponme)\s+(con\s+)?(una?\s+)?(persona|humano|agente|operador(a)?)\b
    # French
    | (parler|discuter|échanger)\s+(à|avec)\s+(un(e)?\s+)?(vraie?\s+)?(personne|humain|agent|conseill(er|ère)|quelqu'un|opérateur)\b
    | (veux|voudrais|besoin\s+d'|passez-moi)\s*(un(e)?\s+)?(vraie?\s+)?(personne|humain|agent|conseill(er|ère)|quelqu'un)\b
    # Portuguese
    | (falar|conversar)\s+com\s+(uma?\s+)?(pessoa|humano|agente|atendente|algu[eé]m|operador(a)?)\b
    | (quero|preciso\s+de|passe-me\s+a)\s+(uma?\s+)?(pessoa|humano|agente|atendente|operador(a)?)\b
    ) | ^\W*((einen?\s+)?(mensch(en)?|mitarbeiter(in)?|berater(in)?)|(una\s+)?persona|(um?n?\s+)?(humano|agente)
      |(une?\s+)?(humain|conseill(er|ère))|(uma\s+)?pessoa|(um\s+)?atendente)
      ([\s,]+(bitte|por\s+favor|s'il\s+vous\s+pla[iî]t|svp))?\W*$""",
    _FLAGS,
)
NOT_ASKS_HUMAN_ELSEWHERE = re.compile(
    r"""\b(
    (will|möchte|mag|brauche)\s+(bitte\s+|jetzt\s+)?(nicht\s+(mit|zu)\s+(\w+\s+){0,2}|kein(en|e)?\s+)
      (mensch(en)?|person|mitarbeiter(in)?|berater(in)?|jemande?m?)(\s+(sprechen|reden|schreiben))?
    | no\s+(quiero|necesito|quisiera)\s+(hablar\s+con\s+)?(una?\s+)?(persona|humano|agente|alguien|operador(a)?)
    | (ne\s+|n')(veux|voudrais|ai)\s+pas\s+(besoin\s+)?((parler|discuter)\s+(à|avec)\s+)?(d'|de\s+)?(un(e)?\s+)?
      (vraie?\s+)?(personne|humain|agent|conseill(er|ère)|quelqu'un)
    | n[ãa]o\s+(quero|preciso\s+de)\s+((falar|conversar)\s+com\s+)?(uma?\s+)?(pessoa|humano|agente|atendente|algu[eé]m)
    )\b""",
    _FLAGS,
)
ASKS_HUMAN_COMMAND = "/human"
NEGATES = re.compile(
    r"\b(no|not|never|won'?t|don'?t|do\s+not|\w+n't|nicht|kein\w*|nein|nie|ni|nunca|jamais|pas|non|n[aã]o|nem)\b",
    re.IGNORECASE,
)
#: Negations that speak for leaving.
NO_MATTER = re.compile(
    r"\b(never\s?mind|no\s+longer|(no|not)\s+need\b|(don'?t|do\s+not)\s+(need|want)\s+(a|the|any|to\s+(talk|speak|wait))\b[^.?!]{0,40}"
    r"|won'?t\s+wait|not\s+necessary|nicht\s+mehr\s+(nötig|warten)|ya\s+no\s+(hace\s+falta|quiero)|plus\s+besoin"
    r"|n[aã]o\s+(preciso|é\s+preciso)\s+mais|já\s+n[aã]o)",
    re.IGNORECASE,
)
THANKS_FOR_NOTHING = re.compile(
    r"\b(thanks?(\s+you)?\s+(so\s+much\s+)?for\s+nothing|(great|brilliant|fantastic|super|wonderful|lovely|perfect),?\s+(just\s+)?"
    r"(thanks\s+a\s+lot|thank\s+you\s+very\s+much)|thanks\s+for\s+(ruin|wast|los|break|ignor)\w+"
    r"|danke\s+für\s+(gar\s+)?nichts|na\s+toll|gracias\s+por\s+nada|merci\s+pour\s+rien|obrigad[oa]\s+por\s+nada)",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(great|brilliant|fantastic|wonderful|awesome|bravo|wow|best|excellent|perfect|well\s+done|congratulations|thanks?"
    r"|super|toll|klasse|genial|magnifique|merci|gracias|ótimo|obrigad[oa]|danke)\b",
    re.IGNORECASE,
)
WENT_WRONG = re.compile(
    r"\b(another\s+delay|late|delay(ed)?|still\s+(no|not|waiting)|useless|lost|wrong|broken|worst|weeks?\s+(late|now)|surprise"
    r"|verspätet|kaputt|falsch|retras\w+|tarde|roto|retard|perdu|cassé|atras\w+|partid[oa])\b",
    re.IGNORECASE,
)
AGREES = re.compile(
    r"\s*(yes|yeah|yep|yup|sure|ok(ay)?|please( do)?|go ahead|that would be (good|great|nice)"
    r"|ja|gern(e)?|sí|si|claro|vale|oui|d'accord|sim)\b[^?]{0,30}$",
    re.IGNORECASE,
)
TAKE_BACK = re.compile(
    r"\b((take\s+back|withdraw|revoke)\b.{0,20}\bconsent|stop\s+sharing\b|"
    r"(don'?t|do\s+not|no\s+longer\s+want\s+to)\s+share\b.{0,40}\b(any\s?more|after\s+all)|"
    r"(delete|remove)\s+what\s+(i|was|you|they)\b.{0,20}\bshared?)",
    re.IGNORECASE,
)


def in_crisis(text: str) -> bool:
    """First-person words of ending or hurting oneself, anywhere in the text."""
    said = _straight(text)
    return bool(CRISIS.search(NOT_CRISIS.sub(" ", said)) or CRISIS_ELSEWHERE.search(said))


def asks_human(text: str) -> bool:
    """A plain request for a person, or the command for it."""
    if text.strip() == ASKS_HUMAN_COMMAND:
        return True
    said = NOT_ASKS_HUMAN_ELSEWHERE.sub(" ", NOT_ASKS_HUMAN.sub(" ", _straight(text)))
    return bool(ASKS_HUMAN.search(said) or ASKS_HUMAN_ELSEWHERE.search(said))


def wants_no_human(text: str) -> bool:
    """Plain words against a person, and none for one beside them."""
    said = _straight(text)
    against = NOT_ASKS_HUMAN.search(said) or NOT_ASKS_HUMAN_ELSEWHERE.search(said)
    return bool(against) and not asks_human(text)


def agrees(text: str) -> bool:
    """A plain yes to an offer that was just made."""
    return bool(AGREES.match(text))


def negates(text: str) -> bool:
    """Words that may turn a wish into its contrary ("don't put me back to the bot")."""
    return bool(NEGATES.search(NO_MATTER.sub(" ", _straight(text))))


def ironic(text: str) -> bool:
    """Thanks or praise in one breath with what went wrong: not meant as such."""
    said = _straight(text)
    return bool(THANKS_FOR_NOTHING.search(said) or (PRAISE.search(said) and WENT_WRONG.search(said)))


def takes_back_consent(text: str) -> bool:
    """Words that take back what may be shared."""
    return bool(TAKE_BACK.search(_straight(text)))


def _straight(text: str) -> str:
    """With the apostrophe that a keyboard has; telephones write another."""
    return text.replace("\u2019", "'")
