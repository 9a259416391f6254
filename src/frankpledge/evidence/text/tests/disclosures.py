"""Sentences written for tests: somebody in danger, a crime laid at somebody's door, and answers that only sound so.

Invented, in the manner of people who answer a consultation about policing. The cues were written with the first lists
of each sort in mind, `_LATER` and `_AFTER` among them (the first try found a quarter of DANGER_AFTER). Those called
`_UNSEEN` were written when the cues stood and have not changed them since: see docs/methods/disclosure-alarms.md.
"""

DANGER = """
I have thought about ending my life because nobody listens.
some days i just want to die
My son has been self harming since the attack.
He says he will kill me if I leave.
My ex found out where I live and I am terrified.
my husband hits me when he drinks and the police did nothing
My partner controls my money and takes my phone off me.
I can hear the little girl next door screaming every night.
The baby upstairs is left alone for hours.
There is a 14 year old girl going into that flat with older men.
A man follows me home from the bus most evenings.
I am being stalked by someone from work.
my neighbour has a gun under his bed
the lad upstairs says he is going to stab someone tonight
They threatened to burn our house down.
We have had death threats through the letterbox.
My daughter is being groomed online by a man of forty.
My grandson owes money to dealers and they said they'd cut him.
He keeps turning up outside my work even with the restraining order.
My brother has taken an overdose twice this year.
I don't want to be here anymore.
there's no point going on
She has bruises all over her arms and says she fell.
He won't let her leave the house.
He strangled me in front of the kids.
Men at the car wash sleep in the garage and their passports were taken.
I was raped last year and never told anyone.
My stepdad touches me and I don't know who to tell.
Please help me I am scared of him.
My uncle wants to take my sister to be married against her will.
my boyfriend has pictures of me naked and says he'll send them round
He put his hands round my throat on Sunday.
My mum's carer is rough with her and steals her money.
The kids at number 4 are always hungry and left on their own.
I am frightened for my life.
He is planning to attack the mosque on Friday.
I sit on the bridge and think about jumping off.
my dad beats my mum up when he's had a drink
I live in fear of my son, he is violent when he is on drugs.
Drug dealers have taken over my nephew's flat.
He has been watching my house from his car all week.
I'm not safe at home.
They are making my boy run drugs up to London.
She said she is going to kill herself.
We walk on eggshells in case he kicks off.
He carries a knife and has pulled it on my lad.
My ex put a tracker on my car.
He threatened my kids with a machete.
I have nothing left to live for since my wife passed.
Somebody please check on the old lady at 12, her son hits her.
"""
DANGER_LATER = """
I cut my arms most nights and the waiting list is a year.
Honestly i would be better off dead.
my ex husband told the kids he would shoot us all
Every weekend my girlfriend punches me and nobody believes a man.
my bf gets really violent and i cant get away from him
He locks me in when he goes to work.
My flatmate has threatened to slit my throat.
A man in a grey van has been asking my little boy to get in.
The child two doors down has no coat, no food and cigarette burns.
I think the girl in flat 3 is being trafficked, different men every night.
My daughter's boyfriend chokes her when they argue.
She is thirteen and pregnant and her boyfriend is twenty five.
My manager groped me and keeps sending me messages.
I moved here to get away from him and now he has found us.
the dealers told my son they will break his legs
There is a lad in year 9 who brings a blade to school.
He's bought a crossbow and talks about getting his own back.
I've written my letters and sorted the pills.
My father in law says he will kill my sister for seeing a white lad.
They won't let their maid out of the house and she isn't paid.
My brother is sat with a shotgun in his car saying he's had enough.
The neighbours are screaming and smashing things and there is a toddler in there.
I am frightened to go to sleep because of what my partner might do.
my nan is being hit by her grandson for her pension
A teacher at my school sends me pictures and asks for some back.
I have been attacked by the same group twice and they say next time they will finish it.
He pours petrol through letterboxes and he said ours is next.
I can't cope any more and I have started drinking every day, I think about driving into a wall.
He waits for me outside the gym and knows my shifts.
They come into my house and use it to deal and I cannot make them leave.
my cousin was sent abroad to be married and she is only 15
I got raped by a police officer's friend and was told to drop it.
He has my passport and says I owe him for the lorry.
She turned up with a black eye again and said she walked into a door.
There's talk of a fight with knives behind the leisure centre on Saturday.
i hurt myself because its the only thing that helps
My son says he is going to shoot up his college.
My ex breached his order again last night and nobody came.
He hits the dog and then he hits me.
Dad drinks and shakes the baby when it cries.
"""
CRIME = """
The man at number 14 deals drugs from his back gate.
My neighbour steals parcels off doorsteps.
Everyone knows the landlord of the Crown sells stolen meat.
My boss pays illegal workers cash and hits them.
The officer who came to us took a bribe.
The couple opposite grow cannabis in the loft.
My ex drives without insurance every day.
Our councillor fiddled his expenses, that is fraud.
The lad next door set fire to my shed.
The owner of the corner shop sells vapes to children.
The family at the end house burgled half the street.
My brother in law is laundering money through his garage.
the bloke upstairs kicks his dog senseless
My landlord broke into my flat and stole my things.
The caretaker touched a girl at the youth club.
PC Wainwright lied to the court.
The doorman of the club beat up my son.
The white van parked outside number 9 is used for fly tipping, the driver lives there.
The vicar exposed himself to my sister.
My manager sexually harassed two girls at work.
Our treasurer has been embezzling from the club.
Gary Pickersgill sells heroin to kids.
The youths who live above the chip shop smashed my car.
My neighbour drink drives home from the pub every night.
the guy next door is a paedophile
"""
CRIME_LATER = """
Him at the garage sells knock-off tobacco and everyone knows his name.
That house on the corner is a brothel and has been for a year.
The farmer behind us dumps asbestos in the stream.
My sister's husband claims benefits for kids that aren't his.
I saw who keyed the cars, it was the boy from the bungalow.
Sgt Hollingbery assaulted me in the cells.
The manager of the care home steals from the residents.
My old teacher used to molest boys.
The lads in the silver Corsa outside my house sell weed.
The people in the caravan poach deer on Sundays.
My neighbour's son robbed the post office.
The builder who did our roof conned three pensioners.
My landlady threatened me with a hammer.
Tracy Blenkinsop spits at my kids and calls them racist names.
The chef at the takeaway carries a knife.
"""

