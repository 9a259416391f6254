"""What the three problem files say, made up; the areas, kinds of crime and months are real."""

from __future__ import annotations

from typing import Any

COUNCIL, HOUSING, TRADERS = "A council (made up)", "A housing association (made up)", "A traders’ association (made up)"

# What is known, as published; summaries in our words.
KNOWN: dict[str, dict[str, Any]] = {
    "cctv-review": {
        "title": "Does CCTV prevent crime? Forty years of studies",
        "kind": "review",
        "year": 2019,
        "source": "Piza, Welsh, Farrington and Thomas, CCTV surveillance for crime prevention, Criminology and Public Policy 18(1)",
        "link": "https://doi.org/10.1111/1745-9133.12419",
        "effect": "A modest fall on average. The largest and steadiest falls were in car parks.",
        "mechanism": "Who may be seen may be caught; guards are sent where something begins.",
        "moderators": "Schemes that somebody watches, and that come with other measures, did better.",
    },
    "street-lighting-review": {
        "title": "Street lighting and crime: half a century of studies",
        "kind": "review",
        "year": 2022,
        "source": "Welsh, Farrington and Douglas, Criminology and Public Policy 21(3)",
        "link": "https://doi.org/10.1111/1745-9133.12585",
        "effect": "14 per cent less crime in the lit areas than in control areas, over 21 studies.",
        "moderators": "Fewer property crimes, but no sure fall of violence.",
        "mechanism": "Light makes it easier to be seen, and shows that a place is cared for.",
    },
    "burglary-security": {
        "title": "Which burglary security devices protect homes",
        "kind": "study",
        "year": 2017,
        "source": "Tseloni, Thompson, Grove, Tilley and Farrell, The effectiveness of burglary security devices, Security Journal 30(2)",
        "effect": "Window locks, double locks and lights together protect much better than any of them alone.",
        "mechanism": "It takes longer and is louder to get in.",
        "implementation": "Devices must be fitted together and used: most homes have some, few have all.",
    },
}  # fmt: skip

CASTLE, CASTLE_SOUTH, CASTLE_WEST, CASTLE_NORTH = "E01032979", "E01035417", "E01027226", "E01035418"
KETTERING, KETTERING_NEAR, CORBY, CORBY_NEAR = "E01035414", "E01035413", "E01026949", "E01026957"
WELLINGBOROUGH, WELLINGBOROUGH_NEAR = "E01035431", "E01035432"
WEST = "E06000062"

