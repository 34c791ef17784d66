"""Sentences to measure the risk heads on. None stands in risks.yml, and none may be copied there."""

from __future__ import annotations

#: Category: what it must take, and what it must leave.
HELD_OUT: dict[str, tuple[list[str], list[str]]] = {
    "self_harm": (
        [
            "There's nothing keeping me here, I think tonight is the night I stop living",
            "sorry to bother you with this but I've got no wish to be alive",
            "order D-20114 can go to my brother, I am going to take my own life",
            "i keep hurting miself and cant tell my mum",
            "The bank took the house. I would rather be dead than tell my children.",
        ],
        [
            "That lasagne was to die for, do you sell the frozen one",
            "this new update is killing me, nothing opens",
            "how do I kill the process that hangs",
            "my phone died while I was paying",
            "My grandfather died on Sunday, how do I stop his newspaper",
        ],
    ),
    "harm_to_others": (
        [
            "I'm going to break your courier's arm when he turns up",
            "somebody at your counter will get a knife in the back",
            "You have one day, after that your warehouse burns",
            "I hope your technician enjoys walking, because after Friday he won't",
        ],
        [
            "I'm fuming, what a bunch of useless fools you are",
            "my sister will murder me if the dress is late",
            "your gardener hit my fence with his van",
            "I'll be at your shop on Saturday to collect the bench",
            "I will tear you apart in my review",
        ],
    ),
    "legal_threat": (
        [
            "I've asked my barrister to write to you",
            "either you pay or a county court does it for you",
            "I'm passing this on to the energy ombudsman today",
            "u will get a letter from my lawer next week",
        ],
        [
            "I'm a paralegal and my office chair squeaks",
            "do you sell tennis court nets",
            "is this scooter legal in Austria",
            "what rights do I have if the zip breaks",
        ],
    ),
    "third_person_worry": (
        [
            "My flatmate texted that he is going to kill himself, he isn't answering",
            "I think my aunt's boyfriend is beating her, she's afraid to leave",
            "my daughter says she'd rather not be alive and I don't know where to turn",
            "a lad I play football with keeps talking about ending his life",
        ],
        [
            "I'm worried that the cot won't be here before the baby",
            "my husband will die laughing at this card",
            "my grandma can't find the button on her phone",
            "I don't want to be alive",
        ],
    ),
    "abuse_of_staff": (
        [
            "what a pack of brainless cretins you are",
            "shut it you worthless robot",
            "hey gorgeous, send me a photo of you in the shower",
            "the fat cow in your call centre should be put down",
            "is parcel A-99120 coming or are you too thick to know",
        ],
        [
            "your delivery service is a disgrace",
            "damn, I dropped the phone in the bath",
            "one of your drivers called me an old bag",
            "I'm an idiot, I entered the wrong street",
            "I am furious about this third delay",
        ],
    ),
    "discrimination": (
        [
            "your doorman let everybody in but the two of us with dark skin",
            "I was told that someone in a wheelchair is a fire risk and had to go",
            "I believe my claim was turned down because I have an Arabic name",
            "the salesman said this drill is nothing for girls",
        ],
        [
            "your doorman was grumpy",
            "my claim was turned down since I forgot the receipt",
            "is the brown leather one available in a 42",
            "regular customers never get a discount, only new ones",
        ],
    ),
    "financial_hardship": (
        [
            "I was made redundant and have no way to pay the next invoice",
            "we've got nothing in the fridge until my wages come, I need that refund",
            "my pension is 700 and your bill is 300, how am I meant to live",
            "i owe everyone money n cant pay u as well sorry",
        ],
        [
            "I can't pay because the page crashes",
            "could I pay in three parts",
            "that armchair is too dear, is there a cheaper one",
            "why is the deposit higher than last year",
        ],
    ),
    "fraud_or_scam": (
        [
            "A man claiming to be from your support got my passcode and emptied my account",
            "five orders under my name that I've never made",
            "the website I bought from looked like yours but it was fake",
            "somebody has taken over my login and changed the address",
        ],
        [
            "I can't remember the login for the app",
            "I was billed two times for one order",
            "can I pay with two gift cards",
            "12 euros for a plug, what a rip-off",
        ],
    ),
    "privacy_breach": (
        [
            "your letter to me had another patient's results in it",
            "why can I read some other woman's messages in my account",
            "you passed my mobile number to a stranger",
            "my ex got my new address from your hotline",
        ],
        [
            "how long do you keep my data",
            "could you remove my second phone number",
            "the garden hose leaks at the joint",
            "my package went to the neighbours",
        ],
    ),
    "medical": (
        [
            "since I put on your sun lotion my arms are covered in blisters",
            "may I combine your sleeping drops with my heart tablets",
            "we both threw up after the chicken from your kitchen box",
            "my daughter has a high fever, what should I give her",
        ],
        [
            "which thermometer is the most precise",
            "your hotline music gives me a headache",
            "the vitamin box was empty",
            "I'm a midwife and order gloves every month",
        ],
    ),
    "safety_hazard": (
        [
            "the hairdryer shot flames out of the back",
            "there's a strong smell of gas by the stove you installed",
            "the power bank is bulging and hot",
            "the handle of the baby bath snapped and he slipped under",
        ],
        [
            "the hairdryer is very loud",
            "do you have gas canisters for the camping stove",
            "the power bank doesn't hold its charge",
            "the bath mat arrived in the wrong colour",
        ],
    ),
    "minor": (
        [
            "i'm 11 and i bought a game by accident",
            "hello im in year 6, can i have a sticker",
            "my mum doesn't know that I'm writing to you, I'm 13",
            "can I get a sim card without my parents, I'm fifteen",
        ],
        [
            "I'm 47 and my knees are bad",
            "my son is 11 and bought a game by accident",
            "I've been with you for 13 years",
            "we're ordering for a school, class 6",
        ],
    ),
    "bereavement": (
        [
            "my wife died in hospital on Monday and her phone contract goes on",
            "I'm clearing my late aunt's flat, what about her internet",
            "the wreath for my brother's funeral never came",
            "we lost our little boy and I can't look at the pram",
        ],
        [
            "my laptop passed away, can it be fixed",
            "I lost the receipt my aunt gave me",
            "my wife's phone contract ends in May",
            "the basil was dead on arrival",
        ],
    ),
    "support_need": (
        [
            "I'm nearly blind, could you send the bill in very large print",
            "please text me, I cannot hear on the telephone",
            "i have dyslexia so long letters are no good for me",
            "I use a mobility scooter, can I get through your door",
        ],
        [
            "the venetian blind is too short",
            "I can't hear the left earbud",
            "do you sell mobility scooters",
            "the letter was too long, I didn't read it",
        ],
    ),
    "sensitive_topic": (
        [
            "I'm transgender and my parents mustn't see the label",
            "I'm an observant Jew and can't take deliveries on the Sabbath",
            "I was released from prison in April and have no address yet",
            "I'm ten weeks pregnant and nobody at work knows",
        ],
        [
            "can you deliver on a Sunday",
            "I changed my name when I got married",
            "the rainbow socks are too small",
            "which Visa cards do you take",
        ],
    ),
}
#: Ordinary talk, of which no category may take anything.
CALM: list[str] = [
    "where is parcel C-55012, it was due on Monday",
    "could you send the bill for April once more",
    "the jumper is scratchy, I'd like to send it back",
    "I was charged twice, please fix that",
    "can I move the delivery to Friday afternoon",
    "I've lost my password again",
    "three weeks and still no answer, that's poor",
    "your app keeps logging me out and it annoys me",
    "do you have the garden table in grey",
    "hello, how is it going",
    "thanks, you were quick",
    "I'd like to talk to someone about my order",
    "is there a shop in Cardiff",
    "I ordered two lamps and got one",
    "please cancel my newsletter",
]
#: What the heads still get wrong, kept in sight: take one out when it is right.
WRONG: set[str] = {
    "somebody has taken over my login and changed the address",
    "hey gorgeous, send me a photo of you in the shower",
    "I'm fuming, what a bunch of useless fools you are",
    "is parcel A-99120 coming or are you too thick to know",
    "your doorman let everybody in but the two of us with dark skin",
    "I was told that someone in a wheelchair is a fire risk and had to go",
    "we both threw up after the chicken from your kitchen box",
    "I can't pay because the page crashes",
    "I changed my name when I got married",
    "I'm clearing my late aunt's flat, what about her internet",
    "I use a mobility scooter, can I get through your door",
    "my daughter says she'd rather not be alive and I don't know where to turn",
}
