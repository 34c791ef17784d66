"""What must be understood without any model: crises, requests for a person, consent taken back."""

from __future__ import annotations

import pytest

from recourse import words

CRISES = [
    "I want to kill myself",
    "i'm going to kill my self tonight",
    "I might be killing  myself soon",
    "I will end my life",
    "I want to end it all",
    "ending my own life is all that is left",
    "I am suicidal",
    "thinking of suicide",
    "I want to die",
    "i just wanna die",
    "I wanted to die last night",
    "I'm going to die",
    "I wish I was dead",
    "wish i were dead",
    "I'd rather be dead",
    "I don't want to live any more",
    "I don’t want to live any more",  # the apostrophe of a telephone
    "i dont want to be alive",
    "I no longer want to live",
    "I keep hurting myself",
    "I cut myself again",
    "please just kill me",
    "I will take my own life",
    "WHERE IS MY PARCEL? I WANT TO DIE",
    "I'm not going to hurt myself, but I want to die",  # a denial does not cover the rest
    "I won't kill myself today. Tomorrow I end my life",
    "I don't want to hurt myself",  # who says so asks for help
    "why not kill myself",  # a not that denies nothing
    "\nI want\nto die\n",
]
NO_CRISES = [
    "I'm not going to hurt myself",
    "I’m not going to hurt myself",
    "I would never kill myself over a parcel",
    "I won't hurt myself with it, will I?",
    "how do I kill the process",
    "this queue is killing me",
    "my wife will kill me if it comes late",
    "I would rather die than call you again",  # a figure of speech
    "the battery is going to die",
    "my phone keeps going dead",
    "I want him to die",  # about somebody else: the scorer's to weigh
    "end my contract",
    "the end of it all was a broken cup",
    "can I do it myself",
    "I live in Berlin and want to move",
    "",
]
REQUESTS = [
    "a person",
    "A person, please!",
    "human",
    "real person pls",
    "operator",
    "human being please",
    "/human",
    " /human ",
    "I want to talk to a human",
    "can I speak with someone",
    "Could I please chat to one of your agents? I mean talk to an agent",
    "i want to speak to ur manager",
    "connect me to a representative",
    "transfer me to an agent please",
    "put me through to somebody",
    "please pass this to a supervisor",
    "escalate to a manager",
    "get me a manager",
    "I need a real person",
    "give me a human",
    "I'd like a person",
    "I would rather have a person",
    "I need someone to help me",
    "I want somebody real",
    "is there someone I can talk to",
    "can a human look at this",
    "Why don't you connect me to a human?",
    "don't you have a person I can talk to",
    "I don't want a bot, I want a person",
    "I don't want to talk to a machine, get me an agent",
    "I don't want an agent, I want a manager",  # no to one, yes to another
]
NO_REQUESTS = [
    "is this a human error",
    "I want a human error corrected",
    "agent fee",
    "what is the agent fee",
    "can I talk to you about the agent fee?",
    "the representative was rude",
    "I already spoke to an agent",
    "are you human",
    "are you a human or a bot?",
    "I need a representative sample",
    "I need the manager's name",
    "I want people to know about this",
    "I want to give someone a gift",
    "I like people",
    "treat me like a person",
    "I will pass it on to someone else",
    "give the agent five stars",
    "I don't want a person",
    "I don’t want a person",
    "no, I do not want to talk to a human",
    "I didn't ask for an agent",
    "my personal data",
    "/request_human",  # a button's payload goes through Rasa
    "",
]
#: The same in the other languages that Recourse speaks.
CRISES_ELSEWHERE = [
    "Ich will sterben",
    "ich will einfach nicht mehr leben",
    "ICH BRINGE MICH UM",
    "ich habe daran gedacht, mich umzubringen",
    "ich möchte mir das Leben nehmen",
    "ich denke an Selbstmord",
    "ich ritze mich wieder",
    "ich wäre lieber tot",
    "Quiero morir",
    "ya no quiero vivir",
    "voy a matarme",
    "me quiero suicidar",
    "pienso en el suicidio",
    "quiero quitarme la vida",
    "quiero acabar con todo",
    "Je veux mourir",
    "je ne veux plus vivre",
    "je n'ai plus envie de vivre",
    "je n’ai plus envie de vivre",  # the apostrophe of a telephone
    "je veux en finir",
    "je veux en finir avec la vie",
    "je vais me tuer",
    "mettre fin à mes jours",
    "j'ai envie de me suicider",
    "Quero morrer",
    "não quero mais viver",
    "nao quero viver",  # without the accents that a keyboard lacks
    "vou me matar",
    "quero acabar com a minha vida",
    "penso em suicídio",
    "quero pôr fim à minha vida",
]
NO_CRISES_ELSEWHERE = [
    "ich will nicht mehr warten",
    "ich kann nicht mehr warten",
    "bringen Sie mich um 8 Uhr hin",  # "umbringen" is another word
    "bring mich um acht Uhr hin",
    "mein Akku stirbt",
    "ich will mein Abo beenden",
    "mi marido me va a matar",
    "me muero de hambre",
    "quiero cancelar mi suscripción de por vida",
    "je meurs de faim",
    "c'est à mourir de rire",
    "je veux en finir avec cette commande",
    "je ne peux plus attendre",
    "estou a morrer de fome",
    "não quero mais esperar",
    "quero acabar com a assinatura",
]
#: Known misses, on the side of care: resources that were not needed hurt less than the other way round.
TOO_MUCH_CARE = [
    "quiero morir de risa",  # a figure of speech
    "no quiero vivir así de mal el servicio",
    "vão me cortar a luz",  # they will cut off the power
    "je ne veux plus vivre ici",
]
REQUESTS_ELSEWHERE = [
    "Ich will mit einem Menschen sprechen",
    "Ich möchte bitte einen Mitarbeiter",
    "kann ich mit jemandem sprechen?",
    "Mensch bitte",
    "Verbinden Sie mich mit einem Mitarbeiter",
    "ich möchte keinen Mitarbeiter, ich will mit einem Menschen sprechen",  # no to one, yes to another
    "Quiero hablar con una persona",
    "necesito un agente",
    "pásame con un humano",
    "una persona, por favor",
    "Je veux parler à un humain",
    "je voudrais parler à une vraie personne",
    "j’ai besoin d’un conseiller",
    "un humain, s'il vous plaît",
    "un conseiller",
    "Quero falar com uma pessoa",
    "preciso de um atendente",
    "posso falar com alguém?",
    "atendente",
]
AGAINST_ELSEWHERE = [
    "ich will nicht mit einem Menschen sprechen",
    "ich will keinen Menschen",
    "ich brauche jetzt keinen Mitarbeiter",
    "no quiero hablar con una persona",
    "je ne veux pas parler à un humain",
    "je n'ai pas besoin d'un humain",
    "não quero falar com uma pessoa",
]
NO_REQUESTS_ELSEWHERE = [
    "Ich habe schon mit einem Mitarbeiter gesprochen",
    "mit dem Mitarbeiter war ich unzufrieden",
    "Mensch, das ist ärgerlich",
    "bist du ein Mensch?",
    "hablé con un agente ayer",
    "¿eres una persona?",
    "j'ai parlé à un agent hier",
    "êtes-vous humain ?",
    "falei com um atendente ontem",
    "és humano?",
]
TAKEN_BACK = [
    "take back my consent",
    "I withdraw my consent",
    "please revoke the consent I gave",
    "stop sharing my data",
    "I don't share that any more",
    "I don’t share that any more",
    "delete what I shared",
]
NOT_TAKEN_BACK = [
    "I consent",
    "what did I consent to?",
    "take back the parcel",
    "delete my order",
    "share it with everybody",
    "",
]