FILES: dict[str, dict[str, Any]] = {
    "town-centre-theft": {
        "title": "Thefts and robberies around a town centre",
        "statement": "People are robbed, or have things stolen from them, in the streets around a town centre. It happens "
        "week after week, mostly where shops, bars and the bus station lie close together.",
        "area": "E05013246",
        "counted": ["Robbery", "Theft from the person"],
        "owner": "police.neighbourhoods",
        "serves": {"P1.2": "The cameras of this promise are the first response."},
        "cheers": {
            "community": "Shoppers, night workers and traders say so at every meeting of the traders.",
            "harmful": "Things are lost, people are hurt, and some stay away after dark.",
            "expectation": "It is one of the promises of the plan.",
            "events": "Each is a theft from the person or a robbery, recorded by the police.",
            "recurring": "110 in the two small areas of the centre in the year to April 2024.",
            "similar": "The same few streets, and goods that are carried in the hand.",
        },
        "sides": {
            "offender": ("Come for the day, or wait near the stops.", "Probation and youth services", "They are not there in the evening."),
            "victim": ("People on foot with a telephone in the hand.", "Friends, staff of bars, wardens", "Nobody stands at the stops after ten."),
            "place": ("Stops and passages that cannot be seen into.", "The council and the bus company", "Lights are out for weeks."),
        },
        "hypotheses": [
            (
                "It happens because nobody sees the passages between the stops and the bars.", "holds",
                [
                    ("for", "The two small areas with these passages have the highest counts of the county.", "Counts by small area, May 2023 to April 2024"),
                    ("against", "Other centres have such passages and lower counts.", "Counts by small area, May 2023 to April 2024"),
                ],
            ),
            (
                "It happens because telephones are easy to sell nearby.", "open",
                [("for", "Traders were offered some.", "Meeting of the traders (made up)")],
            ),
        ],
        "partners": [
            ("police", "leads", "Watches the pictures at the times of the bars."),
            (COUNCIL, "place", "Owns the columns and the lights."),
            (TRADERS, "advises", "Says where it is dark."),
        ],
        "responses": [
            {
                "name": "Forty cameras in the centre",
                "what": "Forty cameras were fitted in the streets and passages around the centre, the last in November 2024. "
                "They are watched on Friday and Saturday nights.",
                "state": "running", "starts_on": "2024-05-01",
                "mechanism": "Thieves keep away from where they are seen; officers are sent sooner.",
                "effect": "A modest fall on average; largest in car parks.",
                "moderators": "Works better where somebody watches.",
                "implementation": "All forty live since November 2024; watched two nights a week.",
                "economics": "Not known: nobody has counted what was saved.",
                "rests_on": [("known", "cctv-review", "Most of the falls found there were in car parks, not in streets.")],
                "costs": [("money", "310000", True, "Cameras, columns and fitting"), ("time", "42000", True, "Watching, first year")],
            },
        ],
        "designs": [
            {
                "question": "Are there fewer thefts from the person and robberies where the cameras are?",
                "method": "wdd", "source": "crime_counts", "crime_types": ["Robbery", "Theft from the person"],
                "before": ("2023-11", "2024-04"), "after": ("2024-11", "2025-04"),
                "sites": {
                    "treated": [CASTLE, CASTLE_SOUTH], "control": [KETTERING, WELLINGBOROUGH],
                    "treated_near": [CASTLE_WEST, CASTLE_NORTH], "control_near": [KETTERING_NEAR, WELLINGBOROUGH_NEAR],
                },
                "comparable": True,
                "comparable_because": "Centres of the two next largest towns, with shops, bars and a bus station.",
                "chosen_for_high": True,
                "selection_rule": "The two small areas of the county with most of these crimes beside one another, in 2023.",
                "options": {"candidates": WEST},
                "of": [1], "compute": True,
            },
        ],
        "lessons": "Six months of so few events could only have shown that the problem was halved. Before the next cameras "
        "are bought, the comparison is to run for two years, and the passages are to be lit first.",
        "led_to_change": True,
    },
    "burglary-repeat-homes": {
        "title": "Burglary of homes in the small areas of highest risk",
        "statement": "In a handful of small areas homes are broken into far more often than elsewhere, year after year, "
        "and homes nearby within weeks of the first.",
        "area": WEST,
        "counted": ["Burglary"],
        "owner": "police.neighbourhoods",
        "serves": {"P1.3": "This is the scheme that was promised.", "P2.2": "Burglary is one of the three kinds named."},
        "cheers": {
            "community": "Residents of rented terraces, and their landlords.",
            "harmful": "Loss, and fear of being at home.",
            "expectation": "The plan promises schemes in the areas of highest risk.",
            "events": "Each is a recorded burglary.",
            "recurring": "168 in six small areas in the year to April 2024.",
            "similar": "Terraces with back alleys; entry from behind.",
        },
        "sides": {
            "offender": ("Known to come back to the same street within weeks.", "Probation", "Does not know which streets."),
            "victim": ("Rented homes with one lock on the back door.", "Neighbours", "Alleys cannot be seen from the houses."),
            "place": ("Back alleys open at both ends.", "The council, landlords", "Nobody is asked to close them."),
        },
        "hypotheses": [
            (
                "It happens because back doors have one lock and alleys are open.", "holds",
                [
                    ("for", "Officers note entry from behind in most reports (made up).", "Review of reports by the force (made up)"),
                    ("against", "Two of the six small areas have few alleys.", "Map of the six small areas"),
                ],
            ),
        ],
        "partners": [
            ("police", "delivers", "Visits homes near each break-in."),
            (HOUSING, "delivers", "Fits locks in its own homes."),
            (COUNCIL, "place", "Closes alleys."),
        ],
        "responses": [
            {
                "name": "Locks and lights for homes near earlier break-ins",
                "what": "Four hundred homes near earlier break-ins were offered window locks, a second door lock and a light at the back.",
                "state": "running", "starts_on": "2024-05-01",
                "mechanism": "It takes longer and is louder to get in from behind.",
                "effect": "Locks and lights together protect much better than one of them.",
                "moderators": "Only where all are fitted and used.",
                "implementation": "Two hundred and sixty of four hundred homes took them up by April 2025.",
                "rests_on": [("known", "burglary-security", "Tells of homes; not of whole streets."), ("project", "17-04", "Homes that suffer again and again, in another county.")],
                "costs": [("money", "96000", True, "Locks, lights and fitting"), ("time", "18000", True, "Visits")],
            },
            {
                "name": "Letters to homes beside each break-in",
                "what": "Within two days of a burglary the homes on either side are told how to protect themselves.",
                "state": "running", "starts_on": "2024-05-01",
                "mechanism": "Neighbours shut what was open in the weeks of highest risk.",
                "untested": True,
                "rests_on": [],
                "costs": [("money", "4000", True, "Printing and delivery")],
            },
        ],
        "designs": [
            {
                "question": "Are there fewer burglaries in the six small areas than in six like them?",
                "method": "wdd", "source": "crime_counts", "crime_types": ["Burglary"],
                "before": ("2023-05", "2024-04"), "after": ("2024-05", "2025-04"),
                "sites": {
                    "treated": ["E01027153", "E01027224", "E01027218", "E01027217", "E01027191", "E01027132"],
                    "control": ["E01027228", "E01027171", "E01027187", "E01027198", "E01027147", "E01027231"],
                },
                "comparable": True,
                "comparable_because": "The next six small areas by the same count, in the same district.",
                "chosen_for_high": True,
                "selection_rule": "The six small areas of the district outside the centre with most burglaries in the year before.",
                "options": {"candidates": WEST},
                "of": [1, 2], "compute": True,
            },
        ],
        "lessons": "Nothing shows that the scheme made a difference that the next areas did not see as well. High counts fall by "
        "themselves: the next streets are to be drawn by lot from the twelve highest.",
        "led_to_change": True,
    },
    "safer-streets-evenings": {
        "title": "Anti-social behaviour in the evenings around a market place",
        "statement": "Groups meet around a market place in the evenings; shops close early and people take other ways home. "
        "It has been reported in every month for two years.",
        "area": "E06000061",
        "counted": ["Anti-social behaviour"],
        "owner": "office.prevention",
        "serves": {
            "P3.5": "Work with housing, developers and business, paid from a safer streets fund.",
            "P2.2": "Anti-social behaviour is one of the three kinds named.",
        },
        "cheers": {
            "community": "Traders and residents above the shops.",
            "harmful": "Trade is lost, and people feel driven out.",
            "expectation": "Residents asked for it in the consultation.",
            "events": "Each is an incident that somebody reported.",
            "recurring": "203 in two small areas in the year to April 2024.",
            "similar": "Evenings, dry weather, around two shelters.",
        },
        "sides": {
            "offender": ("Young people with nowhere else to be.", "Parents, youth workers", "The youth club closes at six."),
            "victim": ("Traders, and people on their way home.", "Wardens", "None after six."),
            "place": ("Two dark shelters.", "The council", "The lights are twenty years old."),
        },
        "hypotheses": [
            (
                "It happens because the shelters are dark and nobody is about after six.", "holds",
                [("for", "Most reports name the shelters and the evening.", "Reading of reports (made up)")],
            ),
            (
                "It happens because schools let out at the same time.", "fails",
                [("against", "Reports come hours after school, and in the holidays too.", "Reading of reports (made up)")],
            ),
        ],
        "partners": [
            ("office", "funds", "The safer streets fund."),
            (COUNCIL, "delivers", "Lights and wardens."),
            ("police", "data", "Counts and patrols."),
        ],
        "responses": [
            {
                "name": "Better lights and evening wardens",
                "what": "New lights at the shelters, and two wardens until ten in the evening, paid from a safer streets fund.",
                "state": "running", "starts_on": "2024-05-01",
                "mechanism": "The place is seen and cared for, and somebody is there to talk to.",
                "effect": "Lights: 14 per cent less crime on average, in property crimes above all.",
                "moderators": "Not known for anti-social behaviour.",
                "rests_on": [("known", "street-lighting-review", "Counts crimes, not anti-social behaviour.")],
                "costs": [("money", "185000", True, "Lights"), ("time", "64000", True, "Wardens, one year")],
            },
            {
                "name": "A youth club that stays open",
                "what": "The youth club near the market place stays open until nine on four evenings.",
                "state": "planned", "starts_on": "2025-09-01",
                "mechanism": "There is somewhere else to be.",
                "rests_on": [("project", "10-10", "A youth club of another town.")],
                "costs": [("money", "38000", False, "One year")],
            },
        ],
        "designs": [
            {
                "question": "Did reports of anti-social behaviour fall where the lights and wardens are?",
                "method": "did", "source": "crime_counts", "crime_types": ["Anti-social behaviour"],
                "before": ("2023-05", "2024-04"), "after": ("2024-05", "2025-04"),
                "sites": {
                    "treated": [WELLINGBOROUGH, WELLINGBOROUGH_NEAR],
                    "control": [KETTERING, KETTERING_NEAR, CORBY, CORBY_NEAR],
                },
                "comparable": True,
                "comparable_because": "Small areas around the centres of the two next towns in the same district.",
                "selection_rule": "The market place that the fund was given for.",
                "of": [1], "compute": True,
            },
            {
                "question": "Will reports fall further once the youth club stays open?",
                "method": "its", "source": "crime_counts", "crime_types": ["Anti-social behaviour"],
                "before": ("2024-05", "2025-08"), "after": ("2025-09", "2026-08"),
                "sites": {"treated": [WELLINGBOROUGH, WELLINGBOROUGH_NEAR]},
                "options": {"harmonics": 1},
                "of": [2], "compute": False,
            },
        ],
    },
}  # fmt: skip
