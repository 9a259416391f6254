"""Building blocks of identifiers in British free text, and checks that tell an identifier from what only
looks like one.

Sources: postcode areas and the shape of a postcode, ONS Postcode Products; telephone numbers, Ofcom National
Telephone Numbering Plan; registration marks, DVLA INF104; National Insurance numbers, HMRC NIM39110; NHS
numbers (modulus 11), NHS Data Dictionary; card numbers (Luhn), ISO/IEC 7812-1.
"""

import re
from collections.abc import Callable

from frankpledge.evidence.text.words import LOWER_STREET_NAMES, NOT_NAMES, STREET_NAMES

Match = re.Match[str]
Check = Callable[[Match], bool]

# Numbers that everybody may know. Reporting one tells nothing about anybody.
PUBLIC_NUMBERS = frozenset({"101", "105", "111", "112", "119", "159", "999", "116123", "116000"})


def _any_of(words: str) -> str:
    """An alternative of words, the longest first, so that "Drive" is not read as "Dr"."""
    return "|".join(sorted(words.split(), key=lambda word: (-len(word), word)))


GAP = r"[ \t\u00a0]"
DASH = r"[-\u2010-\u2013]"
CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de]"
LETTER = r"[^\W\d_]"
NAME_WORD = rf"{CAPITAL}(?:{LETTER}|['’\-](?={LETTER})){{1,24}}"
LOWER_NAME_WORD = rf"{LETTER}(?:{LETTER}|['’\-](?={LETTER})){{1,24}}"
_INITIAL = rf"{CAPITAL}\b\.?"
_PARTICLE = rf"(?:(?:van|von|de|del|della|der|den|di|da|al|el|bin|ibn|ap|ab|ferch|le|la|Mac|Mc){GAP}|al-|el-)"
_SURNAME = rf"(?:{_PARTICLE}){{0,2}}{NAME_WORD}"
FULL_NAME = rf"(?:{_INITIAL}{GAP}?){{0,3}}{_SURNAME}(?:{GAP}(?:{_INITIAL}{GAP})?{_SURNAME}){{0,2}}"

_AREAS = _any_of(
    """AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC
    EH EN EX FK FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M
    ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY
    TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"""
)
POSTCODE = (
    rf"(?<!\w)(?:GIR(?:{GAP}){{0,2}}0AA|(?P<area>{_AREAS})[0-9][0-9A-HJKMNPR-Y]?"
    rf"(?P<gap>(?:{GAP}|{DASH}){{0,2}})(?P<inward>[0-9][ABD-HJLNP-UW-Z]{{2}}))(?!\w)"
)

_STREET_WORDS = """street st road rd lane ln avenue ave close drive way court crescent cres place terrace gardens gdns
    grove hill mews square walk rise heol ffordd stryd"""
STREET_LOWER = _any_of(_STREET_WORDS)
_STREET_NAMES = """ Street St Road Rd Lane Ln Avenue Ave Av Close Cl Drive Dr Way Court Ct Crescent Cres Place Pl
    Terrace Terr Gardens Gdns Garden Grove Gr Hill Mews Square Sq Row Walk Park Rise View Green Parade Croft Field
    Fields Meadow Meadows Heights End Wharf Quay Villas Cottages Path Yard Broadway Hollow Vale Ridge Spinney Furlong
    Leys Dene Chase Common Gate Mount Heol Ffordd Stryd """
STREET = _any_of(_STREET_NAMES + _STREET_NAMES.upper() + _STREET_WORDS)
FLAT = (
    rf"(?:(?:(?i:flat|apartment|apt|unit|room|no|number)\.?{GAP}?[0-9]{{1,4}}[A-Za-z]?,?{GAP}{{1,2}})"
    rf"(?=[0-9]))?(?:(?i:no|number)\.?{GAP})?"
)

TITLE = _any_of(
    """Mr Mrs Ms Miss Mx Dr Doctor Prof Professor Rev Revd Reverend Fr Sir Dame Lord Lady Cllr Councillor MR
    MRS MX DR CLLR REV"""
)
_RANKS = """PC Pc WPC PCSO Pcso SC DC DS DI DCI DSU PS Sgt SGT Sergeant Sargeant Insp Inspector Chief_Inspector Supt
    Superintendent Chief_Superintendent Ch_Supt ACC DCC Constable Police_Constable Special_Constable Detective
    Detective_Constable Detective_Sergeant Detective_Inspector Chief_Constable Assistant_Chief_Constable
    Deputy_Chief_Constable Officer Firefighter Watch_Manager Station_Manager Chief_Fire_Officer Judge"""
RANK = _any_of(_RANKS).replace("_", GAP)

