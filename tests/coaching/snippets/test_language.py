import pytest

from coaching.snippets import language, words


def english(text):
    return language.is_english([word for word in words.split(text).plain if word[0].isalpha()])


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry to hear your parcel never came, Ann.",
        "Which browser are you using?",
        "Unplug the router, wait a minute, then plug it back in.",
        "pls dm ur order number n we will chk",
        "Oh no!",
    ],
)
def test_english_is_english_however_short_or_hurried(text):
    assert english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Es tut uns leid zu hören, dass Ihr Paket nicht angekommen ist.",
        "Lamentamos mucho las molestias que esto le haya podido causar.",
        "Nous sommes désolés pour ce retard, pouvez-vous nous envoyer votre numéro ?",
        "Kami mohon maaf atas ketidaknyamanan yang terjadi hari ini.",
        "Przepraszamy za opóźnienie, sprawdzimy to jeszcze dzisiaj.",
        "ご不便をおかけして申し訳ございません 確認 いたします",
        "Вибачте за незручності ми перевіримо це сьогодні",
    ],
)
def test_other_languages_are_told_apart(text):
    assert not english(text)