HARMLESS = """
We need more police on the beat.
More action on domestic abuse and support for victims please.
Knife crime is a worry for parents like me.
Too many drug dealers in the park and nothing is done.
Somebody will be killed on that road before anything changes.
Speeding cars will kill a child one day.
Burglaries have gone up in our village.
I was burgled in 2019 and the officer was very kind.
My car was stolen and it took three days for anyone to ring.
The closure of the police station is killing the town centre.
Young people are being groomed by county lines gangs and the plan says nothing.
I do not feel safe walking home after dark.
Anti-social behaviour makes our lives a misery.
The council tax rise hits me in the pocket.
Quad bikes race up and down all weekend.
Please do something about shoplifting on the high street.
More cameras, more patrols and tougher sentences.
I am a retired officer and proud of the service.
The 101 service is hopeless, I waited forty minutes.
My neighbour rang 101 and got no answer.
Fire engines take too long to reach us.
Please keep the retained fire station open.
Stop and search should be used fairly.
Children should be taught about online safety in school.
I want to see bobbies back on the street.
Hate crime should be taken seriously.
Work with schools to stop young people carrying knives.
Domestic violence is the biggest issue in my view.
The officers who came were kind and professional.
I would die for a decent bus service.
People park on the pavement and block wheelchairs.
We are fed up with fly tipping in the lanes.
Rural crime and hare coursing need a proper team.
Victims should be told what happens to their case.
I had my bike nicked outside the library.
Cyclists without lights are a danger to themselves.
The police do a hard job and I thank them.
Scams aimed at older people should be a priority.
Drunk people shout outside our house every weekend.
Dog thefts worry a lot of people here.
I don't want my taxes wasted on posters.
Please fix the street lights, it is scary at night.
My kids are scared to walk past the gang at the shops.
Neighbours help each other here and there is not much crime.
Mental health teams should go out with the police.
Suicide prevention is not only a job for the health service.
There should be more help for people who self-harm than a leaflet.
Our town has lost its custody suite.
Someone set fire to the bins behind the shops.
Drivers on their phones are a menace.
"""
HARMLESS_LATER = """
Stalking and harassment cases should be handled by specialists.
Teach officers about coercive control.
The county lines problem is getting worse.
I have worked with victims of modern slavery and the help stops too soon.
Too many people drive without insurance.
Kids on e-scooters nearly knocked me over.
My mother fell and waited four hours for an ambulance.
I was attacked by a dog in the park and the owner ran away.
Our parish council has no idea who our officer is.
I am scared of the dark alley behind the station.
My son wants to join the police cadets.
Fireworks going off at all hours frighten our horses.
You hear sirens all night but never see anyone on foot.
My daughter was a victim of crime and the support was excellent.
Boy racers meet at the retail park on Sundays.
Homeless people need help and not fines.
It is a fire risk and somebody will get hurt.
Speed cameras are there to make money.
Catch the burglars and lock them up.
Prevention is better than cure.
Shops are robbed every day and staff get abuse.
The man at the council said it was your job.
My neighbour is an officer and works very long hours.
Our local officer knows every shopkeeper by name.
The woman who took my report was patient.
Violence against women and girls should come first.
Motorbikes on the footpath are dangerous to children.
I never see a patrol car in my street.
Please do not close the front desk.
Two lads were stabbed in the town last year and people are worried.
I watched a drug deal from my window and reported it online.
The fire service came to fit our smoke alarms, lovely people.
Cold callers pressure my dad, who is 88.
There is graffiti on the underpass again.
I feel safe here most of the time.
Why are the police filming dances while burglaries go unsolved?
Noise from the pub goes on past midnight.
My children are left without a school crossing patrol.
Response times are killing public trust.
I want the precept to stay as it is.
"""

