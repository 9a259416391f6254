"""Two lists of common English words: those that are no name, and those that tell nothing about a theme."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GRAMMAR = _words("""
a able about above across actually after again against ago all almost along already also although always am
among an and another any anybody anyone anything anyway are area areas aren't around as ask at away back be
became because become been before behind being below best better between beyond big both bring but by came can
can't cannot come comes coming could couldn't currently definitely did didn't different do does doesn't doing
don't done down due during each easily either else end enough especially etc even ever every everybody
everyone everything everywhere example extra far feel feels few find first for from full further general
generally get gets getting give given gives go goes going gone good got great had hadn't happen happening hard
has hasn't have haven't having he help her here hers herself him himself his how however i i'd i'll i'm i've
if important improve improved improvement improving in include included including inside instead into is isn't
issue issues it it'd it'll it's its itself just keep know lack largely last late least less let let's like
likely little live long look looking lot lots made mainly make makes making many may maybe me mean might more
most mostly much must my myself near nearly necessary need needed needing needs neither never new next no
nobody none nor not nothing now of off often ok okay old on once one ones only onto or other others ought our
ours ourselves out over own part particularly per perhaps place please plus possible possibly probably problem
problems proper properly provide provided put quite rather really regarding regularly right said same say see
seem seems seen several shall she should shouldn't show simply since so some somebody someone something
sometimes somewhere soon sort still such sure take taken takes taking tell than thank thanks that that's the
their theirs them themselves then there there's therefore these they they'd they'll they're they've thing
things think this those though thought through throughout thus to together too toward towards tried try trying
two under unfortunately unless until up upon us use used useful using usually various very via want wants was
wasn't way ways we we'd we'll we're we've well went were weren't what what's when where whether which while
who whole whom whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've
your yours yourself yourselves what when where which who whom whose why how would could should suggest
suggestion suggestions answer question comment comments opinion believe hope wish wished currently currently
today
""")
STOP_WORDS = _GRAMMAR | {word.replace("'", "") for word in _GRAMMAR if word.endswith("n't")}
"""Left out of a theme's terms. Besides grammar: what an answer to "what should change?" says whatever it is
about."""

NOT_NAMES = _words("""
chair chairman mayor plan president
a able about after again against ago all almost already also appointment appointments surgery practice always
am an and another any anyone are around as ask asked at attached away back bad be because been before being
below best better big both busy but by call called came can car cars cctv clean coming constable constables
constabulary commissioner control could crime cross cul current cut day days de did do does doing done down
dry due each eight end ever every except extra family far few fewer final fine first five fix flat for force
former four free from front full game general get gets girl give given go goes going good got great had half
hard has have having he help her here high him his home hour hours how however i if important in into
irrelevant is isn't it its job just keep kept key km know known lane lanes last late later left less let like
line little local long look lot low m made main make man many may maybe me men met mile miles min mine mins
minor minute minutes mixed month months more most mph much mud must my narrow near nearby need needs neither
never new next nice night nine no non none nor normal not nothing now nowhere of off office officer officers
old on once one only onto open or other others our out over own parked part past pay pc pcs pedestrian people
per percent place placed police post private pub public put quick quiet ran rather real really register
registered removed residential residents rest right road roads room run rural safe said same sat saw say
school second see seem seen separate service services set seven several she should shown side since single six
slow small so some soon speed staff started station still stop straight such sure take team teams ten than
thank thanks that the their them then there these they this those thousand three through time to today told
too top tough town toward towards traffic tried try two under until up upon urban us use used using very via
village wait walk walking was way we week weeks well went were what when where which while who whole whose why
wide widely will wish with withheld without won't work works world would wrong yard yards year years yes yet
you your above anonymous mentioned redacted
""")
"""Words of ordinary writing that stand where a name, a street or the end of a registration mark could
stand."""

LOWER_STREET_NAMES = _words("station school church post park mill market clean")
"""Of these, the words that name a street even in lower case: "14 station road"."""

STREET_NAMES = LOWER_STREET_NAMES | _words("""
the back best cross fine first free front full great green hall high home long low main middle new old over private
second service short single side third three top town two upper village west within
""")
"""Of these, the words that name a street when written with a capital: "2 High Street"."""
