"""The words around a name that tell that it is one, and the words that tell that it is not.

Kept apart from `person_names.py`, which uses them, so that they can be read by somebody who does not program. All in
small letters; the lists of names and places themselves are files in `data/`.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABOVE_ALL = _words("""
john mark frank carol jack peter maria heather terry roger harry billy ruby robin bonnie bobby victor martin lee jimmy
tony jasmine chad troy mike sally holly dean bill rosemary sue max derrick tom daisy patsy hector bob brad rick jade
drew mickey ken phoebe ed amir matt josh nick barney deb dick don donna eddy jock jay andy jules mary william richard
charles george anna stephen raymond patrick douglas harold evelyn arthur joyce albert kyle ann keith bruce leslie
bryan vincent gabriel erin clarence ernest craig leonard isabella ella ellen clara allen edith isaac eva norman lynn
alexandra connor clifford barry stacey brett stella lewis kelsey hailey gilbert oliver sidney arnold kerry tracey
allan hugh ross tyrone morris wendell lacey hayley ellis percy clare stewart winston maud andreas moira angus errol
bryn ashley shirley victoria lawrence logan bradley stanley morgan lindsey spencer nelson frances shannon garry perry
marshall seymour murray leighton dudley benson brandon howard cedric gavin graham kevin nigel trevor hazel ivy
""")
"""In a dictionary or on the map too ("jack", "Craig"), and with a capital nearly always somebody."""

DATES_AND_PLACES = _words("""
january february march april may june july august september october november december summer autumn winter spring
monday tuesday wednesday thursday friday saturday sunday easter christian lord lady king queen prince duke earl baron
bishop dean judge major general junior senior early long little north south east west royal regal imperial china india
asia israel paris london florence sydney kent devon lincoln chester preston bradford bristol boston houston dallas
austin carolina georgia virginia dakota montana kenya america britain english french holland ireland scotland wales
cornwall somerset essex lancaster york durham windsor kingston hamilton wellington camden carlisle stafford hereford
warwick milton clay savannah denver orlando columbus raleigh canada france spain arab egypt persia my an love ever
male female baby lane street park forest page hall church temple field fields hill hills bridge brook brooks marsh
moor heath dale dell ford bay coral ocean marina delta mercury saturn mars trinity unity liberty memory miracle manual
author channel storm sky star sun moon rain snow post law bill
""")
"""Names of people too, but first of all days, months, places and titles: a name only where somebody is announced."""

NEVER_ALONE = DATES_AND_PLACES | _words("""
hope faith joy grace will chance justice case mercy price prudence freedom harmony heaven destiny angel diamond
crystal gene green brown black white grey gray gold silver art pat van job jobs miles wood woods cross glen rock stone
sands bell ball banks barn best bond bush butler carpenter carter cash cook cooper day drew fair farmer fisher flowers
fox friend gardener gates golden good hardy head hunter knight locke mason mayor means mills miller mann moore noble
parks penny peace pearl pepper piper pope porter power powers ray reason reed rich rivers rose rush sage sargent
school sharp shepherd short singer small smart speed steel strong swan sweet taylor tanner thorn tower town turner
walker wall walls ward waters weaver weeks wise wolf wells winters young champion dawn eve carry marry harry ring
sterling sunny cherry berry basil herb echo nova aurora luna venus jupiter apollo legend blaze ace rebel dusty misty
sandy rusty rocky lucky merry ginger olive amber sunshine teddy pet buddy bud buster lad lass guy lovely skye patience
honesty charity
""")
"""Names, and ordinary words as well: taken for a name only where what stands around says so."""

KIN = _words("""
husband wife partner boyfriend girlfriend fiance fiancé fiancée dad daddy father stepdad stepfather mum mummy mom
mother stepmum brother sister son daughter uncle auntie aunty aunt grandad grandfather grandma grandmother nan nana
nanny gran cousin nephew niece grandson granddaughter stepson stepdaughter ex friend mate colleague neighbour neighbor
boss manager carer landlord landlady lodger tenant flatmate housemate twin toddler in-law mother-in-law father-in-law
brother-in-law sister-in-law son-in-law daughter-in-law guy lad bloke chap fella lady gentleman
""")
ROLES = _words("""
officer officers constable sergeant inspector detective pcso nurse nurses doctor midwife physio therapist counsellor
councillor cllr teacher headteacher head tutor social-worker worker receptionist caseworker investigator volunteer
firefighter paramedic vicar pastor imam rabbi priest solicitor barrister magistrate coroner victim suspect offender
culprit dealer thief burglar attacker driver coach warden caretaker matron consultant surgeon dentist pharmacist
psychiatrist psychologist chef secretary chairman chairwoman clerk supervisor
""")
SPOKEN_TO = _words("""
thank thanks thankyou cheers hi hello hey dear bless ask asked tell told contact contacted met meet know knew see saw
seen phoned rang call called named name's nicknamed aka alias with by signed love regards sincerely faithfully and
from to for remember miss praise congratulate recommend mention mentioned about like against between while because
that if when but when, so as whether than says said unlike poor dearest lovely without except besides including ie
kudos blame visited married
""")
SAID_OF_PLACES = _words("""
and from to for with by about like against between while because that if when whether than as but so know known except
besides including without ie
""")
"""Of these, what stands before a place as often as before somebody."""

LOWER_CUES = _words("named name's nicknamed aka alias")
"""After these a name is expected even when it is written small."""

SOMEBODY = (
    KIN
    | ROLES
    | _words("""
