"""What the invented are called, where they serve and which ranks they hold: English and Urdu side by side."""

from lms.people.models import Province

Pair = tuple[str, str]

MEN: tuple[Pair, ...] = (
    ("Muhammad Ali", "محمد علی"), ("Imran", "عمران"), ("Asif", "آصف"), ("Kamran", "کامران"), ("Nadeem", "ندیم"),
    ("Zahid", "زاہد"), ("Tariq", "طارق"), ("Shahid", "شاہد"), ("Waqar", "وقار"), ("Faisal", "فیصل"),
    ("Ghulam Abbas", "غلام عباس"), ("Abdul Rehman", "عبدالرحمٰن"), ("Muhammad Yousaf", "محمد یوسف"), ("Bilal", "بلال"),
    ("Hassan", "حسن"), ("Usman", "عثمان"), ("Junaid", "جنید"), ("Adnan", "عدنان"), ("Sajid", "ساجد"), ("Rashid", "راشد"),
    ("Naveed", "نوید"), ("Khalid", "خالد"), ("Irfan", "عرفان"), ("Arshad", "ارشد"), ("Saeed", "سعید"), ("Jamil", "جمیل"),
    ("Ejaz", "اعجاز"), ("Sher Zaman", "شیر زمان"), ("Gul Khan", "گل خان"), ("Fazal Karim", "فضل کریم"), ("Amir", "عامر"),
    ("Shoaib", "شعیب"), ("Babar", "بابر"), ("Haider", "حیدر"), ("Mehmood", "محمود"), ("Wajid", "واجد"), ("Noor Ahmad", "نور احمد"),
    ("Allah Bakhsh", "اللہ بخش"), ("Zubair", "زبیر"), ("Ikram", "اکرام"),
)  # fmt: skip
WOMEN: tuple[Pair, ...] = (
    ("Ayesha", "عائشہ"), ("Fatima", "فاطمہ"), ("Sadia", "سعدیہ"), ("Shazia", "شازیہ"), ("Nasreen", "نسرین"), ("Rubina", "روبینہ"),
    ("Samina", "ثمینہ"), ("Farzana", "فرزانہ"), ("Uzma", "عظمیٰ"), ("Kiran", "کرن"), ("Sidra", "سدرہ"), ("Iqra", "اقرا"),
    ("Hina", "حنا"), ("Maryam", "مریم"), ("Zainab", "زینب"), ("Bushra", "بشریٰ"), ("Saima", "صائمہ"), ("Nadia", "نادیہ"),
    ("Rukhsana", "رخسانہ"), ("Asma", "اسما"), ("Gulnaz", "گلناز"), ("Palwasha", "پلوشہ"), ("Mahnoor", "ماہ نور"), ("Amna", "آمنہ"),
)  # fmt: skip
FAMILIES: dict[Province, tuple[Pair, ...]] = {
    Province.PUNJAB: (
        ("Chaudhry", "چودھری"), ("Bhatti", "بھٹی"), ("Malik", "ملک"), ("Butt", "بٹ"), ("Gujjar", "گجر"), ("Rana", "رانا"),
        ("Warraich", "وڑائچ"), ("Cheema", "چیمہ"), ("Dogar", "ڈوگر"), ("Khokhar", "کھوکھر"), ("Awan", "اعوان"), ("Niazi", "نیازی"),
    ),
    Province.SINDH: (
        ("Soomro", "سومرو"), ("Khoso", "کھوسو"), ("Bhutto", "بھٹو"), ("Memon", "میمن"), ("Shaikh", "شیخ"), ("Jatoi", "جتوئی"),
        ("Chandio", "چانڈیو"), ("Qureshi", "قریشی"), ("Abro", "ابڑو"), ("Siddiqui", "صدیقی"), ("Mirani", "میرانی"), ("Kalhoro", "کلہوڑو"),
    ),
    Province.KHYBER_PAKHTUNKHWA: (
        ("Khan", "خان"), ("Afridi", "آفریدی"), ("Khattak", "خٹک"), ("Yousafzai", "یوسفزئی"), ("Marwat", "مروت"), ("Wazir", "وزیر"),
        ("Bangash", "بنگش"), ("Orakzai", "اورکزئی"), ("Shinwari", "شینواری"), ("Mohmand", "مہمند"),
    ),
    Province.BALOCHISTAN: (
        ("Baloch", "بلوچ"), ("Kakar", "کاکڑ"), ("Bugti", "بگٹی"), ("Mengal", "مینگل"), ("Achakzai", "اچکزئی"), ("Brohi", "بروہی"),
        ("Rind", "رند"), ("Lehri", "لہڑی"), ("Tareen", "ترین"), ("Jamali", "جمالی"),
    ),
    Province.ISLAMABAD: (("Abbasi", "عباسی"), ("Satti", "ستی"), ("Raja", "راجہ"), ("Shah", "شاہ"), ("Kiyani", "کیانی"), ("Malik", "ملک")),
    Province.GILGIT_BALTISTAN: (("Baig", "بیگ"), ("Shah", "شاہ"), ("Hussain", "حسین"), ("Karim", "کریم"), ("Ali", "علی")),
    Province.AZAD_KASHMIR: (("Mir", "میر"), ("Dar", "ڈار"), ("Lone", "لون"), ("Raja", "راجہ"), ("Khawaja", "خواجہ"), ("Mughal", "مغل")),
}  # fmt: skip

