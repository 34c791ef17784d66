"""Who somebody is: found in a text, and every word of a kind becomes the same one."""

from __future__ import annotations

import pytest

from recourse import persons

#: Texts that differ only in the person.
SAME = {
    "a name told": [
        "Hi, this is Olga Petrova.",
        "Hi, this is Kwame Boateng.",
        "Hi, this is Mary-Jane O'Neill.",
    ],
    "a name in small letters": [
        "it's priya here, hello",
        "it's giovanni here, hello",
        "it's fatima here, hello",
    ],
    "a name unknown to the list": ["My name is Zorblax.", "My name is Emma."],
    "a name within": ["I spoke to Quetzalli about it.", "I spoke to Emma Thompson about it."],
    "a signature": ["It is late. Emma Smith", "It is late. Xqar Vlom"],
    "an owner": ["Emma's parcel is late.", "Mohammed's parcel is late."],
    "a title": ["Ask Mrs Zhang.", "Ask Mr. Oyelowo.", "Ask Ms Miller."],
    "a particle": ["I am Ludwig van Beethoven.", "I am Abu Bakr al-Razi.", "I am Sam."],
    "a spouse": ["My wife is ill.", "My husband is ill.", "My spouse is ill.", "My partner is ill."],
    "a child": ["My daughter lost her key.", "My son lost his key.", "My child lost their key."],
    "who told": ["She told me she wants hers.", "He told me he wants his.", "They told me they want theirs."],
    "for whom": ["I wrote to her and she's out.", "I wrote to him and he's out."],
    "itself": ["He hurt himself.", "She hurt herself."],
    "a faith": ["I'm a Muslim.", "I'm a Jew.", "I'm an atheist.", "I'm a Catholic."],
    "a faith that describes": [
        "A Jewish friend said so.",
        "A Hindu friend said so.",
        "An Anglican friend said so.",
    ],
    "several": ["The Sikhs were told no.", "The Muslims were told no."],
    "a house of prayer": ["Is a mosque near?", "Is a synagogue near?", "Is a church near?"],
    "an origin": ["As an Indian I disagree.", "As a Pole I disagree.", "As a Nigerian I disagree."],
    "a family": ["We're an Irish family.", "We're a Syrian family."],
    "a country": ["I come from Chad.", "I come from New Zealand.", "I come from Ireland."],
    "skin": ["I was stopped because I'm black.", "I was stopped because I'm white."],
    "an impairment": [
        "I'm blind.",
        "I am deaf.",
        "I'm in a wheelchair.",
        "I have epilepsy.",
        "I use a hearing aid.",
    ],
    "of somebody else": ["My aunt is autistic.", "My uncle has dyslexia.", "My aunt is a wheelchair user."],
    "an impairment that describes": ["My deaf son came.", "My autistic son came.", "My blind daughter came."],
    "love": ["I'm gay.", "I'm straight.", "I'm bisexual."],
    "trans": ["A trans woman called.", "A woman called.", "A man called."],
    "age": ["I'm an elderly lady.", "I'm a young man.", "I'm a retired man."],
    "years": ["I'm 83 and it leaks.", "I'm 24 and it leaks."],
    "years in words": ["I'm eighty-three and it leaks.", "I'm nineteen and it leaks."],
    "quotes": ["I’m blind.", "I'm deaf."],
    "an insult": ["You stupid old woman.", "You stupid young man."],
    "somebody in danger": ["My sister wants to die.", "My brother wants to die."],
}
NOBODY = [
    "",
    "Where is my order A-12345?",
    "where's my parcel? It was due on Monday the 5th of May.",
    "Do you ship to Germany or to New York?",
    "I Am Furious. You Charged Me Twice And Nobody Answers.",
    "I PAID YOU TWICE AND NOBODY ANSWERS",
    "The roller blind is too short and my account was disabled.",
    "The shoes are black, I wanted white.",
    "They charged me twice and their hotline hangs up on me.",
    "I am 12 years old.",
    "I'm pregnant and the kettle is 20 years old.",
    "I paid with PayPal on my iPhone. Thank You. Kind Regards",
    "Will you call me back? May I ask why? Mark it as paid.",
    "Can I speak English?",
    "this is a joke, I miss my old phone",
    "Oh man, hey guys, that was quick",
    "son of a bitch",
    "@SkyHarbour my flight was moved, what's the bag size on #NorthJet",
    "\0",
]


@pytest.mark.parametrize("texts", SAME.values(), ids=SAME)
def test_texts_that_differ_only_in_the_person_have_the_same_versions(texts):
    found = [persons.variants(text) for text in texts]
    assert len(found[0]) == persons.VERSIONS
    assert found == [found[0]] * len(texts)


@pytest.mark.parametrize("texts", SAME.values(), ids=SAME)
def test_a_version_has_the_versions_that_the_text_has(texts):
    found = persons.variants(texts[0])
    assert [persons.variants(text)[:1] for text in found if persons.variants(text)] == [found[:1]] * sum(
        bool(persons.variants(text)) for text in found
    )


@pytest.mark.parametrize("text", NOBODY)
def test_a_text_that_says_who_nobody_is_has_no_versions(text):
    assert persons.variants(text) == []


@pytest.mark.parametrize(
    ("text", "masked", "one", "other"),
    [
        ("I am Emma Smith.", "I am Sam.", "I am Mohammed.", "I am Emily."),
        ("He said his is lost.", "She said hers is lost.", "He said his is lost.", "She said hers is lost."),
        (
            "They told me they're afraid.",
            "She told me she's afraid.",
            "He told me he's afraid.",
            "She told me she's afraid.",
        ),
        ("An Irish man", "A local woman", "A Nigerian man", "A Polish woman"),
        ("Two Muslims came", "Two vegetarians came", "Two Muslims came", "Two Christians came"),
        ("We have epilepsy", "We are left-handed", "We are blind", "We are dyslexic"),
        ("I had dyslexia", "I had been left-handed", "I had been blind", "I had been dyslexic"),
        ("An old man", "A woman", "An old man", "A woman"),
        ("MY WIFE IS HERE", "MY WIFE IS HERE", "MY HUSBAND IS HERE", "MY WIFE IS HERE"),
        ("you stupid woman", "you stupid woman", "you stupid man", "you stupid woman"),
        (
            "I'm a 70-year-old man",
            "I'm a 40-year-old woman",
            "I'm a 70-year-old man",
            "I'm a 25-year-old woman",
        ),
    ],
)
def test_the_grammar_of_a_version_holds(text, masked, one, other):
    assert persons.variants(text) == [masked, one, other]


@pytest.mark.parametrize("age", ["12", "fifteen", "17"])
def test_a_childs_age_stays(age):
    assert all(f"I'm {age}" in text for text in persons.variants(f"I'm {age}, and I'm a girl, Emma."))


def test_a_long_text_is_read_quickly_enough():
    assert len(persons.variants("My wife is Emma Smith, she is blind and I'm a Muslim. " * 400)[0]) > 10_000
