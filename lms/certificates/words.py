"""The words that stand on a certificate, in both of its languages.

They are not in the interface's catalogue: one certificate carries two languages at once, whatever language the page is in
from which it is downloaded, and a certificate must read the same ten years later.
"""

from dataclasses import dataclass

from lms.catalog.course import Level


@dataclass(frozen=True)
class Words:
    """The words of a certificate in one language. Names in braces are filled by `str.format`."""

    issuer: str
    tagline: str
    heading: str
    certify: str
    completed: str
    learning: str
    completed_on: str
    hours: dict[bool, str]
    """By whether the number is more than one."""
    levels: dict[Level, str]
    review: str
    number: str
    issued_on: str
    valid_until: str
    no_limit: str
    revision: str
    verify: str
    signature: str
    logo: str
    sample: str
    comma: str

    def hours_of(self, hours: float) -> str:
        """`1 hour`, `1.5 hours`."""
        return self.hours[hours > 1].format(hours=f"{hours:g}")


WORDS: dict[str, Words] = {
    "en": Words(
        issuer="Tarbiyat",
        tagline="Training for Pakistan’s law enforcement agencies",
        heading="Certificate of Completion",
        certify="This is to certify that",
        completed="has completed the course",
        learning="{hours} of learning",
        completed_on="completed on {date}",
        hours={False: "{hours} hour", True: "{hours} hours"},
        levels={
            Level.JUNIOR: "Junior level",
            Level.MID: "Mid level",
            Level.SENIOR: "Senior level",
            Level.ALL: "All ranks",
        },
        review="The content of this course is still awaiting expert review.",
        number="Certificate number",
        issued_on="Issued on",
        valid_until="Valid until",
        no_limit="no time limit",
        revision="Course revision",
        verify="Check this certificate here:",
        signature="Signature of {name}",
        logo="Logo of {agency}",
        sample="Sample – not valid",
        comma=", ",
    ),
    "ur": Words(
        issuer="تربیت",
        tagline="پاکستان کے قانون نافذ کرنے والے اداروں کی تربیت",
        heading="تکمیل کا سرٹیفکیٹ",
        certify="تصدیق کی جاتی ہے کہ",
        completed="نے یہ کورس مکمل کیا ہے",
        learning="تربیتی دورانیہ {hours}",
        completed_on="تاریخِ تکمیل {date}",
        hours={False: "{hours} گھنٹہ", True: "{hours} گھنٹے"},
        levels={
            Level.JUNIOR: "جونیئر سطح",
            Level.MID: "درمیانی سطح",
            Level.SENIOR: "سینیئر سطح",
            Level.ALL: "تمام عہدے",
        },
        review="اس کورس کا مواد ابھی ماہرین کے جائزے کا منتظر ہے۔",
        number="سرٹیفکیٹ نمبر",
        issued_on="تاریخِ اجرا",
        valid_until="میعاد کا اختتام",
        no_limit="کوئی مقررہ میعاد نہیں",
        revision="کورس کا نسخہ",
        verify="سرٹیفکیٹ کی تصدیق یہاں کریں:",
        signature="{name} کے دستخط",
        logo="{agency} کا نشان",
        sample="نمونہ، کارآمد نہیں",
        comma="، ",
    ),
}
