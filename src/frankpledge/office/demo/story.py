"""One county's plan, from residents' words to the action that followed: told once, into an empty office.

Made up: persons, posts, which measure answers what, the updates, the meeting of June 2025, its challenges and actions,
what is done about the three problems, the cameras, and the force's own extract.
Real: the plans, the item of 9 September 2021, every figure and its file. The words are stand-ins from other places.
"""

from __future__ import annotations

from datetime import datetime

from .chapters import (
    analysis,
    bench,
    cameras,
    consultations,
    delivery,
    evidence,
    extracts,
    follows,
    neighbours,
    office,
    plans,
    problem_solving,
    scrutiny,
)
from .stage import Cast, Tell


def tell(*, now: datetime, tell: Tell = lambda _words: None) -> Cast:
    """Tell the whole story. `now` is today: one consultation is open relative to it.

    Returns:
        Who acts in it, for whoever wants to sign in as one of them.
    """
    tell("The office and its people")
    cast = office.open_office()
    tell("The plan before, kept as history")
    plans.enter_history(cast)
    tell("The meeting of 9 September 2021, kept as history")
    scrutiny.enter_history(cast)
    tell("The draft plan of 2021, and its consultation: words read on this machine")
    plans.draft_plan(cast)
    consultations.consult(cast)
    tell("Themes: suggested by machine, named and accepted by a person")
    consultations.group_and_accept(cast)
    tell("The plan of 2021: priorities, commitments, leads, measures")
    plans.write_plan(cast)
    tell("You said, we did: what became of the themes of 2021")
    follows.decide(cast)
    tell("Evidence: real figures, each with its file")
    evidence.bring_in(cast)
    evidence.observe(cast)
    tell("The force's own extract: made up, and kept where few may look")
    extracts.tell_extract(cast)
    tell("Three problems of the plan, worked from scan to assessment")
    problem_solving.tell_problems(cast)
    tell("The camera register, and what a network twice the size could cover")
    cameras.tell_cameras(cast, now=now)
    tell("The consultation of 2025, run in full: who answered")
    neighbours.consult(cast)
    tell("What they said: coded by two, agreed, found, decided, reported")
    analysis.analyse(cast)
    tell("Delivery updates for April 2025")
    delivery.report(cast)
    tell("The delivery report, and the meeting of June 2025")
    scrutiny.meet(cast)
    tell("The analyst's bench: figures frozen, computed, attached")
    bench.tell_analyses(cast)
    tell("A consultation that is open today")
    consultations.open_one(cast, now=now)
    return cast
