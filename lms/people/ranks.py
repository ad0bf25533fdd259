"""Ranks of the Pakistani forces: their names in both languages, how people write them, and the band that each belongs to.

Bands follow the Basic Pay Scale: junior up to 15 (constable to sub-inspector and their equals), mid-level 16 and 17 (inspector
to deputy superintendent), senior from 18 (superintendent).
"""

from dataclasses import dataclass
from itertools import chain

from lms.people.models import RankBand
from lms.urdu import clean, search

JUNIOR, MID, SENIOR = RankBand.JUNIOR, RankBand.MID, RankBand.SENIOR


@dataclass(frozen=True)
class Rank:
    """A rank that is known. `also` are other ways to write it: abbreviations, other spellings."""

    name_en: str
    name_ur: str
    band: RankBand
    also: tuple[str, ...] = ()


RANKS: tuple[Rank, ...] = (
    # police, FIA, ANF, excise
    Rank("Constable", "کانسٹیبل", JUNIOR, ("PC", "foot constable", "police constable", "کنسٹیبل", "سپاہی پولیس")),
    Rank("Lady Constable", "لیڈی کانسٹیبل", JUNIOR,
         ("LC", "female constable", "woman constable", "لیڈی کنسٹیبل", "خاتون کانسٹیبل")),
    Rank("Lance Head Constable", "لانس ہیڈ کانسٹیبل", JUNIOR, ("LHC",)),
    Rank("Head Constable", "ہیڈ کانسٹیبل", JUNIOR, ("HC", "ہیڈ کنسٹیبل", "حوالدار پولیس")),
    Rank("Lady Head Constable", "لیڈی ہیڈ کانسٹیبل", JUNIOR, ("female head constable",)),
    Rank("Assistant Sub-Inspector", "اسسٹنٹ سب انسپکٹر", JUNIOR,
         ("ASI", "assistant subinspector", "asst sub inspector", "اے ایس آئی", "اسسٹنٹ سب انسپیکٹر")),
    Rank("Sub-Inspector", "سب انسپکٹر", JUNIOR, ("SI", "subinspector", "ایس آئی", "سب انسپیکٹر")),
    Rank("Inspector", "انسپکٹر", MID, ("IP", "police inspector", "انسپیکٹر")),
    Rank("Assistant Superintendent of Police", "اسسٹنٹ سپرنٹنڈنٹ آف پولیس", MID, ("ASP", "اے ایس پی")),
    Rank("Deputy Superintendent of Police", "ڈپٹی سپرنٹنڈنٹ آف پولیس", MID, ("DSP", "SDPO", "ڈی ایس پی")),
    Rank("Superintendent of Police", "سپرنٹنڈنٹ آف پولیس", SENIOR, ("SP", "ایس پی")),
    Rank("Senior Superintendent of Police", "سینیئر سپرنٹنڈنٹ آف پولیس", SENIOR,
         ("SSP", "ایس ایس پی", "سینئر سپرنٹنڈنٹ آف پولیس")),
    Rank("Assistant Inspector General", "اسسٹنٹ انسپکٹر جنرل", SENIOR,
         ("AIG", "اے آئی جی", "assistant inspector general of police")),
    Rank("Deputy Inspector General", "ڈپٹی انسپکٹر جنرل", SENIOR,
         ("DIG", "ڈی آئی جی", "deputy inspector general of police")),
    Rank("Additional Inspector General", "ایڈیشنل انسپکٹر جنرل", SENIOR,
         ("Addl IG", "Addl. IGP", "additional IG", "ایڈیشنل آئی جی", "additional inspector general of police")),
    Rank("Inspector General", "انسپکٹر جنرل", SENIOR, ("IG", "IGP", "آئی جی", "inspector general of police")),
    Rank("Investigating Officer", "تفتیشی افسر", MID, ("investigation officer",)),
    Rank("Assistant Director", "اسسٹنٹ ڈائریکٹر", MID, ("AD",)),
    Rank("Deputy Director", "ڈپٹی ڈائریکٹر", SENIOR, ("DD",)),
    Rank("Additional Director", "ایڈیشنل ڈائریکٹر", SENIOR, ("addl director",)),
    Rank("Joint Director", "جوائنٹ ڈائریکٹر", SENIOR),
    Rank("Director", "ڈائریکٹر", SENIOR),
    Rank("Additional Director General", "ایڈیشنل ڈائریکٹر جنرل", SENIOR, ("ADG", "addl DG")),
    Rank("Deputy Director General", "ڈپٹی ڈائریکٹر جنرل", SENIOR, ("DDG",)),
    Rank("Director General", "ڈائریکٹر جنرل", SENIOR, ("DG", "ڈی جی")),
    Rank("Assistant Excise and Taxation Officer", "اسسٹنٹ ایکسائز و ٹیکسیشن افسر", MID,
         ("AETO", "اسسٹنٹ ایکسائز اینڈ ٹیکسیشن آفیسر")),
    Rank("Excise and Taxation Officer", "ایکسائز و ٹیکسیشن افسر", MID, ("ETO", "ایکسائز اینڈ ٹیکسیشن آفیسر")),
    Rank("Excise Inspector", "ایکسائز انسپکٹر", MID, ("inspector excise",)),
    # customs
    Rank("Appraising Officer", "اپریزنگ افسر", MID, ("appraiser",)),
    Rank("Preventive Officer", "پریونٹو افسر", MID, ("preventive service officer", "پریوینٹو آفیسر")),
    Rank("Principal Appraiser", "پرنسپل اپریزر", MID, ("principal appraising officer",)),
    Rank("Superintendent", "سپرنٹنڈنٹ", MID, ("supdt", "superintendent customs", "سپرنٹینڈنٹ")),
    Rank("Senior Preventive Officer", "سینیئر پریونٹو افسر", MID, ("SPO",)),
    Rank("Intelligence Officer", "انٹیلی جنس افسر", MID),
    Rank("Assistant Collector", "اسسٹنٹ کلکٹر", MID),
    Rank("Deputy Collector", "ڈپٹی کلکٹر", SENIOR),
    Rank("Additional Collector", "ایڈیشنل کلکٹر", SENIOR, ("addl collector",)),
    Rank("Collector", "کلکٹر", SENIOR),
    Rank("Chief Collector", "چیف کلکٹر", SENIOR),
    # Frontier Corps, Rangers, Coast Guards, ANF, Army
    Rank("Sepoy", "سپاہی", JUNIOR, ("sip", "sipahi")),
    Rank("Lance Naik", "لانس نائیک", JUNIOR, ("L/Nk", "LNk", "لانس نائک")),
    Rank("Naik", "نائیک", JUNIOR, ("Nk", "نائک")),
    Rank("Lance Havildar", "لانس حوالدار", JUNIOR),
    Rank("Havildar", "حوالدار", JUNIOR, ("Hav", "hawaldar", "havaldar")),
    Rank("Naib Subedar", "نائب صوبیدار", JUNIOR, ("Nb Sub", "naib subaidar", "نائب صوبےدار")),
    Rank("Subedar", "صوبیدار", MID, ("Sub", "subaidar", "صوبےدار")),
    Rank("Subedar Major", "صوبیدار میجر", MID, ("Sub Maj", "subaidar major")),
    Rank("Second Lieutenant", "سیکنڈ لیفٹیننٹ", MID, ("2Lt", "2/Lt")),
    Rank("Lieutenant", "لیفٹیننٹ", MID, ("Lt",)),
    Rank("Captain", "کیپٹن", MID, ("Capt",)),
    Rank("Major", "میجر", SENIOR, ("Maj",)),
    Rank("Lieutenant Colonel", "لیفٹیننٹ کرنل", SENIOR, ("Lt Col",)),
    Rank("Colonel", "کرنل", SENIOR, ("Col",)),
    Rank("Wing Commander", "ونگ کمانڈر", SENIOR, ("Wg Cdr",)),
    Rank("Brigadier", "بریگیڈیئر", SENIOR, ("Brig", "بریگیڈئیر")),
    Rank("Major General", "میجر جنرل", SENIOR, ("Maj Gen",)),
    # Maritime Security Agency
    Rank("Sailor", "سیلر", JUNIOR, ("able seaman", "AB")),
    Rank("Leading Seaman", "لیڈنگ سی مین", JUNIOR, ("LS",)),
    Rank("Petty Officer", "پیٹی افسر", JUNIOR, ("PO", "پیٹی آفیسر")),
    Rank("Chief Petty Officer", "چیف پیٹی افسر", MID, ("CPO", "چیف پیٹی آفیسر")),
    Rank("Sub-Lieutenant", "سب لیفٹیننٹ", MID, ("S/Lt",)),
    Rank("Lieutenant Commander", "لیفٹیننٹ کمانڈر", SENIOR, ("Lt Cdr",)),
    Rank("Commander", "کمانڈر", SENIOR, ("Cdr",)),
    Rank("Commodore", "کموڈور", SENIOR, ("Cdre",)),
    Rank("Rear Admiral", "ریئر ایڈمرل", SENIOR),
    # Airports Security Force
    Rank("Corporal", "کارپورل", JUNIOR, ("Cpl",)),
    Rank("Sergeant", "سارجنٹ", JUNIOR, ("Sgt",)),
    Rank("Chief Security Officer", "چیف سکیورٹی افسر", SENIOR, ("CSO",)),
    Rank("Security Officer", "سکیورٹی افسر", MID, ("سیکیورٹی آفیسر",)),
    # prisons
    Rank("Warder", "وارڈر", JUNIOR, ("jail warder", "prison warder", "warden", "وارڈن")),
    Rank("Lady Warder", "لیڈی وارڈر", JUNIOR, ("female warder", "لیڈی وارڈن")),
    Rank("Head Warder", "ہیڈ وارڈر", JUNIOR, ("chief warder", "چیف وارڈر", "ہیڈ وارڈن")),
    Rank("Assistant Superintendent Jail", "اسسٹنٹ سپرنٹنڈنٹ جیل", MID,
         ("assistant superintendent of jail", "assistant superintendent prison")),
    Rank("Deputy Superintendent Jail", "ڈپٹی سپرنٹنڈنٹ جیل", MID,
         ("deputy superintendent of jail", "deputy superintendent prison")),
    Rank("Superintendent Jail", "سپرنٹنڈنٹ جیل", SENIOR, ("superintendent of jail", "superintendent prison")),
    # prosecution
    Rank("Assistant District Public Prosecutor", "اسسٹنٹ ڈسٹرکٹ پبلک پراسیکیوٹر", MID, ("ADPP",)),
    Rank("Deputy District Public Prosecutor", "ڈپٹی ڈسٹرکٹ پبلک پراسیکیوٹر", SENIOR, ("DDPP",)),
    Rank("District Public Prosecutor", "ڈسٹرکٹ پبلک پراسیکیوٹر", SENIOR, ("DPP",)),
    Rank("Assistant Prosecutor", "اسسٹنٹ پراسیکیوٹر", MID),
    Rank("Public Prosecutor", "پبلک پراسیکیوٹر", MID, ("PP", "prosecutor", "پراسیکیوٹر")),
    Rank("Deputy Prosecutor General", "ڈپٹی پراسیکیوٹر جنرل", SENIOR, ("DPG",)),
    Rank("Additional Prosecutor General", "ایڈیشنل پراسیکیوٹر جنرل", SENIOR, ("APG",)),
    Rank("Prosecutor General", "پراسیکیوٹر جنرل", SENIOR),
    # civil servants in the same offices
    Rank("Naib Qasid", "نائب قاصد", JUNIOR),
    Rank("Driver", "ڈرائیور", JUNIOR),
    Rank("Junior Clerk", "جونیئر کلرک", JUNIOR, ("LDC", "جونئیر کلرک")),
    Rank("Senior Clerk", "سینیئر کلرک", JUNIOR, ("UDC", "سینئر کلرک")),
    Rank("Assistant", "اسسٹنٹ", JUNIOR, ("office assistant",)),
    Rank("Stenographer", "اسٹینوگرافر", JUNIOR, ("steno",)),
    Rank("Assistant Commissioner", "اسسٹنٹ کمشنر", MID, ("AC",)),
    Rank("Deputy Commissioner", "ڈپٹی کمشنر", SENIOR, ("DC",)),
    Rank("Additional Commissioner", "ایڈیشنل کمشنر", SENIOR),
    Rank("Commissioner", "کمشنر", SENIOR),
)  # fmt: skip


def _folded(typed: str) -> str:
    return "".join(search(typed).split())


_KNOWN = {_folded(name): rank for rank in RANKS for name in chain((rank.name_en, rank.name_ur), rank.also)}


def known(typed: str) -> Rank | None:
    """The rank that a person wrote in either language, in full or as an abbreviation; None if it is not known here."""
    return _KNOWN.get(_folded(typed))


def spelt(typed: str) -> str:
    """A rank as it is kept: the English name of one that is known, what was typed of any other."""
    rank = known(typed)
    return rank.name_en if rank else " ".join(clean(typed).split())


def band(typed: str) -> RankBand | None:
    """The band of a rank, or None where the rank is not known."""
    rank = known(typed)
    return rank.band if rank else None


def rank_name(typed: str, language: str) -> str:
    """A rank in a language of the interface; one that is not known as it was typed."""
    rank = known(typed)
    if rank is None:
        return typed
    return rank.name_ur if language == "ur" else rank.name_en
