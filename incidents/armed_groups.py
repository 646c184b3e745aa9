"""The armed groups of the border under all their names, as patterns in Latin, Persian and Urdu.

Persian and Urdu names are written with one form of each letter. Short names (BLA) are written in
capitals: whoever searches in small letters ignores case.
"""

from __future__ import annotations

__all__ = ["GROUPS"]

GROUPS = {
    "Jaish al-Adl": (
        r"\b(?:Ja[iy]?[sc]h|Jaysh)\W*[uae]l\W*Adl\b|\bArmy of Justice\b|"
        r"(?<!\w)جیش\s*ال\s*عدل"
    ),
    "Jundallah": (
        r"\bJund\w?\W?(?:a|u|o)ll?ah\b|\bPeople'?s Resistance Movement of Iran\b|"
        r"(?<!\w)جند\s?ال?له?"
    ),
    "Baloch Liberation Army": r"\bBLA\b|\bBalo?u?ch\w* Liberation Army\b|(?<!\w)بی\s?ایل\s?اے",
    "Baloch Liberation Front": r"\bBLF\b|\bBalo?u?ch\w* Liberation Front\b|(?<!\w)بی\s?ایل\s?ایف",
    "Baloch Raaji Aajoi Sangar": r"\bBRAS\b|\bRaaj\w+ Aajo\w+ Sangar\b",
    "Baloch Republican Army": r"\bBRA\b|\bBalo?u?ch\w* Republican (?:Army|Guards?)\b",
    "Baloch Nationalist Army": r"\bBNA\b|\bBalo?u?ch\w* Nationalist Army\b",
    "Ansar al-Furqan": r"\bAnsar\W*(?:a|u)l\W*Furq\w+|\bFurqan\b|(?<!\w)انصار\s*ال\s*فرقان",
    "Harakat Ansar Iran": r"\bHarakat\W*(?:ul|al)?\W*Ansar\b\w*(?:\W+Iran)?",
    "Islamic State": (
        r"\bIS(?:IS|IL|KP|-K|PP)\b|\bDaesh\b|\bIslamic State\b(?:\s+group)?|(?<!\w)داعش"
    ),
    "Lashkar-e-Jhangvi": r"\bLashkar\W*e\W*Jh?angvi\b|\bLeJ\b",
    "Tehrik-i-Taliban": r"\bTTP\b|\bTehr?[ie]*k\W*[ie]?\W*Taliban\b",
    "People's Fighters Front": r"\bPeople'?s Fighters' Front\b|\bMobarizoun\w*\b",
}  # fmt: skip
"""Usual name of a group to the pattern of its names."""
