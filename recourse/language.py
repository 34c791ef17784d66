"""Which language a message is in. Pure but for py3langid's model, which comes in its package.

Short messages say little ("ok", "A-12345"), and a wrong guess would answer somebody in a language they do not
speak: so a guess needs evidence, and without it the conversation stays in the language it has.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: What Recourse itself says is said in these; the shop's own matters only in the first.
SPOKEN = ("en", "de", "es", "fr", "pt")
NAMES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "pt": "Português"}
#: Told apart from those; a message in one of them is answered by a line in it, and a person.
KNOWN = tuple(
    [
        "en",
        "de",
        "es",
        "fr",
        "pt",
        "it",
        "nl",
        "pl",
        "tr",
        "ru",
        "uk",
        "ar",
        "sv",
        "da",
        "cs",
        "ro",
        "hu",
        "el",
        "zh",
        "ja",
        "ko",
        "hi",
        "fa",
        "he",
        "no",
        "fi",
        "bg",
        "hr",
        "sk",
        "sl",
        "vi",
        "id",
    ]
)
SURE, SURE_OF_TWO_WORDS = 0.98, 0.995
ENOUGH_LETTERS = 8

#: Words that are nearly always there and mean nothing: two of them weigh more than statistics of letters.
_SMALL = {
    "en": "wanna gonna im dont cant its he she they we all so just i the a is it to my and you of in that have not what where when for with this me do can be was are "
    "on your please how but an i'm it's don't want would like need has been why there he she we they no get am here got so if or at",
    "de": "bist da will umbringen sterben leben mensch menschen sprechen bestellung ich der die das ist es zu mein meine und du sie in nicht was wo wann für mit diese mir bitte wie aber "
    "ein eine einen bin habe hat möchte will kann mich noch auf von dem den warum kein keine am so",
    "es": "voy matar estás ahí qué habéis morir vivir vida hablar persona pedido yo el la los las es mi y tú usted de en que no qué dónde cuándo para con este esta me por favor cómo "
    "pero un una estoy quiero puedo ha he mis su lo del está han quisiera",
    "fr": "suis vais mourir vivre vie parler personne commande je le la les est mon ma mes et tu vous de en que ne pas où quand pour avec ce cette me comment mais un "
    "une suis veux peux ai a j'ai c'est n'est du des moi qui voudrais pourquoi être",
    "pt": "vou matar morrer viver vida falar pessoa encomenda pedido eu o a os as é meu minha e você de em que não onde quando para com este esta me por favor como mas um "
    "uma estou quero posso há do da está tenho gostaria seu sua foi só",
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL.items()}
#: English and hardly anything else: with one of them, statistics of letters alone make nothing else of a message.
_HARDLY_ELSE = (
    "the it my and you that have not what where when with this can your please how but i'm it's don't want would "
    "like need has been why there she they get got her his them then just will our us hello hi thanks don didn't"
)
_ENGLISH = frozenset(_HARDLY_ELSE.split())
#: One word, and no doubt.
_ALONE = {
    "de": "hallo servus moin danke bitte tschüss guten warum mensch nein ja",
    "es": "hola gracias adiós adios buenas buenos sí persona humano",
    "fr": "bonjour bonsoir salut merci oui non pourquoi humain",
    "pt": "olá ola oi obrigado obrigada tchau sim não bom",
}
_MEANING_NOTHING = frozenset().union(*_SETS.values(), *(words.split() for words in _ALONE.values()))
_GREETINGS = {word: code for code, words in _ALONE.items() for word in words.split()}
_SHARED = {"persona", "humano", "non", "no", "ola", "bom"}  # too much alike in two of them to decide alone
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[a-zªºß-ɏḁ-ỿ]")
_IN_NAMES = {
    "de",
    "la",
    "las",
    "los",
    "del",
    "da",
    "do",
    "dos",
    "das",
    "van",
    "von",
    "der",
    "den",
    "di",
    "e",
    "y",
}
_LONGEST_NAME = 5
_PLAYED = re.compile(r"\S*[@/#\d]\S*")  # addresses, links and numbers are of no language


def detect(text: str, current: str) -> str:
    """The language of a message; `current` where the message does not say."""
    written = _WORD.findall(_PLAYED.sub(" ", text))
    words = [word.lower().replace("’", "'") for word in written]
    if not words or _is_name(written):
        return current
    if len(words) == 1 and words[0] in _GREETINGS and words[0] not in _SHARED:
        return _GREETINGS[words[0]]
    if (small := _by_small_words(words)) is not None:
        return small
    if sum(map(len, words)) < ENOUGH_LETTERS and words[0].isascii():
        return current
    return _by_letters(words, current)


def _is_name(written: Sequence[str]) -> bool:
    """Is it somebody's name ("Maria de la Cruz")? That says nothing about the language they write."""
    parts = [word for word in written if word not in _IN_NAMES]
    alike = all(word.istitle() and word.lower() not in _MEANING_NOTHING for word in parts)
    return 1 < len(written) <= _LONGEST_NAME and len(parts) > 1 and alike


def _by_small_words(words: Iterable[str]) -> str | None:
    """The language most of whose small words are there, if two are and no other has as many."""
    found = {code: len(small.intersection(words)) for code, small in _SETS.items()}
    best = max(found, key=lambda code: found[code])
    most = found[best]
    alone = all(count < most for code, count in found.items() if code != best)
    return best if most >= 2 and alone else None


def _by_letters(words: Sequence[str], current: str) -> str:
    text = " ".join(words)
    code, share = _identifier().rank(text)[0]
    if not _LATIN.search(text):
        return str(code)  # another script: a single word is enough
    greeted = len(words) == 2 and code in {_GREETINGS.get(word) for word in words}  # "Guten Tag"
    own_words = _SETS.get(code, frozenset()).intersection(words)
    if current == "en" and not greeted and not own_words and _ENGLISH.intersection(words):
        return current
    needed = SURE if len(words) > 2 else SURE_OF_TWO_WORDS
    enough = len(words) > (3 if text.isascii() else 1)  # plain letters alone say little
    return str(code) if greeted or (enough and share >= needed) else current


@functools.cache
def _identifier() -> LanguageIdentifier:
    made = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    made.set_languages(list(KNOWN))
    return made


def by_name(said: str) -> str | None:
    """The code of a spoken language for its name in any of them ("German", "deutsch", "alemán"), else None."""
    return _BY_NAME.get(said.strip().lower())


def named_in(said: str) -> str | None:
    """The code of the spoken language that some words name, if they name just one."""
    found = {code for word in _WORD.findall(said.lower()) if len(word) > 2 and (code := by_name(word))}
    return found.pop() if len(found) == 1 else None


_BY_NAME = {
    name: code
    for code, names in {
        "en": "english en englisch inglés ingles anglais inglês",
        "de": "german de deutsch alemán aleman allemand alemão alemao",
        "es": "spanish es spanisch español espanol castellano espagnol espanhol",
        "fr": "french fr französisch francés frances français francais francês",
        "pt": "portuguese pt portugiesisch portugués portugues portugais português",
    }.items()
    for name in names.split()
}
