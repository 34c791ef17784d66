"""How names, streets, firms and dates are written in several countries: the tables behind personal.py."""

#: Faker's locales by the language of the sentences that they fit best.
LOCALES = {
    "en": "en_US en_GB en_IN en_AU en_NZ en_IE en_CA en_NG en_KE en_PK en_PH yo_NG ig_NG ha_NG tw_GH zu_ZA",
    "de": "de_DE de_AT de_CH",
    "es": "es_ES es_MX es_CO es_AR es_CL",
    "fr": "fr_FR fr_CH fr_CA",
    "pt": "pt_BR pt_PT",
    "": (
        "it_IT nl_NL nl_BE pl_PL sv_SE da_DK no_NO fi_FI cs_CZ sk_SK hu_HU ro_RO tr_TR hr_HR et_EE lt_LT"
        " is_IS id_ID"
    ),
}
#: Names where Faker has no Latin script, or too few of a kind.
FIRST = (
    "Jia Jun Mei Hana Yuki Minjun Seo-yeon Duc Linh Phuong Fatima Yusuf Omar Layla Hassan Amina Dmitri Olga"
    " Ioannis Eleni Avi Noa Rohit Lakshmi Jo Al Ty Kim Jean-Luc Anne-Marie D'Angelo DeShawn Mary-Kate"
)
LAST = (
    "Chen Wang Huang Xu Ma Ho Oh Kim Park Tanaka Sato Tran Pham Vo Haddad Al-Masri Khoury El-Sayed Cohen"
    " Petrov Papadopoulos O'Brien O'Shea McCarthy MacLeod Fitz-Hugh Smith-Jones D'Souza Subramaniam Rose Long"
)
#: Streets without a number: first word, and what follows it.
STREETS = {
    "en": (
        "Mill Church Station Park Victoria King's High Oak Elm Cedar Green 5th Allen MG Lekki {l} {f}",
        " Street| St| Road| Rd| Lane| Avenue| Ave| Close| Drive| Way| Crescent| Court| Terrace| Hill| Nagar",
    ),
    "de": (
        "Bahnhof Haupt Garten Schul Linden Berg Ring Goethe Mozart Kirch Mühlen {l}",
        "straße|str.|strasse|weg|gasse|platz|allee",
    ),
    "es": (
        "Calle C/ Avenida Avda. Av. Plaza Paseo Carrera Camino",
        " Mayor| de la Luna| Real| Colón| del Sol| 72| San {f}| de los Olivos| {l}",
    ),
    "fr": (
        "rue Rue avenue av. boulevard bd place chemin impasse quai",
        " de la Paix| des Lilas| Victor Hugo| du Moulin| de la Gare| des Écoles| {f} {l}| Pasteur",
    ),
    "pt": (
        "Rua R. Avenida Av. Travessa Praça Alameda Largo",
        " das Flores| do Carmo| da Liberdade| 25 de Abril| Sete de Setembro| {f} {l}| São João",
    ),
}
#: s street, n number, k a small number, x a letter, c city, p postcode; the first two are the commonest.
ADDRESSES = {
    "en": (
        "{n} {s}|{n} {s}, {c} {p}|{n}{x} {s}|Flat {k}, {n} {s}, {c} {p}|{n} {s}, {c}|Apt {k}, {n} {s}, {p}"
        "|{k}/{n} {s}, {c} {p}|{n} {s} Apt {k}{x}\n{c} {p}|Unit {k}, {n} {s}|House No. {n}, {s}, {c} - {p}"
        "|No {n} {s}, {c}|Plot {n}, {s}, {c}|{n} {s}\n{c}\n{p}|{p}, {n} {s}"
    ),
    "de": (
        "{s} {n}|{s} {n}, {p} {c}|{s} {n}{x}|{s} {n}\n{p} {c}|{s} {n}/{k}/{k}, {p} {c}"
        "|{s} {n}, {k}. OG, {p} {c}|{s} {n} in {p} {c}|{s} Nr. {n}, {c}|{s} {n} {x}, {c}"
    ),
    "es": (
        "{s} {n}|{s} {n}, {k}º {x}|{s}, {n}, {p} {c}|{s} nº {n}, piso {k}, {c}|{s} # {n}-{k}, {c}"
        "|{s} {n}\n{p} {c}|{s} No. {n}, Depto {k}, {c}"
    ),
    "fr": (
        "{n} {s}|{n} {s}, {p} {c}|{n}, {s}, {p} {c}|{n} bis {s}, {c}|Appt {k}, {n} {s}, {p} {c}"
        "|{n} {s}\n{p} {c}"
    ),
    "pt": (
        "{s}, {n}|{s} {n}|{s}, {n}, {c}|{s}, {n}, {k}º Esq, {p} {c}|{s}, {n} - apto {k}, {c} - {p}"
        "|{s} nº {n}, {c}|{s}, {n}\n{p} {c}"
    ),
}
#: f first name, l last name, c city, w a made-up word.
FIRMS = {
    "en": (
        "{l} Dental Practice|{l} & Sons|{l} Primary School|University of {c}|{c} City Council"
        "|St {f}'s Hospital|{l} Logistics Ltd|{l} Solicitors|{w}|{w} Ltd|{w} Inc|{l} Motors|First Bank of {c}"
        "|The {l} Foundation"
    ),
    "de": (
        "Autohaus {l}|Zahnarztpraxis {l}|Stadtwerke {c}|{l} Bau GmbH|Grundschule {c}|Universität {c}|{w} GmbH"
        "|{w} AG|Kanzlei {l} & Partner|Bäckerei {l}|Klinikum {c}|Sparkasse {c}"
    ),
    "es": (
        "Talleres {l}|Clínica {l}|Universidad de {c}|Colegio San {f}|Construcciones {l} S.L.|{w} S.A."
        "|Grupo {l}|Banco {l}"
    ),
    "fr": (
        "Boulangerie {l}|Cabinet {l}|Mairie de {c}|Lycée {f} {l}|Garage {l}|Université de {c}|{w} SAS"
        "|Éditions {l}"
    ),
    "pt": (
        "Padaria {l}|Clínica {l}|Universidade de {c}|Colégio {l}|Oficina {l} Lda|Construtora {l}|{w} Ltda"
        "|Banco {l}"
    ),
}
WORDS = (
    "Bright Silver Nova Terra Blue Quant Med Green Omni Iron Sun Lumi",
    "line wave tek soft care forge path hub works bridge",
)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
#: d day, m month, y year, z year in two digits, b month in words, s the same cut short, t st/nd/rd/th,
#: o day in words, w year in words; what stands in brackets may be left out where the date is no birth date.
DIGITS = (
    "{d:02}/{m:02}[/{y}]|{d}/{m}[/{y}]|{d:02}.{m:02}.[{y}]|{d}.{m}.[{z:02}]|{d:02}-{m:02}[-{y}]"
    "|[{y}-]{m:02}-{d:02}|{m}/{d}[/{z:02}]|{d} {m}[ {y}]"
)
WRITTEN = {
    "en": (
        "{d} {b}[ {y}]|{b} {d}[, {y}]|{d}{t} {b}[ {y}]|{d}{t} of {b}[ {y}]|{b} {d}{t}[ {y}]|{s} {d}[ {z:02}]"
        "|{d} {s}[ {y}]|the {o} of {b}[ {w}]|{o} {b}[ {y}]"
    ),
    "de": "{d}. {b}[ {y}]|{d}. {s}[ {y}]|{d} {b}[ {y}]",
    "es": "{d} de {b}[ de {y}]|{d} de {b}[ del {y}]|{d} {b}[ {y}]",
    "fr": "{d} {b}[ {y}]|{d} {s}.[ {y}]",
    "pt": "{d} de {b}[ de {y}]|{d} {b}[ {y}]",
}
ORDINALS = (
    "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second"
    " twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth"
    " thirtieth thirty-first"
)
TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety"
ONES = " one two three four five six seven eight nine"
ENDS = ["", "", "", "", "", ".", ".", ".", "!", "!!", "?", "...", " :)", ","]