brothers sisters men women lads boys girls family couple man woman boy girl kid child person people someone somebody
teenager youth youths one is are was were he's she's they're i'm he she
""")
)
"""Before "called": then a name follows. In "I called …" it need not."""

INTRODUCE = (("name", "is"), ("name", "was"), ("goes", "by"), ("known", "as"), ("thanks", "to"), ("thank", "you"))

FAMILY = _words(
    "family family's families brothers sisters boys twins lot clan household kids children lads gang residence"
)
"""After a surname: "the Kowalski family"."""

ONE_OFFICER = _words("officer pcso constable sergeant nurse councillor cllr inspector detective matron midwife")
"""After one of these a name may be written small."""

OF_A_PLACE = _words("""
village town city parish county area north south east west side edge centre outskirts end part parts top bottom middle
university bishop duke earl mayor bank isle borough district streets roads people residents
""")

AT_A_PLACE = _words("""
in at near on around through towards toward outside across via into off along within throughout behind beyond round
opposite past over under above below inside between
""")
DETERMINERS = _words(
    "the a an this that these those any some every each no another which what both all more most our your their"
)

VERBS = _words("""
who said says told came comes helped helps made makes went goes knew knows listened listens took takes gave gives
explained explains lives lived moved keeps kept parks parked sells sold deals shouts shouted threatened threatens hit
hits attacked robbed stole runs ran worked put rang rung called visited treated understood understands arranged
answered died promised agreed ignored refused asked asks walked walks drives drove sits sat stood stands deserves
phoned emailed attended responded dealt spoke speaks talked turned saved looked punched kicked assaulted broke smashed
follows followed stalks stalked bullied bullies wants wanted thinks thought tries tried got gets left stayed stays
arrested reassured supported saw noticed apologised failed lied smokes drinks screamed shows showed admitted claims
claimed complained complains retired joined organised volunteers cares cared wrote writes taught teaches loves loved
hates likes lost found bought brings brought drops picked picks threw throws plays played rides rode sorted
""")
"""After a word with a capital, at the beginning of a sentence too: somebody does this."""

STATES = _words("was is has had isn't wasn't hasn't always never really")
"""After a word with a capital: somebody, or something."""

LIKE_A_PERSON = _words("""
lovely kind helpful rude amazing friendly great fantastic very so really always absolutely excellent brilliant
wonderful polite caring patient good nice super superb professional understanding arrested drunk extremely just my a
an the not been no too quite such never still attentive compassionate approachable thorough attacked robbed stabbed
violent aggressive abusive dangerous dealing selling threatening banned assaulted burgled harassed
""")

OF_A_PERSON = _words("lovely kind helpful rude polite caring friendly patient attentive compassionate drunk aggressive")
"""Of these, what only a person can be."""

PLACE_NOUNS = _words("""
road street lane avenue close drive way court crescent terrace gardens garden grove hill mews square walk row park
rise view green parade croft field fields meadow meadows heights end wharf quay villas cottages path yard broadway
hollow vale ridge spinney furlong leys dene chase common gate mount roundabout junction bypass ringway circle
boulevard blvd rd st ave ln dr cres highway hwy freeway expressway parkway pkwy trail bridge river lake creek canal
brook valley village town city county shire streets roads lanes farms farm works co rds district borough parish ward
estate area north south east west centre center school schools primary junior infant infants secondary academy college
university uni nursery hospital hospitals clinic surgery unit practice house lodge hall church chapel mosque temple
cathedral abbey priory station museum library theatre arena stadium market shopping mall shop store supermarket pub
inn hotel restaurant cafe bar club airport council police constabulary force fire rescue trust team service services
society association foundation centre's company ltd limited plc group bank building buildings tower towers wood woods
forest heath moor barn island bay beach pool leisure sports festival fair fete show day week month awards award act
bill law review report enquiry inquiry syndrome disease scale scheme project programme app online website paper news
times post mail telegraph chronicle echo united rovers wanderers athletic fc rfc cc party government parliament
assembly elementary middle high isd
""")
"""After a word with a capital: a place, a body or a thing, and not a person."""

PLACES_WRITTEN_SMALL = _words("""
road street lane avenue ward hospital school estate park council police surgery village station area town
""")
"""Of these, the words that make a place of the name before them even when written small: "Victoria road"."""

ALSO_SURNAMES = _words("""
close court hill park green field fields end chase common mount bridge brook lake house hall church lodge wood woods
barn pool day fair show bill law post bank tower heath moor forest farm street lane garden grove walk way view ridge
vale gate square temple abbey west north east south rise marsh banks bay high junior may market read reid
""")
"""Of these, the words that are surnames too: after a first name they belong to it ("Jane Hill")."""

BEFORE_A_PLACE = _words("""
st saint lake mount port great little upper lower north south east west fort new old royal hms camp mt san santa los
las el la le chateau university college church street road
""")

NO_NAMES = (
    _words("""
