"""One spelling for each word, so that dialect, contractions and thumbs on a phone change no reading."""

from unicodedata import normalize

SHORT = {
    "i'm": "i am", "im": "i am", "ive": "i have", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "cant": "can not", "cannot": "can not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not",
    "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not", "hasnt": "has not",
    "havent": "have not", "hadnt": "had not", "wont": "will not", "won't": "will not", "can't": "can not",
    "shan't": "shall not", "ain't": "is not", "thats": "that is", "whats": "what is", "theres": "there is",
    "heres": "here is", "youre": "you are", "youve": "you have", "youll": "you will", "theyre": "they are",
    "theyve": "they have", "theyll": "they will", "weve": "we have", "itll": "it will", "lets": "let us",
    "let's": "let us", "yall": "you all", "y'all": "you all", "gonna": "going to", "wanna": "want to",
    "gotta": "got to", "lemme": "let me", "gimme": "give me", "dunno": "do not know", "kinda": "kind of",
    "whatll": "what will", "thatll": "that will", "id've": "i would have", "coulda": "could have",
    "shoulda": "should have", "woulda": "would have", "tbh": "to be honest", "tho": "though", "thru": "through",
    "imo": "in my opinion", "btw": "by the way", "fyi": "for your information", "omg": "oh my god",
    "u": "you", "ya": "you", "ur": "your", "yr": "your", "r": "are", "pls": "please", "plz": "please", "plse": "please",
    "pleas": "please", "thx": "thanks", "tnx": "thanks", "thnx": "thanks", "tks": "thanks", "thanx": "thanks",
    "ty": "thank you", "thankyou": "thank you", "abt": "about", "bc": "because", "bcz": "because", "cuz": "because",
    "coz": "because", "cos": "because", "b4": "before", "acct": "account", "acc": "account", "msg": "message",
    "appt": "appointment", "tmrw": "tomorrow", "tomo": "tomorrow", "2moro": "tomorrow", "ppl": "people",
    "hv": "have", "hve": "have", "wud": "would", "shud": "should", "cud": "could", "wld": "would", "kno": "know",
    "knw": "know", "gud": "good", "teh": "the", "wich": "which", "alot": "a lot", "asnt": "has not", "sry": "sorry",
    "sory": "sorry", "soz": "sorry", "gr8": "great", "info": "information", "pic": "picture", "pics": "pictures",
    "okay": "ok", "kk": "ok", "alright": "all right", "hmmm": "hmm", "hm": "hmm", "aww": "aw", "awww": "aw",
    "ohh": "oh", "ohhh": "oh", "noo": "no", "nooo": "no", "mins": "minutes", "hrs": "hours", "sec": "second",
    "wifi": "wi-fi", "mgr": "manager", "dept": "department", "addr": "address", "num": "number", "qty": "quantity",
    "recieve": "receive", "recieved": "received", "apoligize": "apologize", "appologize": "apologize",
    "apologise": "apologize", "appologise": "apologize", "apoligise": "apologize", "apologies": "apologies",
    "appologies": "apologies", "apologys": "apologies", "definately": "definitely", "seperate": "separate",
    "occured": "occurred", "inconvience": "inconvenience", "inconvinience": "inconvenience",
    "inconvienence": "inconvenience", "inconveniance": "inconvenience", "inconvenienced": "inconvenienced",
    "frustating": "frustrating", "fustrating": "frustrating", "frustation": "frustration",
    "dissapointed": "disappointed", "disapointed": "disappointed", "dissappointed": "disappointed",
    "dissapointing": "disappointing", "disapointing": "disappointing", "unfortunatly": "unfortunately",
    "unfortunatley": "unfortunately", "wierd": "weird", "untill": "until", "adress": "address",
    "refered": "referred", "probelm": "problem", "isssue": "issue", "truely": "truly", "sincerly": "sincerely",
    "immediatly": "immediately", "experiance": "experience", "understnd": "understand", "undertand": "understand",
    "delievery": "delivery", "delivary": "delivery", "waitng": "waiting", "beleive": "believe",
    "cancelled": "canceled", "cancelling": "canceling", "travelling": "traveling", "travelled": "traveled",
    "travellers": "travelers", "traveller": "traveler", "labelled": "labeled", "fuelled": "fueled",
    "modelling": "modeling", "signalling": "signaling", "dialling": "dialing", "dialled": "dialed",
    "centre": "center", "centres": "centers", "theatre": "theater", "litre": "liter", "metre": "meter",
    "cheque": "check", "cheques": "checks", "programme": "program", "programmes": "programs", "licence": "license",
    "practise": "practice", "defence": "defense", "grey": "gray", "enquire": "inquire", "enquiry": "inquiry",
    "enquiries": "inquiries", "enquiring": "inquiring", "enquired": "inquired", "whilst": "while",
    "amongst": "among", "learnt": "learned", "burnt": "burned", "spelt": "spelled", "catalogue": "catalog",
    "dialogue": "dialog", "judgement": "judgment", "tyre": "tire", "tyres": "tires", "instalment": "installment",
    "instalments": "installments", "fulfil": "fulfill", "fulfilment": "fulfillment", "enrol": "enroll",
    "colour": "color", "colours": "colors", "coloured": "colored", "favour": "favor", "flavour": "flavor",
    "flavours": "flavors", "honour": "honor", "honoured": "honored", "behaviour": "behavior",
    "neighbour": "neighbor", "neighbours": "neighbors", "neighbourhood": "neighborhood", "labour": "labor",
    "favourite": "favorite", "favourites": "favorites", "humour": "humor", "jewellery": "jewelry",
    "cosy": "cozy", "mould": "mold", "mouldy": "moldy", "pyjamas": "pajamas", "storey": "story",
    "sceptical": "skeptical", "mum": "mom", "analyse": "analyze", "analysed": "analyzed", "analysing": "analyzing",
}  # fmt: skip

