"""Incidents made of claims, for what is tested of claims and of their conflicts."""

from datetime import date

from incidents.record import Claim, EventType, Incident


def incident(*claims, **values):
    given_values = {
        "incident_id": "a",
        "date_start": date(2014, 10, 17),
        "date_end": date(2014, 10, 17),
        "event_type": EventType.INCURSION,
        "reported_depth_into": "PAK",
    }
    return Incident(**(given_values | values), claims=claims)


def claim(number, **values):
    return Claim(claim_id=f"a-{number}", **({"claimant": "PAK", "stance": "supports"} | values))
