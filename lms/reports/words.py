"""What the lines of tables are called, as messages to translate. Pure."""

from lms.catalog.course import Level, Track
from lms.i18n import N_
from lms.people.models import Province, RankBand, Sex
from lms.people.words import LANGUAGES
from lms.reports.facts import NOT_STATED

TRAITS: dict[str, dict[str, str]] = {
    "sex": {Sex.FEMALE.value: N_("Women"), Sex.MALE.value: N_("Men"), NOT_STATED: N_("Not stated")},
    "band": {
        RankBand.JUNIOR.value: N_("Junior"),
        RankBand.MID.value: N_("Mid-level"),
        RankBand.SENIOR.value: N_("Senior"),
        NOT_STATED: N_("Not stated"),
    },
    "age": {
        "under 25": N_("Under 25"),
        "25-34": N_("25 to 34"),
        "35-44": N_("35 to 44"),
        "45-54": N_("45 to 54"),
        "55 and over": N_("55 and over"),
        NOT_STATED: N_("Not stated"),
    },
    "province": {
        Province.BALOCHISTAN.value: N_("Balochistan"),
        Province.KHYBER_PAKHTUNKHWA.value: N_("Khyber Pakhtunkhwa"),
        Province.PUNJAB.value: N_("Punjab"),
        Province.SINDH.value: N_("Sindh"),
        Province.ISLAMABAD.value: N_("Islamabad"),
        Province.GILGIT_BALTISTAN.value: N_("Gilgit-Baltistan"),
        Province.AZAD_KASHMIR.value: N_("Azad Jammu and Kashmir"),
        NOT_STATED: N_("Not stated"),
    },
    "language": LANGUAGES,
    "disability": {
        "yes": N_("With a disability"),
        "no": N_("Without a disability"),
        NOT_STATED: N_("Did not say"),
    },
}
TRACKS = {
    Track.CORE.value: N_("Core modules"),
    Track.SPECIALIST.value: N_("Specialist modules"),
    Track.ANNEX_G.value: N_("Global courses (Annex G)"),
    Track.PANDEMIC.value: N_("Policing in a pandemic"),
}
LEVELS = {
    Level.JUNIOR.value: N_("Junior officers"),
    Level.MID.value: N_("Mid-level officials"),
    Level.SENIOR.value: N_("Senior officials"),
    Level.ALL.value: N_("All levels"),
}
MEANINGS = {
    "sex": N_("Sex as it stands in the person’s record."),
    "band": N_("The band of the rank that the person holds when the table is made."),
    "age": N_("Age in whole years on the day on which the table is made."),
    "province": N_("The province in the person’s record."),
    "language": N_("The language in which the person uses the portal."),
    "agency": N_("The agency to which the person belongs when the table is made; its units are counted with it."),
    "disability": N_(
        "With a disability: a lot of difficulty, or worse, in at least one of six domains (Washington Group Short Set). Voluntary;"
        " only for all people together, with no other filter than the period."
    ),
    "batch": N_("The courses of a batch, as taken by its members. One person can be in several batches."),
    "course": N_("One person who is enrolled in several courses stands in several lines."),
    "track": N_("One person who is enrolled in courses of several tracks stands in several lines."),
    "level": N_("One person who is enrolled in courses of several levels stands in several lines."),
}
"""By what a table tells figures apart, in a sentence."""

MEANINGS_OF_ANSWERS = {
    "agency": N_("The agency to which people belonged when they answered; its units are counted with it."),
    "sex": MEANINGS["sex"],
    "language": N_("The language in which people answered."),
    "course": N_("One person who answers for several courses stands in several lines."),
    "track": N_("One person who answers for courses of several tracks stands in several lines."),
    "level": N_("One person who answers for courses of several levels stands in several lines."),
}
"""The same of answers, which are kept apart from names and carry no more than this."""
NOTE_ANSWERS = N_(
    "Answers are kept apart from names. Those of groups of fewer than five count for the agency above, or without agency or sex."
    " Weeks are counted when they are over and at least five new answers are there, in the period in which the last of them begins."
    " Courses that ask questions of their own are counted under Answers only."
)
NOTE_WEEK = N_("Counted on %(moment)s, from the answers up to the week that began on %(week)s.")
NOTE_HIDDEN = N_(
    "“hidden”: fewer than five people are behind the figure, or it would tell such a figure to whoever subtracts the rest from the"
    " total."
)
HIDDEN_WORDS = {"hidden": N_("hidden"), "too few": N_("too few")}
"""What stands in a cell that is not shown, by `report.Hidden`."""

FINDINGS = {
    ("language", "ur"): N_("Harder in Urdu than in English"),
    ("language", "en"): N_("Harder in English than in Urdu"),
    ("key", ""): N_("Those who do well otherwise get it wrong"),
    ("discrimination", ""): N_("Hardly tells who knows from who does not"),
    ("hard", ""): N_("Few get it right"),
    ("easy", ""): N_("Nearly everybody gets it right"),
}
"""What the figures of a question say, by `items.Finding`."""
NOTE_FIRST = N_(
    "Only first attempts that are marked, of people who belong to the agency and its units when the table is made. The period is"
    " that of handing in."
)
NOTE_FEW = N_(
    "“too few”: fewer than thirty were asked. “hidden”: whoever subtracts it from other figures would have one of fewer than"
    " thirty."
)