covid corona coronavirus zoom whatsapp facebook twitter instagram tiktok snapchat youtube google netflix spotify
brexit tesco asda aldi lidl sainsbury sainsbury's sainsburys waitrose morrisons iceland co-op coop boots argos ikea
mcdonald's mcdonalds kfc greggs costa starbucks nando's nandos wetherspoons spoons uber deliveroo ulez nextdoor
crimestoppers gov wifi wi-fi app apps physio physios appt appts gp gps pcso pcsos cctv asb anpr speedwatch
neighbourhoodwatch xmas ebike e-bike ebikes e-bikes escooter e-scooter escooters e-scooters tv tvs pc pcs ok okay
gonna wanna cos cuz coz tbh imo lol etc eg ie nhs mri ecg adhd asd autism asperger's aspergers camhs ptsd ocd bame
lgbt lgbtq ev evs hgv hgvs monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays
thursdays fridays saturdays sundays english british welsh scottish irish polish romanian lithuanian european american
asian african muslim islam hindu sikh jewish christian catholic arab arabs arabic londoner londoners methodist
anglican quran bible ramadan eid diwali christmas easter halloween bonfire tory tories labour libdem libdems
conservatives ukip farage thatcher mercedes bmw audi vauxhall ford toyota nissan honda suzuki kawasaki yamaha renault
peugeot citroen volkswagen vw skoda fiat volvo subaru tesla lamborghini ferrari porsche landrover defender transit
motorway dvla dwp hmrc ofsted ofcom cqc whitehall downing westminster hampshire northamptonshire northants
leicestershire nottinghamshire derbyshire cambridgeshire bedfordshire buckinghamshire oxfordshire warwickshire
worcestershire gloucestershire wiltshire yorkshire lancashire cheshire merseyside tyneside humberside teesside
midlands anglia thames severn wales cymru heddlu cannot alot lots internet xray x-ray covid-19 covid19 mon tue tues
wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sept oct nov dec ive im dont didnt cant wont isnt wasnt
doesnt hasnt couldnt wouldnt shouldnt youre theyre thats whats theres anti pro multi non pre post sub micro eco bio
tele cyber hi hello dear regards sincerely yours thankyou thanku thanx ty pls plz wot ur alright allright aswell
infact everytime eachother anymore noone highstreet healthcare carpark carparks childcare daycare mental sen send ehcp
eyfs ks1 ks2 redacted royal rd rds ln ave blvd hwy co st dr mr mrs ms mx prof sir madam sgt insp supt wpc dci dcc acc
""")
    | (KIN - {"guy"})
    | ROLES
)
"""Not in the dictionary, and no person: makes, shops, short forms, and words as people spell them."""

SMALL_TOO = _words("""
john maria tony mike jimmy billy bobby sally martin terry patsy hector matt josh brad barney andy jules mickey phoebe
amir mary william richard charles george anna stephen raymond patrick douglas harold evelyn arthur joyce albert kyle
ann keith bruce leslie bryan vincent gabriel erin clarence ernest craig leonard isabella ella ellen clara edith isaac
eva norman lynn alexandra connor clifford stacey brett stella kelsey hailey gilbert oliver sidney tracey allan hugh
tyrone hayley percy clare stewart winston andreas moira angus errol bryn ashley shirley victoria lawrence bradley
stanley lindsey nelson seymour brandon howard cedric gavin kevin nigel trevor
""")
"""Of `ABOVE_ALL`, those that are somebody even when written small."""

KEPT = (
    ("marie", "curie"), ("john", "lewis"), ("robin", "hood"), ("tom", "dick"), ("peter", "pan"), ("jack", "russell"),
    ("robert", "peel"), ("jimmy", "riddle"), ("fred", "perry"), ("jack", "daniels"), ("bobby", "beat"),
    ("charlie", "chaplin"), ("jack", "jones"), ("ted", "baker"), ("harry", "potter"), ("santa", "claus"),
)  # fmt: skip
"""Two words that are known as something else."""

NAMES_ADDED = _words("""
aaliyah aarav abdi abdirahman abdul abdullah adaeze adebayo agnieszka ahmed aisha ajay akash aleksandra aleksander
alexandru alina aliyah alun amara amina amit amna amrit andrei andreea aneta angharad anil anita anjali anoushka anya
arek arjun arkadiusz asad asha ashok asif asiya aurelia avtar ayaan ayesha ayo azra babak bartek bartosz beata bethan
bilal blessing bogdan bozena branwen bronwen carys catrin ceri chidi chinedu chioma cristian cristina dafydd damian
daniela danuta darek dariusz deepak denisa dewi dilip dorota dylan ebele efosa eilidh eimear eirian eleri elif elin
elzbieta emeka emrys ewa eoin fadumo faisal faiza farah farhan farooq fatima fatma femi ffion fiona florin folasade
funmi gabriela gareth geraint gethin ghazala giedre gintaras gita glenys goran gosia grzegorz gurdeep gurpreet gwen
gwyn gwyneth hamza harbhajan hari harjit harpreet hassan heledd hubert huda hussain hussein hywel iain iestyn ifan
ifeanyi ifeoma illtyd imran ines ioan ioana ionut iqbal irena iwona jacek jadwiga jakub jarek jaroslaw jaswinder javed
jerzy jolanta joanna jonas jozef jyoti kaja kamal kamil kamran karolina kasia katarzyna kavita kazimierz khadija
khalid kinga krishna krystyna krzysztof kuldeep kulwinder lakshmi leszek llewelyn llyr lowri luiza lukasz maciej magda
magdalena mahmood maja malgorzata manjit marcin marek mariana mariusz mateusz meera megan mehmet michal mihaela mihai
milos mindaugas mohamed mohammad mohammed monika morwenna mouna moses muhammad mustafa nadeem nadia naeem naomi
narinder nasreen navdeep neelam neha ngozi nia nicolae nikhil nita nkechi obinna ola olumide olwen oluwaseun omar
onyeka oskar osman osian owain patryk paulina pawel piotr pooja pradeep prakash preeti priya przemek przemyslaw radu
rafal raj rajesh rakesh ram ramesh rania rashid ravi razvan rekha rhian rhiannon rhodri rhys robert roksana rukhsana
ryszard saba sabina sadia saeed saira salma samira sandeep sanjay sanjeev saqib sara satnam shabana shabnam shahid
shaista shakeel sharmila shazia sian simran sioned slawomir sorin stanislaw stefan sukhdeep sunil sunita suresh surjit
sylwia szymon tariq tayyab temitope teodor tomasz tomos tudur uche umar usman vaidas valentin vasile vijay vikram
violeta vlad waqar waseem wiktoria wioletta wojciech yasmin yusuf zahid zahra zainab zara zbigniew zdzislaw zofia
zoltan zubair zuzanna aoife caoimhe ciara cian darragh dermot diarmuid eamon fionn grainne maeve niall niamh oisin
orla padraig roisin saoirse seamus siobhan sinead tadhg alfie archie barb bazza becca becky benji bertie betty bev
billie bri callum cass cath charlie chaz chris chrissie cindy connie dan danny darren dave davey dazza debbie dee del
denise derek dom dougie eddie ellie elsie emma ethan ewan fred freddie freya gaz gary geoff georgie gerry gill gina
glenda graeme greg hamish harriet hattie hayden helen hettie ian iona isla jackie jake jamie jan janet jase jenny jess
jez jill jo joanne jodie joe joel joey jon jonny jono josie jude julia julie karen karl kate kath kathy katie kaz
keira kel kelly kenny kerri kieran kim kirsty kit laura leanne leo les liam lil linda liz lizzie lorna lorraine louis
louise lucy luke lynne mags maggie malc mandy marge margaret margie marian marie marion martha martyn matty maureen
mel mia mick micky millie mo moe molly monica muriel nat natalie natasha ned neil nell nicola nicole nikki nina noah
norma olivia ollie oscar paddy pam pattie paul paula pauline pete phil philippa pippa poppy rach rachel ralph reece
reg rhona ricky rita rob robbie robyn ron ronnie rosa rosie rowena roy rupert russ russell ruth ryan sam samantha
sandra sarah scott sean seb shane sharon shaun shaz sheila shelley sheena si simon sonia sophie stan steph stephanie
steve stevie stu stuart susan susie suzanne suzy ted terri tess theo theresa tim tina toby todd tommy tracy tricia
trish trudy ursula val vera vic vicky vince viv vivienne wayne wendy wes wilf will yvonne zac zach zak zoe
""")
"""First names in use in Britain that the list of births in the United States holds rarely or not at all."""

SURNAMES_ADDED = _words("""
adeyemi afolabi agarwal akhtar amoah appiah asante balogun banerjee bangura begum bhatti bibi boateng borkowski ceesay
chaudhry choudhury chowdhury dabrowski danso darko desai dhillon dogan dumitru farah fofanah gheorghe gondal grabowski
griffiths hussain iqbal ionescu islam jankauskas jaworski kaczmarek kaminski kamara kapoor kaur kazlauskas khatun
kowalczyk kowalska kowalski koroma krawczyk lewandowski llewellyn majewski malik mazur mensah miah mirza mistry nowak
nwosu obi odhiambo okafor okeke okonkwo olaniyan olszewski opoku osei oyelaran ozturk patel pawlowski petrauskas
pietrzak popa popescu quansah quayle qureshi radu rahman rehman sandhu sangha sidhu sikora singh stan stoica szymanski
uddin ullah warsame wieczorek wisniewski wojciechowski wojcik yilmaz zielinski
""")