@pytest.mark.parametrize("text", CRISES + CRISES_ELSEWHERE)
def test_first_person_words_of_a_crisis_are_caught(text):
    assert words.in_crisis(text)


@pytest.mark.parametrize(
    "text",
    NO_CRISES + REQUESTS + NO_REQUESTS + NO_CRISES_ELSEWHERE + REQUESTS_ELSEWHERE + NO_REQUESTS_ELSEWHERE,
)
def test_figures_of_speech_denials_and_other_matters_are_no_crisis(text):
    assert not words.in_crisis(text)


@pytest.mark.parametrize("text", TOO_MUCH_CARE)
def test_known_misses_are_on_the_side_of_care(text):
    assert words.in_crisis(text)


@pytest.mark.parametrize("text", REQUESTS + REQUESTS_ELSEWHERE)
def test_a_plain_request_for_a_person_is_caught(text):
    assert words.asks_human(text)
    assert not words.wants_no_human(text)


@pytest.mark.parametrize("text", AGAINST_ELSEWHERE)
def test_words_against_a_person_are_understood_in_the_other_languages_too(text):
    assert words.wants_no_human(text)


@pytest.mark.parametrize(
    "text",
    [
        *(NO_REQUESTS + NO_CRISES + CRISES),
        *(NO_REQUESTS_ELSEWHERE + AGAINST_ELSEWHERE + NO_CRISES_ELSEWHERE + CRISES_ELSEWHERE),
    ],
)
def test_words_about_people_or_against_one_are_no_request(text):
    assert not words.asks_human(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't want a person", True),
        ("no, I do not want to talk to a human", True),
        ("I didn't ask for an agent", True),
        ("I don't want an agent, I want a manager", False),  # asks all the same
        ("I don't want to wait for a person any longer", False),  # wants one sooner
        ("I don't want a refund", False),
        ("a person", False),
    ],
)
def test_words_against_a_person_count_only_where_none_asks_for_one(text, expected):
    assert words.wants_no_human(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("yes", "Yes please", "sure", "ok", "go ahead, thanks")),
        *(
            (text, True)
            for text in ("ja", "Ja bitte", "gerne", "sí", "claro", "vale", "oui", "d'accord", "sim")
        ),
        ("yes, but what does it cost?", False),  # a question is no yes yet
        ("jahr", False),  # a yes is a word of its own
        ("simple", False),
        ("no", False),
        ("nein", False),
        ("", False),
    ],
)
def test_a_plain_yes_to_an_offer_is_one_in_every_language(text, expected):
    assert words.agrees(text) is expected


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_consent_can_be_taken_back_in_plain_words(text):
    assert words.takes_back_consent(text)


