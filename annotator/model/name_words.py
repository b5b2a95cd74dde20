# SPDX-License-Identifier: MIT
"""The English words by which `model.names` tells offices from names.

All in small letters.  A word that is missing costs one correction by hand; a
surname among the titles would cost a name, so words that are both are left out.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A phrase longer than this is no alias.
LONGEST_ALIAS: Final = 60

ARTICLES: Final = _words("the a an")

PRONOUNS: Final = _words(
    "i we you he she they it him her them us me this that these those who one "
    "himself herself themselves someone somebody everyone everybody nobody"
)

#: Words that begin a phrase which points at somebody already named.
POINTERS: Final = _words("the this that his her their our its my same")

TITLES: Final = _words(
    """
    president vice-president premier chancellor minister prime-minister
    secretary undersecretary secretary-general director director-general
    commissioner ambassador envoy governor mayor senator congressman
    congresswoman representative deputy mp mep speaker chairman chairwoman
    chairperson chair head chief leader co-leader spokesman spokeswoman
    spokesperson official diplomat lawmaker general colonel major captain
    lieutenant sergeant admiral commander marshal king queen prince princess
    emperor sultan emir sheikh pope cardinal archbishop bishop reverend rabbi
    imam judge justice prosecutor attorney lawyer professor doctor dr prof mr
    mrs ms miss sir dame lord lady economist analyst expert researcher
    scientist historian journalist reporter correspondent editor columnist
    author writer activist ceo cfo founder co-founder owner manager coach
    adviser advisor aide member candidate ex-president ex-minister
    """
)

#: Words that stand beside a title and name nobody by themselves.
TITLE_PARTS: Final = _words(
    """
    prime foreign defence defense interior finance economy health energy justice
    former acting deputy first second third senior vice state general press
    president's minister's government ministry's top party military opposition
    man woman group company ministry government statement report
    """
)

#: Small words inside names.
PARTICLES: Final = _words(
    "de del della der den des di da do dos du la le van von vom zu zum ter ten "
    "af av bin ibn bint abu al el ould y e"
)

PREPOSITIONS: Final = _words(
    "of for in at on from to with by and or against under near"
)

#: Words that begin a phrase about nobody in particular.
VAGUE: Final = _words(
    "some many several few most other others unnamed anonymous various all "
    "both two three four five dozens hundreds thousands certain"
)

#: Nouns for unnamed groups, as the last word of a phrase.
PLURALS: Final = _words(
    """
    officials leaders sources experts analysts critics supporters observers
    diplomats lawmakers residents witnesses people media reports participants
    allies partners ministers politicians scientists economists activists
    protesters journalists soldiers troops authorities members
    """
)

ORGANIZATIONS: Final = _words(
    """
    ministry ministries party union government parliament senate congress
    council committee commission court agency office bureau department
    administration authority bank company corporation group institute
    university association federation organisation organization foundation
    league alliance army navy police service staff board cabinet kremlin
    newspaper news broadcaster television radio times post press centre center
    fund society network movement coalition embassy inc ltd gmbh plc llc
    """
)

#: A few places that speak as such; anything else is chosen by hand.
PLACES: Final = _words(
    """
    ukraine russia lithuania latvia estonia poland germany france britain
    england scotland ireland spain portugal italy greece hungary romania
    bulgaria slovakia slovenia croatia serbia austria switzerland belgium
    netherlands denmark sweden norway finland iceland moldova georgia armenia
    azerbaijan belarus kazakhstan turkey türkiye israel iran iraq syria egypt
    china japan india pakistan brazil mexico canada australia kyiv moscow
    vilnius riga tallinn warsaw berlin paris london brussels budapest prague
    vienna rome madrid washington beijing tokyo minsk ankara
    """
)
