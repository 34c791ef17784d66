"""What must be understood without any model: the last net, in the Rasa process itself.

Kept narrow on purpose. The scorer and the NLU understand far more; these phrases only have to work
when both are gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_FLAGS = re.IGNORECASE | re.VERBOSE
CRISIS = re.compile(
    r"""\b(
    kill(ing)?\s+my\s?self | (please|just|someone|somebody)\s+kill\s+me\b | take\s+my\s+own\s+life
    | end(ing)?\s+(my\s+(own\s+)?life | it\s+all) | suicid\w*
    | (want(ed)?\s+to | wanna | wish\s+(to | i\s+(was|were|could)))\s+(just\s+)?(be\s+)?(die|dead)\b
    | rather\s+(be\s+dead\b | die\b(?!\s+than)) | i('?m|\s+am)\s+(just\s+)?(going\s+to|gonna)\s+die\b
    | (hurt|harm|cut)(ing|ting)?\s+my\s?self
    | (don'?t|do\s+not|no\s+longer)\s+(want\s+to|wanna)\s+(live|be\s+alive)
    | can'?t\s+go\s+on(\s+(like\s+this|any\s?more|living))?\W*$ | no\s+point\s+(in|of)\s+(carrying|going)\s+on\W*$
    | hang(ing)?\s+my\s?self | going\s+to\s+jump\W*$ | tired\s+of\s+(everything|waking\s+up|living|life)\b
    | nothing\s+matters(\s+any\s?more)?\W*$ | better\s+off\s+without\s+me\b | and\s+then\s+my\s?self\b
    )""",
    _FLAGS,
)
#: Somebody who says that they will not. "I don't want to hurt myself" is no such thing: it asks for help.
NOT_CRISIS = re.compile(
    r"""\b(not\s+going\s+to | not\s+gonna | will\s+not | won'?t | (would\s+|will\s+)?never)
    \s+(ever\s+)?(kill|hurt|harm|cut)\s+my\s?self
    | \b(i'?m|i\s+am|im)\s+not\s+(at\s+all\s+)?suicidal | suicide\s+(squad|prevention)""",
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
    | (quero|vou|penso\s+em)\s+(me\s+matar|matar-me|me\s+suicidar|suicidar(-me)?)\b | vou\s+acabar\s+com\s+(a\s+minha\s+vida|tudo)
    | (acabar|pôr\s+fim)\s+(com\s+)?(à\s+|a\s+)?minha\s+vida | tirar\s+a\s+(minha\s+)?(própria\s+)?vida
    | suic[ií]d(io|ar|a)\b | (me\s+magoar|magoar-me|me\s+machucar|me\s+cortar|cortar-me)\b
    | ich\s+(kann|will|mag)\s+(einfach\s+)?nicht\s+mehr\W*$ | tot\s+sein\b | nicht\s+mehr\s+aufwachen\b
    | ohne\s+mich\s+(wären|waeren|wäre|ginge)\b | keinen\s+(sinn\s+mehr|ausweg)\b | bald\s+nicht\s+mehr\s+da\b
    | halte?\s+(das|es)\s+(alles\s+)?nicht\s+mehr\s+aus\b | dass\s+es\s+(einfach\s+)?aufhört\b
    | no\s+(puedo|aguanto)\s+m[aá]s\W*$ | cansad[oa]\s+de\s+vivir\b | mejor\s+sin\s+m[ií]\b | si\s+yo\s+no\s+estuviera\b
    | (no\s+tengo|sin)\s+ganas\s+de\s+vivir\b | me\s+corto\b | no\s+veo\s+(ninguna\s+)?salida\b
    | (n')?en\s+peux\s+plus(\s+de\s+vivre)?\W*$ | la\s+vie\s+ne\s+vaut\s+plus\b | envie\s+de\s+dispara[iî]tre\b | mieux\s+sans\s+moi\b
    | (que|pour)\s+[çc]a\s+s'arr[êe]te\b | vois\s+(pas|plus)\s+d'issue\b
    | n[aã]o\s+aguento\s+mais(\s+viver)?\W*$ | cansei\s+de\s+viver\b | melhor\s+sem\s+mim\b | eu\s+me\s+corto\b | n[aã]o\s+vejo\s+sa[ií]da\b
    | a\s+vida\s+n[aã]o\s+vale\b | acabar\s+com\s+tudo\b
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
_KIN_EN = r"(friend|brother|sister|son|daughter|husband|wife|mother|mum|mom|father|dad|partner|boyfriend|girlfriend|kid|child)"
#: Somebody else may end their life: third persons only, so that "my husband left and I want to die" is none of it.
WORRIED = re.compile(
    rf"""\b(
    {_KIN_EN}\b[^.?!]{{0,60}}\b(is\s+suicidal|kill(ing)?\s+(him|her|them)sel\w+|wants\s+to\s+die|end\s+(his|her|their)\s+life
      |does(n'?t|\s+not)\s+want\s+to\s+(live|be\s+alive)|(talks?|talking|speaks?)\s+(about|of)\s+suicide)
    | (freund(in)?|tochter|sohn|mann|frau|bruder|schwester|mutter|vater|partner(in)?)\b[^.?!]{{0,40}}\b
      (will|möchte)\s+(sich\s+(umbringen|das\s+leben\s+nehmen)|nicht\s+mehr\s+leben|sterben)
    | (hij[oa]|amig[oa]|herman[oa]|marido|mujer|esposa|madre|padre|pareja)\b[^.?!]{{0,40}}\b
      (se\s+quiere\s+(suicidar|matar)|quiere\s+(suicidarse|matarse|morir)|no\s+quiere\s+vivir)
    | (fils|fille|amie?|frère|s(œ|oe)ur|mari|femme|mère|père|copine?)\b[^.?!]{{0,40}}\b
      (veut\s+(se\s+suicider|se\s+tuer|mourir)|parle\s+de\s+suicide|ne\s+veut\s+plus\s+vivre)
    | (filh[oa]|amig[oa]|irm(ã|ão)|marido|esposa|mãe|pai|namorad[oa])\b[^.?!]{{0,40}}\b
      (quer\s+(se\s+)?(suicidar|matar|morrer)(-se)?|n[aã]o\s+quer\s+(mais\s+)?viver)
    )\b""",
    _FLAGS,
)
THREATENS = re.compile(
    r"""\b(
    (i'?ll|i\s+will|i'?m\s+going\s+to|gonna)\s+(kill|stab|shoot)\s+(you|them|him|her|everyone|you\s+all)\b
    | (bringe?|stech(e)?|mach(e)?)\s+(euch|dich|sie)\s+(alle\s+)?(um|ab|kalt)\b | bringe?\s+(euch|dich)\s+um\b
    | (os|te|los|las)\s+voy\s+a\s+matar\b | voy\s+a\s+(mataros|matarte|matarlos)\b
    | vais\s+(tous\s+)?(vous|te)\s+tuer\b | vou\s+(te\s+matar|matar\s+(voc[êe]s?|todos|algu[eé]m)|vos\s+matar)
    )""",
    _FLAGS,
)
MOURNS = re.compile(
    r"""\b(
    (mann|frau|kind|sohn|tochter|mutter|vater|bruder|schwester|hund|katze|oma|opa)\b[^.?!]{0,30}\b(gestorben|verstorben)
    | (muri[oó]|falleci[oó]|ha\s+muerto|ha\s+fallecido)\b[^.?!]{0,20}\b(marido|mujer|hij[oa]|madre|padre|herman[oa])
    | (marido|mujer|hij[oa]|madre|padre|herman[oa])\b[^.?!]{0,20}\b(muri[oó]|falleci[oó]|ha\s+muerto)
    | (mari|femme|fils|fille|mère|père|frère|s(œ|oe)ur)\b[^.?!]{0,20}\b(est\s+morte?|décédée?)
    | (marido|esposa|filh[oa]|mãe|pai|irmã[o]?)\b[^.?!]{0,20}\b(morreu|faleceu)
    | (husband|wife|mother|mum|mom|father|dad|son|daughter|baby|brother|sister)\b[^.?!]{0,20}\b(died|passed\s+away|has\s+died)
    )\b""",
    _FLAGS,
)
CHILD = re.compile(
    r"\b(i'?m|i\s+am|im)\s+([5-9]|1[0-5])(\s+(years?\s+old|yo))?\W*($|and\b)|\bich\s+bin\s+([5-9]|1[0-5])(\s+jahre)?\b(?!\s+\w+\s+lang)"
    r"|\btengo\s+([5-9]|1[0-5])\s+años|\bj'ai\s+([5-9]|1[0-5])\s+ans|\btenho\s+([5-9]|1[0-5])\s+anos",
    re.IGNORECASE,
)
#: Words that take a worry back, past the classifier: what hangs on them is too much for a guess.
UNMEANT = re.compile(
    r"""\b(
    not\s+what\s+i\s+meant | (did\s?n'?t|did\s+not)\s+mean\s+(it|that)\b(?!\s+as) | (only|just|was)\s+(joking|kidding|a\s+joke)
    | exaggerat\w+ | mis(read|understood)\s+me | (i'?m|i\s+am|im)\s+not\s+suicidal | (i'?m|i\s+am|im)\s+(fine|ok(ay)?)\s+(really|now)
    | (habe?|hab')\s+(ich\s+)?(das\s+)?nicht\s+(so\s+)?gemeint | nicht\s+so\s+gemeint | (nur\s+)?(ein\s+)?(scherz|spaß)\s+(war|gewesen)?
    | war\s+(nur\s+)?(ein\s+)?(scherz|spaß) | übertrieben | nicht\s+suizid\w+ | falsch\s+verstanden
    | no\s+(es|era)\s+(eso\s+)?lo\s+que\s+(quería|quise) | (era|es)\s+(una\s+)?broma | exager\w+ | me\s+(ha\s+)?(entendi\w+|entiende)\s+mal
    | ce\s+n'est\s+pas\s+ce\s+que\s+je\s+voulais | je\s+plaisant\w+ | exagér\w+ | mal\s+compris
    | n[aã]o\s+(foi|era|é)\s+(isso\s+)?o\s+que\s+(eu\s+)?(quis|queria) | brincadeira | brincando | entendeu\s+mal
    )""",
    _FLAGS,
)
CALLS_OUTSIDE = re.compile(
    r"\b(call|send|ring|phone|inform|tell|ruf\w*|hol\w*|llam\w*|avis\w*|appel\w*|prév\w+|cham\w*|lig\w*)\b[^.?!]{0,25}"
    r"\b(police|ambulance|cops|911|112|999|my\s+(mom|mum|dad|parents|mother|father)|polizei|krankenwagen|notarzt|polic[ií]a|pol[ií]cia"
    r"|ambulanc\w+|ambulância)\b",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"\b(secret|confidential|(not|n'?t)\s+tell\s+(anyone|anybody|my)|geheim|vertraulich|secreto|confidencial|confidentiel|segredo)\b",
    re.IGNORECASE,
)
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
COULD_NOT = re.compile(
    r"\b((did\s?n'?t|did\s+not|don'?t|do\s+not|could\s?n'?t|could\s+not|can'?t|cannot|unable\s+to)\s+(quite\s+|yet\s+)?"
    r"(understand|get\s+that|catch\s+that|find|help|do\s+that|answer|follow)|say\s+(it|that)\s+in\s+other\s+words"
    r"|something\s+went\s+wrong|try\s+again\s+later)",
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
    said = NOT_CRISIS.sub(" ", _straight(text))
    return bool(CRISIS.search(said) or CRISIS_ELSEWHERE.search(said))


def worried_about_someone(text: str) -> bool:
    """Words of somebody else's danger."""
    return bool(WORRIED.search(_straight(text)))


def threatens(text: str) -> bool:
    """Words of killing somebody else."""
    return bool(THREATENS.search(_straight(text)))


def mourns(text: str) -> bool:
    """Words of somebody's death, in the family."""
    return bool(MOURNS.search(_straight(text)))


def from_a_child(text: str) -> bool:
    """Words by which a child tells their age."""
    return bool(CHILD.search(_straight(text)))


def unmeant(text: str) -> bool:
    """Words that take back what was read as danger."""
    said = _straight(text)
    return bool(UNMEANT.search(said)) and not CRISIS.search(NOT_CRISIS.sub(" ", said))


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


def could_not(reply: str) -> bool:
    """An answer that owns up to not having helped."""
    return bool(COULD_NOT.search(_straight(reply)))


def takes_back_consent(text: str) -> bool:
    """Words that take back what may be shared."""
    return bool(TAKE_BACK.search(_straight(text)))


#: What a condition asks for as turn.<name>: whether it holds, the patterns that tell it, and those that deny it.
NETS: dict[str, tuple[Callable[[str], bool], tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]] = {
    "crisis_words": (in_crisis, (CRISIS, CRISIS_ELSEWHERE), (NOT_CRISIS,)),
    "worry_words": (worried_about_someone, (WORRIED,), ()),
    "threat_words": (threatens, (THREATENS,), ()),
    "grief_words": (mourns, (MOURNS,), ()),
    "child_words": (from_a_child, (CHILD,), ()),
    "ironic": (ironic, (THANKS_FOR_NOTHING, PRAISE, WENT_WRONG), ()),
    "asks_human": (
        asks_human,
        (ASKS_HUMAN, ASKS_HUMAN_ELSEWHERE),
        (NOT_ASKS_HUMAN, NOT_ASKS_HUMAN_ELSEWHERE),
    ),
}


def where(name: str, text: str) -> list[tuple[int, int]]:
    """Start and end, in characters, of each place where a text tells turn.<name>; they never overlap."""
    holds, tells, denies = NETS[name]
    if not holds(text):
        return []
    said = _straight(text)
    for pattern in denies:
        said = pattern.sub(lambda match: " " * len(match[0]), said)
    found: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for pattern in tells for match in pattern.finditer(said)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _straight(text: str) -> str:
    """With the apostrophe that a keyboard has; telephones write another."""
    return text.replace("\u2019", "'")