@pytest.mark.parametrize("text", NOT_TAKEN_BACK)
def test_other_words_take_no_consent_back(text):
    assert not words.takes_back_consent(text)


@pytest.mark.parametrize("filler", ["talk to ", "I don't want ", "a", " ", "kill ", "😀"])
def test_words_are_found_at_the_end_of_a_very_long_message(filler):
    long = filler * (20_000 // len(filler))
    assert words.in_crisis(f"{long}. I want to die")
    assert words.asks_human(f"{long}. Get me a person")


# ---- where it stands


@pytest.mark.parametrize("name", ["crisis_words", "asks_human"])
def test_whatever_is_told_stands_somewhere_and_nothing_else_does(name):
    for text in [*CRISES, *NO_CRISES, *REQUESTS, *NO_REQUESTS, *CRISES_ELSEWHERE, *REQUESTS_ELSEWHERE]:
        holds = {"crisis_words": words.in_crisis, "asks_human": words.asks_human}[name](text)
        assert bool(words.where(name, text)) is holds, text


def test_what_is_told_twice_stands_in_two_places_that_do_not_overlap():
    text = "I'm suicidal. Me quiero suicidar, quiero suicidarme"
    told = words.where("crisis_words", text)
    assert [text[start:end] for start, end in told] == ["suicidal", "Me quiero suicidar", "quiero suicidarme"]
