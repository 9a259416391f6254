"""The table of cues by which `alarms.py` finds sentences that somebody should see the same day.

Made to be read, and argued about, by somebody who does not program. One line is one cue:

* words stand as they are written, in any case: `kill myself`;
* `a/b/c` is any one of these words; a dash among them means "or none of them": `a/my/-`;
* a star stands for any ending: `threat*` finds threat, threats, threatened;
* `..` is a gap of up to three words, `....` of up to eight;
* a name in angle brackets is one of the lists in `WORDS`.

`NOT_MEANT` holds turns of phrase in which such words mean something else; what they cover is not looked at.
"""

WORDS: dict[str, str] = {
    "self": "myself himself herself themselves themself yourself",
    "me": "me him her them us my his our their",
    "relation": (
        "husband wife partner ex boyfriend girlfriend dad father stepdad stepfather mum mother stepmum brother sister "
        "son daughter uncle aunt grandad grandfather stepson cousin nephew spouse fiance fella"
    ),
    "someone": "he she they him somebody someone people man men woman lad lads guy neighbour neighbours gang gangs",
    "child": (
        "child children kid kids baby babies toddler toddlers boy girl boys girls teenager teenagers son daughter "
        "niece nephew grandson granddaughter pupil pupils minor minors"
    ),
    "hits": (
        "hit hits hitting beat beats beating beaten batter batters battered battering punch punches punched punching "
        "kick kicks kicked kicking slap slaps slapped slapping strangle strangles strangled strangling choke chokes "
        "choked choking hurt hurts hurting attack attacks attacked attacking assault assaults assaulted assaulting "
        "abuse abuses abused abusing rape rapes raped raping"
    ),
    "weapon": "knife knives gun guns machete machetes axe blade blades weapon weapons shotgun rifle acid petrol bomb",
}

DANGER = """
# own life and self-harm
kill/killing/killed/end/ending <self>
end/ending/ended my/his/her/their/it own/- life/all/lives
take/taking/took/taken my/his/her/their own life
suicid*
self harm*
self-harm*
selfharm*
cut/cutting/cuts/harm/harming/harms/hurt/hurting/burn/burning <self>
overdose/overdosed/overdosing
want/wanted/wants/wish/wished/going to/i/- die
want/wanted/wish to be dead
wish/wished i/he/she was/were dead
better off dead
better off without me
do not/don't/dont want to live/be here/exist any/anymore/more/longer
no reason/point/will to live/go/- on/living/live/-
no/any point in/- living
can't/cannot/cant/couldn't go on any/anymore/longer/like/living/-
can't/cannot/cant take it/this/much any/anymore/more/longer
don't/dont see a way out
jump/jumping/jumped off/from the/a bridge/roof/building
thoughts of ending/dying/death
"""

CRIME = ""
NOT_MEANT = ""