DANGER_AFTER = """
Since my husband died I see no future and I have worked out how to do it.
He choked me until I passed out and the next day he brought flowers.
my lads been told hes getting shot if he dont pay up
I'm sixteen and my mum's boyfriend comes in my room at night.
She whispered to me in the shop that he beats her and she can't get out.
There's a woman in the flat above who cries all night and never comes out.
I am disabled and my sister hits me and keeps my benefits.
My ex sends me hundreds of texts a day and says no one else will have me.
I keep thinking everyone would be happier if I was gone.
The man in the end house lets 12 year olds drink and stay over.
They said they would throw acid at me if I talked to the police.
my stepson says hes going to burn the house down with us in it
My friend is making a pipe bomb in his garage and I don't know what to do.
I am made to sleep with men to pay back the people who brought me here.
He has a key to my house and moves things when I'm out.
I take too many tablets on purpose when it gets bad.
my daughter has stopped seeing anyone since she met him and has marks on her wrists
There is a boy of about five who begs for food at our door.
Someone has been sitting in a car outside my house every night since I gave evidence.
I can't leave because he says he will take the children to his country and I'll never see them.
My nephew has a list of pupils he hates and watches videos of school shootings.
if the council evict me I will set myself alight outside your office
Grandad is scared of the home help, she slaps his hands.
He filmed what they did to my sister and he's showing it round school.
They come for my son in a taxi and he comes back with new trainers and blood on his shirt.
I wish I'd never woken up.
my wife throws plates at me and last week it was the kettle
The neighbours lock their kid in the shed as punishment.
I heard him say tonight's the night and he took the big knife.
Ive been told to leave town or ill be buried
Every night I go to bed hoping I don't wake up again.
She's been missing since Tuesday and her phone is off, she's only 15.
Two men in our street keep a Romanian lad in the garage and he works all hours.
My partner spits at me, pushes me about and reads all my messages.
My brother hears voices telling him to hurt our mum.
"""
CRIME_AFTER = """
The landlord at the Red Lion lets dealers use the toilets and takes a cut of the drugs.
My neighbour Sean Duckworth nicked my mower.
The lad at number 22 sells ketamine from his bedroom window.
Councillor Bretherton took money from the developer, it was a bribe.
The man who runs the tyre place burns waste and dumps the rest.
My daughter's boyfriend rides round uninsured on a stolen bike.
The officer at the front desk groped my friend.
The woman upstairs starves her dogs.
My boss hits the apprentices.
The people at the farm behind us are growing cannabis in the barn.
Our postman steals birthday cards.
the bouncer at the club on bridge street punched my mate
I know who did the arson at the school, it was our neighbour's boy.
The driver of the blue Transit parked opposite drives drunk every Friday.
My ex lied to the court and forged my signature.
That couple at the corner house shoplift to order.
The head of our charity pocketed the raffle money.
My uncle has indecent images on his laptop.
Him next door threatens everyone with a bat.
The barber on our high street launders money.
"""
HARMLESS_AFTER = """
Put the money into neighbourhood policing.
I would like to know what happened to the last plan.
My house was broken into while we were on holiday and nobody came.
Please tackle county lines and the exploitation of children.
More officers in schools would build trust.
Our street is quiet and we have had no trouble.
I am a teacher and see the effect of knives on pupils.
Domestic abuse services need secure funding.
Women should be able to run in the park without being followed or shouted at.
The smell of cannabis in the town centre is everywhere.
Dealers sell openly by the bandstand.
People drive while using their phones all the time.
A child was nearly run over outside the school.
Lorries ignore the weight limit and shake our house.
It took the police two days to ring back about the break-in.
My husband and I are in our seventies and do not go out at night.
The hospital car park is dark and I am scared there.
The officer kept me informed and even rang on her day off.
My daughter was spat at on the bus because of her headscarf.
The bike racks at the station need cameras, mine was stolen.
Why should we pay more for less?
Older people are afraid of being scammed.
I have been a special constable for nine years.
Ban fireworks except for displays.
Our fire station saved lives in the floods.
Crime is caused by poverty and the plan should say so.
There are kids on stolen mopeds every night.
Police should stop arresting people for what they say on the internet.
The street drinkers are harmless but intimidating.
Speeding on the bypass is a death trap waiting to happen.
I want tougher action on hare coursing and theft of tractors.
My shop loses hundreds of pounds a week to thieves.
We are told to ring 101 but it cuts off.
My son has autism and officers need training.
The plan says nothing about rape convictions.
Drugs are ruining our town.
Everybody in our village knows everybody.
We had eggs thrown at our windows at Halloween.
My father had dementia and got lost; the police found him within the hour.
Keep horses on the mounted unit.
I saw a man being sick outside the kebab shop.
Vulnerable people are being cuckooed and the plan needs to address it.
They should lock up dangerous drivers.
No one feels safe when pubs close.
My biggest fear is burglary.
Anti-social behaviour by teenagers at the bus shelter.
The council and police blame each other.
I was stopped and searched for no reason.
Please make contact easier for deaf people.
Let victims meet offenders if they want to.
Shed thefts are never investigated.
I have no complaints, keep it up.
My wife is a nurse and gets abuse at work.
Drones and dogs would help the rural team.
Someone smashed the bus shelter again.
People are fed up with being ignored.
Parents should be made to pay for the damage.
The noise from exhausts at night is awful.
I would feel safer with better lighting at the underpass.
More visible patrols at school times.
"""

