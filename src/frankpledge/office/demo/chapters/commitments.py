"""What the public record of the plan does not give, made up: leads, how we will know, why each commitment is there."""

from __future__ import annotations

LEADS = {
    "P1": {"office": "office.prevention", "police": "police.neighbourhoods", "fire": "fire.prevention"},
    "P2": {"office": "office.response", "police": "police.response", "fire": "fire.operations"},
    "P3": {"office": "office.victims", "police": "police.protection", "fire": "fire.safeguarding"},
    "P4": {"office": "office.services", "police": "police.digital", "fire": "fire.improvement"},
    "P5": {"office": "office.justice", "police": "police.justice", "fire": "fire.protection"},
}

HOW_WE_WILL_KNOW = {
    "P1.1": "A list of camera sites with the date each went live: twice as many as in 2021, and how many are rural.",
    "P1.4": "The number of home fire safety visits each quarter, and the share made to people at high risk.",
    "P3.3": "How many families finish the programme, and how many of their children are excluded from school in the year after.",
    "P3.4": "How many young people take part, of how many who were referred.",
    "P4.1": "A register of lessons, with what was changed because of each.",
    "P4.3": "The share of crews trained for wildfire and flood, and when the equipment came into use.",
    "P4.4": "A register of what the two services share, with what it saves or improves.",
    "P5.2": "Audits of premises by risk, and how many were put right after a notice.",
    "P5.4": "Re-offending of the people in the scheme, beside people like them who are not.",
}

NOT_MEASURED = {
    "P3.2": "domestic abuse is not shown apart in the published counts, and reports may rise because more people trust the police",
    "P4.2": "there is no agreed way yet to say whether data are the best",
    "P5.1": "outcomes are not part of the published counts by month, and recent months are never complete",
}

# Duties are named as the law stood when the plan was written; which commitment rests on which is made up.
BASES = {
    "P1.2": [("theme", "town-centre-and-parking", "Patrols and enforcement in the centre were asked for.")],
    "P1.3": [("theme", "homes", "The state of homes and streets worries many.")],
    "P1.4": [
        ("duty", "Fire and Rescue Services Act 2004, section 6", "A fire authority promotes fire safety in its area.")
    ],
    "P2.1": [("cited", "commitment/northamptonshire-2013/D1", "The plan before kept officers at 1,220.")],
    "P2.2": [("theme", "town-centre-and-parking", "Order in the centre was named often."), ("theme", "policing", "")],
    "P3.2": [
        ("duty", "Domestic Abuse Act 2021", "Victims are to be supported, and children who see it are victims too.")
    ],
    "P4.3": [
        ("duty", "Fire and Rescue National Framework for England, 2018", "Services plan for every foreseeable risk.")
    ],
    "P4.4": [("duty", "Policing and Crime Act 2017, section 2", "Emergency services keep collaboration under review.")],
    "P5.1": [("duty", "Code of Practice for Victims of Crime, 2021", "What a victim can expect at every step.")],
    "P5.2": [
        ("duty", "Regulatory Reform (Fire Safety) Order 2005", "The fire authority enforces fire safety in premises.")
    ],
    "P1.1": [("theme", "roads-and-traffic", "Speed and traffic were named again and again.")],
    "P2.3": [
        ("theme", "policing", "People want to see and know their officers."),
        ("cited", "point/scrutiny/2021-09-09/18/8", "A member asked for more visible policing in two wards."),
    ],
    "P2.5": [("theme", "roads-and-traffic", "Communities want a say in how roads are made safer.")],
    "P2.4": [
        (
            "duty",
            "Police Reform and Social Responsibility Act 2011, section 7",
            "The plan states what policing is to be provided.",
        )
    ],
    "P3.1": [
        ("theme", "policing", ""),
        ("cited", "point/scrutiny/2021-09-09/18/17", "Knife crime cannot be dealt with by the force alone."),
    ],
    "P3.3": [("theme", "schools-and-children", "Families and schools come first for many.")],
    "P3.4": [("theme", "young-people", "Young people spoke for themselves."), ("theme", "things-to-do", "")],
    "P3.5": [("theme", "homes", "Housing and the state of neighbourhoods.")],
    "P5.3": [("theme", "drugs", "Drugs were named as a cause of crime.")],
    "P5.4": [("theme", "drugs", "")],
}
