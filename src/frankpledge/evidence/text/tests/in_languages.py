"""Sentences in many languages such as people might write in answer to a consultation, made for tests.

Written by the project, not by native speakers: they test which language is meant, not how well it is written.
"""

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "We need more police officers on our streets at night.", "Speeding is out of control in the village.",
        "I never see anyone on patrol here.", "Better lighting please", "Kids have nothing to do after school",
        "More bobbies on the beat!", "Fly tipping, dog fouling, parking", "Burglaries up, detections down.",
    ),
    "cy": (
        "Mae angen mwy o heddlu ar y strydoedd yn y nos.", "Rwy'n poeni am gyflymder y ceir yn ein pentref ni.",
        "Nid ydym byth yn gweld swyddog heddlu yma.", "Dylid rhoi mwy o arian i bobl ifanc yr ardal.",
        "Diolch i'r heddlu am eu gwaith caled.",
    ),
    "ga": ("Tá níos mó gardaí ag teastáil uainn ar na sráideanna.", "Níl aon rud le déanamh ag na daoine óga anseo."),
    "gd": (
        "Tha feum againn air barrachd poilis air na sràidean.",
        "Chan eil dad aig na daoine òga ri dhèanamh an seo.",
    ),
    "pl": (
        "Potrzebujemy więcej policji na ulicach w nocy.", "Samochody jeżdżą za szybko przez naszą wieś.",
        "Nigdy nie widzę tutaj żadnego policjanta.", "Boję się wracać do domu po zmroku.",
        "policja powinna być bardziej widoczna w naszej dzielnicy",
    ),
    "ro": (
        "Avem nevoie de mai mulți polițiști pe străzi noaptea.", "Mașinile merg prea repede prin satul nostru.",
        "Nu văd niciodată un polițist pe aici.", "Mi-e frică să merg acasă seara.",
        "vrem mai multa siguranta pentru copiii nostri",
    ),
    "lt": (
        "Mums reikia daugiau policijos gatvėse naktį.", "Automobiliai per greitai važiuoja per mūsų kaimą.",
        "Aš niekada nematau čia policininko.", "Bijau grįžti namo, kai sutemsta.",
    ),
    "lv": ("Mums vajag vairāk policijas uz ielām naktī.", "Mašīnas brauc pārāk ātri cauri mūsu ciemam."),
    "pt": (
        "Precisamos de mais polícia nas ruas à noite.", "Os carros passam muito depressa pela nossa aldeia.",
        "Nunca vejo um polícia por aqui.", "Tenho medo de voltar para casa quando já está escuro.",
    ),
    "es": (
        "Necesitamos más policías en las calles por la noche.", "Los coches pasan demasiado rápido por el pueblo.",
        "Nunca veo a un policía por aquí.", "No hay nada que hacer para los jóvenes en este barrio.",
    ),
    "fr": (
        "Nous avons besoin de plus de policiers dans les rues la nuit.", "Les voitures roulent trop vite ici.",
        "Je ne vois jamais de policier dans notre quartier.",
    ),
    "it": ("Abbiamo bisogno di più polizia nelle strade di notte.", "Non vedo mai un poliziotto da queste parti."),
    "de": ("Wir brauchen nachts mehr Polizei auf den Straßen.", "Ich sehe hier nie einen Polizisten."),
    "nl": ("We hebben 's nachts meer politie op straat nodig.", "De auto's rijden veel te hard door ons dorp."),
    "hu": ("Több rendőrre van szükség éjszaka az utcákon.", "Itt soha nem látok rendőrt, és ez nem jó."),
    "cs": ("V noci potřebujeme na ulicích více policie.", "Auta jezdí příliš rychle přes naši vesnici, to není dobré."),
    "sk": (
        "V noci potrebujeme na uliciach viac polície.",
        "Autá jazdia príliš rýchlo cez našu dedinu, to nie je dobré.",
    ),
    "sq": ("Na duhen më shumë policë në rrugë gjatë natës.", "Makinat ecin shumë shpejt nëpër fshatin tonë."),
    "hr": ("Treba nam više policije na ulicama noću.", "Auti voze prebrzo kroz naše selo i to nije dobro."),
    "tr": ("Geceleri sokaklarda daha fazla polise ihtiyacımız var.", "Arabalar bizim köyde çok hızlı gidiyor."),
    "so": (
        "Waxaan u baahannahay booliis badan oo waddooyinka jooga habeenkii.",
        "Dhalinyarada halkan ma haystaan wax ay qabtaan.",
        "Waan ka baqayaa inaan guriga u lugeeyo habeenkii.",
    ),
    "sw": ("Tunahitaji polisi zaidi katika mitaa yetu usiku.", "Magari yanaenda kasi sana katika kijiji chetu."),
    "vi": ("Chúng tôi cần thêm cảnh sát trên đường phố vào ban đêm.", "Xe cộ chạy quá nhanh qua làng của chúng tôi."),
    "tl": (
        "Kailangan namin ng mas maraming pulis sa mga kalye sa gabi.",
        "Masyadong mabilis ang mga sasakyan sa aming lugar.",
    ),
    "bg": ("Имаме нужда от повече полиция по улиците през нощта.", "Колите минават твърде бързо през нашето село."),
    "ru": ("Нам нужно больше полиции на улицах ночью.", "Машины слишком быстро ездят через нашу деревню."),
    "uk": ("Нам потрібно більше поліції на вулицях вночі.", "Машини їздять занадто швидко через наше село."),
    "el": ("Χρειαζόμαστε περισσότερη αστυνομία στους δρόμους τη νύχτα.",),
    "he": ("אנחנו צריכים יותר שוטרים ברחובות בלילה.",),
    "am": ("በሌሊት በመንገዶች ላይ ተጨማሪ ፖሊስ እንፈልጋለን።",),
    "ar": ("نحتاج إلى مزيد من رجال الشرطة في الشوارع ليلا.", "السيارات تسير بسرعة كبيرة في قريتنا."),
    "ur": ("ہمیں رات کو سڑکوں پر زیادہ پولیس کی ضرورت ہے۔", "گاڑیاں ہمارے گاؤں سے بہت تیز گزرتی ہیں۔"),
    "fa": ("ما شب‌ها به پلیس بیشتری در خیابان‌ها نیاز داریم.", "ماشین‌ها خیلی تند از روستای ما می‌گذرند."),
    "ps": ("موږ د شپې په کوڅو کې ډېرو پولیسو ته اړتیا لرو.",),
    "ku": ("ئێمە پێویستمان بە پۆلیسی زیاترە لە شەقامەکان لە شەودا.",),
    "bn": ("রাতে রাস্তায় আমাদের আরও পুলিশ দরকার।", "আমাদের গ্রামের মধ্য দিয়ে গাড়ি খুব জোরে চলে।"),
    "gu": ("અમને રાત્રે રસ્તાઓ પર વધુ પોલીસની જરૂર છે.", "અમારા ગામમાંથી ગાડીઓ બહુ ઝડપથી જાય છે."),
    "pa": ("ਸਾਨੂੰ ਰਾਤ ਨੂੰ ਸੜਕਾਂ 'ਤੇ ਹੋਰ ਪੁਲਿਸ ਦੀ ਲੋੜ ਹੈ।", "ਸਾਡੇ ਪਿੰਡ ਵਿੱਚੋਂ ਗੱਡੀਆਂ ਬਹੁਤ ਤੇਜ਼ ਲੰਘਦੀਆਂ ਹਨ।"),
    "hi": ("हमें रात में सड़कों पर अधिक पुलिस की आवश्यकता है।", "हमारे गाँव से गाड़ियाँ बहुत तेज़ गुज़रती हैं।"),
    "ne": ("हामीलाई राति सडकमा थप प्रहरी चाहिन्छ।",),
    "ta": ("இரவில் தெருக்களில் எங்களுக்கு அதிக காவலர்கள் தேவை.",),
    "te": ("రాత్రిపూట వీధుల్లో మాకు మరింత పోలీసులు కావాలి.",),
    "ml": ("രാത്രിയിൽ തെരുവുകളിൽ ഞങ്ങൾക്ക് കൂടുതൽ പോലീസ് വേണം.",),
    "si": ("රාත්‍රියේ පාරවල වැඩිපුර පොලිසිය අපට අවශ්‍යයි.",),
    "th": ("เราต้องการตำรวจเพิ่มบนถนนในตอนกลางคืน",),
    "zh": ("我们晚上需要更多警察在街上巡逻。", "車子在我們村裡開得太快了。"),
    "ja": ("夜の通りにはもっと警察官が必要です。",),
    "ko": ("밤에 거리에 더 많은 경찰이 필요합니다.",),
}  # fmt: skip

UNSURE = (
    "ok", "Yes", "no comment", "n/a", "?????", "12345 67890", "A43", "lol", "",
    "Police policja politie",
    "More police więcej policji proszę bardzo thank you very much dziękuję bardzo za wszystko",
)  # fmt: skip
"""Too short, no words, or two languages at once."""
