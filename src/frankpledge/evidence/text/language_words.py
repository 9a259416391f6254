"""Small words by which a language shows itself: articles, pronouns, prepositions. Only those in Latin letters.

Words of two languages may stand in both lists. Words that are common in English are not counted for another
language, even where they exist there ("are" in Romanian, "to" in Polish), except by `language.py`'s letters.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _words("""
a about after again all also am an and any are as at back be because been before being but by can can't could did do
does doing don't down each even ever every few for from get go going good had has have he her here him his how i i'm
if i've in into is isn't it it's its just know less like little made make many me more most much must my need needs
never new no not now of off often on once one only or other our out over people please police same see she should so
some still such than thank that that's the their them then there they they're think this those time to too two under
until up us very want was way we well were what when where which who why will with won't would you your don't yes okay
nothing something anything everything someone everyone better
""")

OTHERS: dict[str, frozenset[str]] = {
    "cy": _words("""
y yr yn i ac ar o'r i'r a'r mae ddim ddylai wedi gan gyda fod bod oes oedd bydd byddai hefyd eu ei ein eich am ond neu
sydd sy pan mwy iawn hyn hynny yma dim rydw rydym rwy dwi nhw ni chi ti fy dyna yw ydy nid gallu angen eisiau pobl
heddlu dylid ardal yng yma ym rwy'n dw i'w o gwaith plant
"""),
    "ga": _words("""
an na agus is tá níl bhí ag ar le go do de ní sé sí mé tú muid siad sin seo ach nach chun ó faoi mar atá gach níos
againn acu liom raibh nó aon bhfuil garda
"""),
    "gd": _words("""
an na agus tha chan eil bha aig air le gu do de cha e i mi thu sinn iad sin seo ach nach mar gach nas againn ann bhon
airson dhan
"""),
    "pl": _words("""
w z na i się nie do to jest że jak ale po co tak za od o są być tylko już przez dla czy może jestem mam bardzo więcej
policja policji nas moje moja mój by było był była jego jej ich tym tego ten ta te żeby ponieważ gdy tutaj naszej nam
mi ma które który która u przed bez także oraz ludzi ulicy
"""),
    "ro": _words("""
și si în să nu este sunt pe la cu din o un că ce mai am au fi pentru care este de noi poliția poliția poliția foarte
mult mulți sa se ne nu-i într prin dar fără când unde trebuie avem cartierul copii copiii oameni oamenii aici acest
această lor lui ei ele sau asta fost către după între cea cel ca
"""),
    "lt": _words("""
ir yra kad ne su į iš bet ar kaip mes mano labai tai ant dėl už apie nuo buvo čia daugiau reikia policija policijos
turi būti mūsų jie jis ji aš šioje kai prie nėra gatvėje žmonės vaikai vaikų savo tik jau dar nes o po
"""),
    "lv": _words("""
un ir ka nav ar uz no bet kā mēs es mans ļoti tas par pie vairāk vajag policija policijas jābūt mūsu viņi viņš šeit
kad ielās cilvēki bērni savu tikai jau vēl jo lai vai man
"""),
    "pt": _words("""
o a os as de do da dos das em no na nos nas e é que não um uma para com por mais mas como são está foi eu nós ele ela
muito também ser ter tem há aqui já só quando polícia minha meu nossa nosso isso este esta ou se ao à pela pelo
"""),
    "es": _words("""
el la los las de del en y es que no un una para con por más pero como son está fue yo nosotros él ella muy también ser
hay aquí ya sólo cuando policía mi nuestra nuestro eso este esta o se al lo su sin hace tiene
"""),
    "fr": _words("""
le la les de du des en et est que ne pas un une pour avec par plus mais comme sont était je nous il elle très aussi
être avoir a il ici déjà quand police mon ma notre ce cette ou se au aux dans sur qui sans ont leur c'est j'ai d'un
"""),
    "it": _words("""
il lo la i gli le di del della dei in e è che non un una per con più ma come sono era io noi lui lei molto anche essere
avere ha c'è qui già quando polizia mio mia nostra nostro questo questa o si al alla nel nella da dove
"""),
    "de": _words("""
der die das den dem des ein eine einen und ist nicht ich wir sie er es in im zu mit für auf von bei auch mehr sehr aber
wie sind war haben hat wird werden nur noch schon wenn hier polizei mein unsere unser oder an aus um nach gibt dass
"""),
    "nl": _words("""
de het een en is niet ik wij zij hij in te met voor op van bij ook meer zeer maar zoals zijn was hebben heeft wordt
worden alleen nog al als hier politie mijn onze ons of aan uit om naar dat dit er geen veel
"""),
    "hu": _words("""
a az és nem hogy is van egy ez meg de csak már nagyon több mert vagy itt mi én ők volt lehet kell még rendőrség
rendőrök minden el ha nincs utcán gyerekek emberek
"""),
    "cs": _words("""
a je se na že v to s z do o i jsem jsou není ale jako za pro by být bylo více velmi také už jen když tady policie naše
můj moje nebo ve po od které který nám mají
"""),
    "sk": _words("""
a je sa na že v to s z do o i som sú nie ale ako za pre by byť bolo viac veľmi tiež už len keď tu polícia naše môj moje
alebo vo po od ktoré ktorý nám majú aby
"""),
    "sq": _words("""
dhe në është të një me nuk që për nga ka kam jemi janë por si më shumë policia këtu edhe duhet ne ata ai ajo tonë tyre
e i po kur fëmijët njerëz se do
"""),
    "hr": _words("""
i je se na da u to s iz do o su nije nisu ali kao za bi biti bilo više vrlo također već samo kad ovdje policija naše
moj moja ili po od koji koja nam imaju ima treba što jako
"""),
    "tr": _words("""
ve bir bu için çok daha ile değil ama var yok da de gibi biz ben onlar o polis burada olarak olan kadar sonra her ne mi
bizim benim gerekiyor lazım insanlar çocuklar sokakta ki
"""),
    "so": _words("""
waa iyo ka ku oo in u ah ay aan waxaa waxa la ee uu soo si badan ma maya haa booliska booliisku dadka carruurta
halkan waxaan laakiin marka sida leh jira ayaa inay loo baahan
"""),
    "sw": _words("""
na ya wa kwa ni si hii hiyo katika za la cha vya kuwa lakini sana pia watu polisi hapa yetu yangu tunahitaji zaidi
watoto kama hakuna mimi sisi wao
"""),
    "vi": _words("""
và là của có không cho một các những được trong với này tôi chúng rất nhiều hơn cảnh sát ở đây người đã phải nên khi
"""),
    "tl": _words("""
ang ng sa na mga ay at ko namin kami hindi po dito may mas pulis para kung ito siya sila natin atin dapat wala
"""),
}
"""Of each language, words that nearly every longer sentence holds at least two of."""
