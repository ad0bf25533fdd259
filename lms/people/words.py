"""Words for what is kept of a person, to be translated where they are shown."""

from lms.i18n import N_
from lms.people.models import Province, RankBand, Sex
from lms.people.roles import Role

SEXES = {Sex.FEMALE: N_("Female"), Sex.MALE: N_("Male"), Sex.NOT_STATED: N_("Not stated")}
PROVINCES = {
    Province.BALOCHISTAN: N_("Balochistan"),
    Province.KHYBER_PAKHTUNKHWA: N_("Khyber Pakhtunkhwa"),
    Province.PUNJAB: N_("Punjab"),
    Province.SINDH: N_("Sindh"),
    Province.ISLAMABAD: N_("Islamabad"),
    Province.GILGIT_BALTISTAN: N_("Gilgit-Baltistan"),
    Province.AZAD_KASHMIR: N_("Azad Jammu and Kashmir"),
}
LANGUAGES = {"ur": N_("Urdu"), "en": N_("English")}
RANK_BANDS = {RankBand.JUNIOR: N_("Junior"), RankBand.MID: N_("Mid-level"), RankBand.SENIOR: N_("Senior")}
ROLES = {
    Role.OFFICER: N_("Officer"),
    Role.TRAINER: N_("Trainer"),
    Role.TRANSLATOR: N_("Translator"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
