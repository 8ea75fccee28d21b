"""How a language bends its words, and which of them say little: what the search knows of a language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Inflection:
    """Words and endings without accents, in small letters."""

    endings: tuple[tuple[str, ...], ...]
    """Groups of endings; of each group in turn, the longest that a word has is cut off, if enough of it stays."""
    common: tuple[str, ...]
    """Words that say nothing of the subject of a sentence: articles, pronouns, what asks a question."""


def inflection(lang: str) -> Inflection:
    """Return that of a language, given by its tag; of one that is not known here, nothing is cut off or common."""
    return _KNOWN.get(lang.partition("-")[0], Inflection((), ()))


def _of(plural: str, others: str, common: str) -> Inflection:
    return Inflection((tuple(plural.split()), tuple(others.split())), tuple(common.split()))


_KNOWN = {
    "fr": _of(
        "s x aux",
        "e ee ees er ez ent ons ont ant ante ants ance ence ais ait aient era erai erez eront ir it i ie is ment "
        "ement re rai rez u ue tion ation ition sion ion if ive eur euse able ible age al ale el elle",
        "a ai ais as au aux avec avez avoir avons c ca ce cela ces cet cette chez ci comme comment d dans de des "
        "dois doit donc du elle elles en encore est et etait etre eux faire fait faut il ils j je l la le les "
        "leur leurs lui m ma mais me mes mon n ne ni nos notre nous on ont ou par pas peu peut peux plus "
        "plusieurs pour pourquoi puis quand que quel quelle quelles quels qu qui quoi s sa sans se ses si sommes "
        "son sont suis sur t ta te tes ton toujours tout toute toutes tous tres trop tu un une va vais veut veux "
        "via vos votre vous y",
    ),
    "en": _of(
        "s es ies",
        "e y ie ed er ers ing ings ion ation ment ments ness ly al able ible ance ence ant ent ive ity",
        "a about again all am an and any are as at be been being but by can could did do does doing for from get "
        "had has have he her him his how i if in into is it its just ll me more my no not of on or our out re s "
        "she should so some than that the their them then there these they this those to too ve was we were what "
        "when where which who whom whose why will with would you your yours",
    ),
    "de": _of(
        "s e en er n es em ern",
        "e ung ungen t et te ten test st lich ig isch heit keit end",
        "aber als am an auch auf aus bei bin bis da das dass dem den der des die doch du durch ein eine einem "
        "einen einer eines er es fur haben hat ich ihr im in ist ja kann man mein mit muss nach nicht noch nur "
        "oder ohne sein sich sie sind so um und uns von vor wann warum was wenn wer wie wir wird wo zu zum zur",
    ),
    "es": _of(
        "s es",
        "a o e ar er ir ado ada ido ida ando iendo cion aciones amiento imiento mente ador adora able ible",
        "a al algo como con cual cuando de del donde el ella ellos en entre es esta este esto ha hacer hay la las "
        "le lo los mas me mi mis muy no nos o para pero por porque que quien se si sin sobre son soy su sus te tu "
        "un una uno y ya yo",
    ),
}