DANGER_UNSEEN = """
I can't do another winter like this, I have decided it will be my last.
My partner smashed my phone so I couldn't ring anyone.
He tells me what to wear and who I can see and if I argue he punches walls next to my head.
We can hear thumps and a child begging him to stop.
I have been getting messages saying my house will be firebombed.
The lad who stabbed my son has been seen near our road again.
my dad comes home drunk and pushes my mum down the stairs
I am 15 and an older boy makes me send him pictures or he will tell my mum.
My mother has dementia and her neighbour is emptying her bank account.
They hold his passport and he sleeps above the restaurant with ten others.
I stood on the platform yesterday and nearly did it.
My ex broke in last night while I was in bed.
Her brothers say she has shamed them and she has gone quiet.
An older man gives my niece vapes and money and she won't say what for.
He told me he has a gun and isn't afraid of using it.
The dealers have moved into my flat and I sleep on the floor.
I don't see the point in anything, I just want the pain to stop.
My boyfriend won't use protection and forces me when I say no.
I have hidden the kitchen knives because of what my son says he'll do.
Someone keeps cutting my brake cables.
My carer leaves me in a wet bed all day and shouts.
She is locked in her room when visitors come.
My daughter says her teacher kisses her.
He said if I went to court I would never see my kids grow up.
There's a man exposing himself to schoolgirls at the bus stop every day.
I was drugged at a club and woke up in a stranger's house.
The bruises on that little lad are not from football.
My husband follows me everywhere and checks the mileage on my car.
I hear him hitting her through the wall.
Our son has been told to carry a package to Luton or they will hurt his sister.
"""
CRIME_UNSEEN = """
The man in the bungalow next to us sells guns.
My neighbour keyed my car and I have it on camera.
The caravan park owner employs people with no papers and pays them nothing.
Dave Entwhistle rides his quad bike over the graves and threatens people.
The shop at number 40 sells fireworks to kids.
My landlord installed a camera in the bathroom.
The officer who arrested my son punched him in the van.
The couple upstairs are running a scam from home.
Our local vet's son deals coke.
The bloke from the garage clocks cars and forges MOTs.
"""
HARMLESS_UNSEEN = """
I would like more say in how the money is spent.
The speed camera on the main road should be moved.
Young offenders need jobs and mentors.
Burglars target the new estate because nobody is about.
My son was mugged last year and the officer who dealt with it was excellent.
You never see a policeman unless there is a football match.
Please bring back the mobile police office to our market.
The response to my wife's accident was first class.
There is a lot of drug taking in the underpass.
Parents park on the zigzags and it is only a matter of time before a child is hit.
Make it easier to report hate crime.
I am worried about the number of knives in school bags.
Fire safety visits for older people are a good idea.
Our neighbourhood officer knows the kids and they trust her.
Nobody cares about the villages.
I'd pay more if I could see where it goes.
The court delays are an insult to victims.
Noise, litter and vandalism are the things we notice.
A drunk driver wrote off my parked car and got a fine.
More should be done about sexual harassment on trains.
Lads on motorbikes do wheelies outside our house all night.
My mum is 91 and frightened of doorstep callers.
Keep the two stations and merge the back offices.
It would help to have one phone number that works.
We had a burglary and the crime scene lady was lovely.
Refugees are treated badly here and it is a disgrace.
The alley gates have made a big difference.
Give the special constables more training.
I have seen people dealing from cars by the park.
Cutting the bus means girls walk home in the dark.
"""


def lines(table: str) -> list[str]:
    """The sentences of one list."""
    return [line for line in table.splitlines() if line.strip()]
