"""The agencies that the programme serves, as the mission names them: code, name in English, name in Urdu."""

PROGRAMME = (
    "PK",
    "Law Enforcement Training Programme, Pakistan",
    "قانون نافذ کرنے والے اداروں کا تربیتی پروگرام، پاکستان",
)
"""What is over all of them: whoever coordinates the programme as a whole coordinates this."""

AGENCIES: tuple[tuple[str, str, str], ...] = (
    ("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس"),
    ("FIA", "Federal Investigation Agency", "وفاقی تحقیقاتی ادارہ"),
    ("CUSTOMS", "Pakistan Customs", "پاکستان کسٹمز"),
    ("PCG", "Pakistan Coast Guards", "پاکستان کوسٹ گارڈز"),
    ("PMSA", "Pakistan Maritime Security Agency", "پاکستان میری ٹائم سکیورٹی ایجنسی"),
    ("ASF", "Airports Security Force", "ایئرپورٹس سکیورٹی فورس"),
    ("FC-KP", "Frontier Corps Khyber Pakhtunkhwa", "فرنٹیئر کور خیبر پختونخوا"),
    ("FC-BAL", "Frontier Corps Balochistan", "فرنٹیئر کور بلوچستان"),
    ("RANGERS-P", "Pakistan Rangers (Punjab)", "پاکستان رینجرز (پنجاب)"),
    ("RANGERS-S", "Pakistan Rangers (Sindh)", "پاکستان رینجرز (سندھ)"),
    ("POLICE-PB", "Punjab Police", "پنجاب پولیس"),
    ("POLICE-SD", "Sindh Police", "سندھ پولیس"),
    ("POLICE-KP", "Khyber Pakhtunkhwa Police", "خیبر پختونخوا پولیس"),
    ("POLICE-BAL", "Balochistan Police", "بلوچستان پولیس"),
    ("POLICE-ICT", "Islamabad Police", "اسلام آباد پولیس"),
    ("POLICE-GB", "Gilgit-Baltistan Police", "گلگت بلتستان پولیس"),
    ("POLICE-AJK", "Azad Jammu and Kashmir Police", "آزاد جموں و کشمیر پولیس"),
    ("EXCISE-PB", "Punjab Excise, Taxation and Narcotics Control", "محکمہ ایکسائز، ٹیکسیشن و نارکوٹکس کنٹرول پنجاب"),
    ("EXCISE-SD", "Sindh Excise, Taxation and Narcotics Control", "محکمہ ایکسائز، ٹیکسیشن و نارکوٹکس کنٹرول سندھ"),
    ("EXCISE-KP", "Khyber Pakhtunkhwa Excise, Taxation and Narcotics Control", "محکمہ ایکسائز، ٹیکسیشن و نارکوٹکس کنٹرول خیبر پختونخوا"),
    ("EXCISE-BAL", "Balochistan Excise, Taxation and Anti-Narcotics", "محکمہ ایکسائز، ٹیکسیشن و اینٹی نارکوٹکس بلوچستان"),
    ("PRISONS-PB", "Punjab Prisons", "محکمہ جیل خانہ جات پنجاب"),
    ("PRISONS-SD", "Sindh Prisons and Corrections", "محکمہ جیل خانہ جات و اصلاحات سندھ"),
    ("PRISONS-KP", "Khyber Pakhtunkhwa Prisons", "محکمہ جیل خانہ جات خیبر پختونخوا"),
    ("PRISONS-BAL", "Balochistan Prisons", "محکمہ جیل خانہ جات بلوچستان"),
    ("PROSECUTION-PB", "Punjab Prosecution", "محکمہ استغاثہ پنجاب"),
    ("PROSECUTION-SD", "Sindh Prosecution", "محکمہ استغاثہ سندھ"),
    ("PROSECUTION-KP", "Khyber Pakhtunkhwa Prosecution", "محکمہ استغاثہ خیبر پختونخوا"),
    ("PROSECUTION-BAL", "Balochistan Prosecution", "محکمہ استغاثہ بلوچستان"),
    ("UNODC", "UNODC Country Office Pakistan", "اقوامِ متحدہ کا ادارہ برائے منشیات و جرائم، دفتر پاکستان"),
)  # fmt: skip
