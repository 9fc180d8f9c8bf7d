"""One spelling for each word, so that dialect, contractions and thumbs on a phone change no reading."""

from unicodedata import normalize

from coaching.snippets import wordlists

SHORT = wordlists.spellings()
_KEEP_S = wordlists.ending_in_ise()
_PRONOUNS = frozenset(
    (
        "it",
        "that",
        "there",
        "here",
        "what",
        "who",
        "how",
        "where",
        "he",
        "she",
        "this",
        "everything",
        "something",
        "when",
    )
)
_ENDS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))


def words(raw: str) -> tuple[str, ...]:
    """The plain form of one token as written: lower case, long form of a contraction, one spelling.

    `"We've"` gives `("we", "have")`, `"apologise"` gives `("apologize",)`.
    """
    word = raw.lower() if raw.isascii() else normalize("NFC", raw).lower().replace("’", "'")
    if word in SHORT:
        return SHORT[word]
    if "'" in word:
        return _uncontracted(word)
    return (_american(word),)


def _uncontracted(word: str) -> tuple[str, ...]:
    for end, long in _ENDS:
        if word.endswith(end):
            return (*words(word[: -len(end)]), long.strip())
    if word.endswith("'s"):
        stem = word[:-2]
        return (*words(stem), "is") if stem in _PRONOUNS else (_american(stem),)
    return (word,)


def _american(word: str) -> str:
    if len(word) < 7 or "is" not in word or word in _KEEP_S:
        return word
    for end in ("ise", "ised", "ises", "ising", "isation", "isations", "isable"):
        if word.endswith(end):
            return f"{word[: -len(end)]}iz{end[2:]}"
    return word