PLACES: dict[Province, tuple[tuple[str, str, str], ...]] = {
    Province.PUNJAB: (("LHR", "Lahore", "لاہور"), ("RWP", "Rawalpindi", "راولپنڈی"), ("MUL", "Multan", "ملتان"), ("FSD", "Faisalabad", "فیصل آباد")),
    Province.SINDH: (("KHI", "Karachi", "کراچی"), ("HYD", "Hyderabad", "حیدر آباد"), ("SUK", "Sukkur", "سکھر")),
    Province.KHYBER_PAKHTUNKHWA: (("PEW", "Peshawar", "پشاور"), ("MDN", "Mardan", "مردان"), ("DIK", "Dera Ismail Khan", "ڈیرہ اسماعیل خان")),
    Province.BALOCHISTAN: (("UET", "Quetta", "کوئٹہ"), ("GWD", "Gwadar", "گوادر"), ("CHM", "Chaman", "چمن")),
    Province.ISLAMABAD: (("ISB", "Islamabad", "اسلام آباد"),),
    Province.GILGIT_BALTISTAN: (("GIL", "Gilgit", "گلگت"), ("SKD", "Skardu", "سکردو")),
    Province.AZAD_KASHMIR: (("MZD", "Muzaffarabad", "مظفر آباد"), ("MRP", "Mirpur", "میرپور")),
}  # fmt: skip

WHERE: tuple[tuple[str, tuple[Province, ...]], ...] = (
    ("-PB", (Province.PUNJAB,)), ("-P", (Province.PUNJAB,)),
    ("-SD", (Province.SINDH,)), ("-S", (Province.SINDH,)), ("PCG", (Province.SINDH, Province.BALOCHISTAN)),
    ("PMSA", (Province.SINDH, Province.BALOCHISTAN)), ("-KP", (Province.KHYBER_PAKHTUNKHWA,)),
    ("-BAL", (Province.BALOCHISTAN,)), ("-ICT", (Province.ISLAMABAD,)), ("UNODC", (Province.ISLAMABAD,)),
    ("-GB", (Province.GILGIT_BALTISTAN,)), ("-AJK", (Province.AZAD_KASHMIR,)),
    ("", (Province.PUNJAB, Province.SINDH, Province.KHYBER_PAKHTUNKHWA, Province.BALOCHISTAN, Province.ISLAMABAD)),
)  # fmt: skip
"""The provinces in which an agency serves, by the end of its code; the first that fits."""

SHARES: tuple[tuple[str, int], ...] = (
    ("POLICE-PB", 22), ("POLICE-SD", 12), ("POLICE-KP", 11), ("POLICE", 4), ("FC", 6), ("RANGERS", 4), ("CUSTOMS", 4),
    ("ANF", 4), ("FIA", 4), ("UNODC", 0), ("PK", 0), ("", 2),
)  # fmt: skip
"""How large an agency is beside the others, by the beginning of its code."""

POLICE = (("Constable", 40), ("Head Constable", 18), ("Assistant Sub-Inspector", 14), ("Sub-Inspector", 12), ("Inspector", 8),
          ("Deputy Superintendent of Police", 5), ("Superintendent of Police", 2), ("Senior Superintendent of Police", 1))  # fmt: skip
SOLDIERS = (
    ("Sepoy", 40),
    ("Lance Naik", 16),
    ("Naik", 14),
    ("Havildar", 12),
    ("Naib Subedar", 7),
    ("Subedar", 5),
    ("Captain", 4),
    ("Major", 2),
)
RANKS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("FC", SOLDIERS), ("RANGERS", SOLDIERS), ("PCG", SOLDIERS),
    ("PMSA", (("Sailor", 40), ("Leading Seaman", 25), ("Petty Officer", 15), ("Chief Petty Officer", 12), ("Commander", 8))),
    ("ASF", (("Corporal", 45), ("Sergeant", 30), ("Inspector", 15), ("Security Officer", 8), ("Chief Security Officer", 2))),
    ("CUSTOMS", (("Sepoy", 30), ("Inspector", 30), ("Preventive Officer", 20), ("Superintendent", 14), ("Deputy Collector", 6))),
    ("PRISONS", (("Warder", 55), ("Head Warder", 25), ("Assistant Superintendent Jail", 12), ("Superintendent Jail", 8))),
    ("PROSECUTION", (("Assistant District Public Prosecutor", 55), ("Deputy District Public Prosecutor", 35), ("District Public Prosecutor", 10))),
    ("EXCISE", (("Constable", 40), ("Excise Inspector", 40), ("Excise and Taxation Officer", 15), ("Director", 5))),
    ("", POLICE),
)  # fmt: skip
"""The ranks of an agency with how many of a hundred hold them, by the beginning of its code; the first that fits."""