REFERENCE_WORD = r"(?:(?:reference|refs?|number|num|nos?|nr|id)\b\.?)"
LINK = rf"(?:{GAP}{{0,2}}(?:[:#=\-–]|is\b|was\b|being\b)){{0,2}}{GAP}{{0,2}}"
_MONTH = _any_of("jan feb mar apr may jun jul aug sep oct nov dec")
_SHORT_DATE = (
    r"(?:[0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.][0-9]{2,4})?"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})[a-z]{{0,6}}(?: [0-9]{{4}})?)"
)
DATED_LOG = rf"[0-9]{{1,5}} ?(?:of|on) {_SHORT_DATE}"
REFERENCE = (
    r"(?:[A-Z]{1,4}[-/ ]?)?[0-9][0-9A-Z]{0,14}(?:[/*\-][0-9A-Z]{1,12}){0,3}"
    rf"(?: of {_SHORT_DATE})?"
)
DATE = (
    rf"[0-9]{{1,2}}(?:[-/. ][0-9]{{1,2}}[-/. ]|(?:st|nd|rd|th)?[ -](?:{_MONTH})[a-z]{{0,6}}[ ,-]{{1,2}})"
    r"(?:[0-9]{4}|[0-9]{2})"
)


def digits_of(text: str) -> str:
    """The digits 0 to 9 in a text, and nothing else."""
    return re.sub(r"[^0-9]", "", text)


def is_a_postcode(match: Match) -> bool:
    """Not the "M1 1st exit" or the "B4 2nd turning": a road followed by an ordinal number."""
    inward, area = match["inward"], match["area"]
    ordinal = inward in {"1st", "2nd", "3rd"} or (inward is not None and inward[1:] == "th")
    return not (ordinal and match["gap"] and area in {"M", "B"})


def is_no_date(match: Match) -> bool:
    """Not "01-02-2021 10" in place of a telephone number."""
    return not re.match(r"[0-9]{1,2}[-. ][0-9]{1,2}[-. ](?:19|20)[0-9]{2}(?![0-9])", match[0])


def is_no_public_number(match: Match) -> bool:
    """Not 999, 101 and the like."""
    return digits_of(match["what"]) not in PUBLIC_NUMBERS


def has_enough_digits(least: int) -> Check:
    """At least so many digits, and not a public number: "crime number 101" is advice, no reference."""

    def check(match: Match) -> bool:
        digits = digits_of(match["what"].split(" of ")[0])
        return len(digits) >= least and digits not in PUBLIC_NUMBERS

    return check


def passes_nhs_check(match: Match) -> bool:
    """Weights 10 to 2 on the first nine digits; 11 minus the remainder by 11 is the tenth (11 counts as
    0)."""
    digits = [int(digit) for digit in digits_of(match[0])]
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (0 if rest == 11 else rest)


def passes_luhn_check(match: Match) -> bool:
    """From the right, every second digit doubled; the sum of all digits is a multiple of ten."""
    digits = [int(digit) for digit in reversed(digits_of(match[0]))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def letters_are_no_word(match: Match) -> bool:
    """A mark written in two parts has no word for letters: not "A43 AND", not "THE 90S"."""
    in_one = not re.search(rf"{GAP}|-", match[0])
    return in_one or match["letters"].lower() not in NOT_NAMES


def no_part_is_a_word(match: Match) -> bool:
    """A mark in three parts is one only if neither half reads as a word: not "UP TO 10 PER", not "IN 24 HRS"."""
    return not {match["first"].lower(), match["letters"].lower()} & (NOT_NAMES | {"hrs", "hr", "kms", "ft"})


def mixes_letters_and_digits(match: Match) -> bool:
    """A mark has both, and its letters are no ordinary word: not "reg number 12 was"."""
    words = set(re.findall(r"[a-z]+", match["what"]))
    both = re.search("[0-9]", match["what"]) and re.search("[A-Za-z]", match["what"])
    return bool(both) and not words & NOT_NAMES


def is_a_street(match: Match) -> bool:
    """No year ("in 2021 Mill Lane …") in place of the house number; no "30 mph road", though "2 High Street"."""
    year = re.fullmatch(r"19[5-9][0-9]|20[0-4][0-9]", match["house"])
    street = match["street"]
    not_streets = NOT_NAMES - STREET_NAMES if street.istitle() else NOT_NAMES - LOWER_STREET_NAMES
    return not year and not not_streets.intersection(street.lower().split())


def begins_like_a_name(match: Match) -> bool:
    """The first word is none that goes on a sentence: not "my name is not …", not "PC World"."""
    words = [word.rstrip(".,").lower() for word in re.split(GAP, match["name"])]
    first = next((word for word in words if len(word) > 1), "")
    return first not in NOT_NAMES