_KEEP_S = frozenset(
    ["otherwise", "advise", "advised", "advises", "advising", "exercise", "promise", "promised", "promises", "promising", "surprise", "surprised", "surprises", "surprising", "raise", "raised", "precise", "expertise", "franchise", "enterprise", "compromise", "compromised", "likewise", "merchandise", "disguise", "revise", "revised", "supervise", "supervised", "premise", "premises", "praise", "praised", "cruise", "cruises", "televised", "improvise", "devise", "devised", "comprise", "comprised", "despise", "advertise", "advertised", "advertising", "advertises", "noise", "noises", "poised", "raises", "raising", "arise", "arises", "promised", "rise", "rises", "rising", "cruising", "bruised", "merchandising", "exercising"]
)
_PRONOUNS = frozenset(["it", "that", "there", "here", "what", "who", "how", "where", "he", "she", "this", "everything", "something", "when"])
_ENDS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))


def words(raw: str) -> tuple[str, ...]:
    """The plain form of one token as written: lower case, long form of a contraction, one spelling.

    `"We've"` gives `("we", "have")`, `"apologise"` gives `("apologize",)`.
    """
    word = raw.lower() if raw.isascii() else normalize("NFC", raw).lower().replace("’", "'")
    if word in SHORT:
        return tuple(SHORT[word].split())
    if "'" in word:
        return _uncontracted(word)
    return (_american(word),)


def _uncontracted(word: str) -> tuple[str, ...]:
    for end, long in _ENDS:
        if word.endswith(end):
            return (*words(word[: -len(end)]), long.strip())
    if word.endswith("'s"):
        stem = word[:-2]
        return (stem, "is") if stem in _PRONOUNS else (_american(stem),)
    return (word,)


def _american(word: str) -> str:
    if len(word) < 7 or "is" not in word or word in _KEEP_S:
        return word
    for end in ("ise", "ised", "ises", "ising", "isation", "isations", "isable"):
        if word.endswith(end):
            return f"{word[: -len(end)]}iz{end[2:]}"
    return word
