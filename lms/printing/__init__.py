"""What is put on paper: typst, the fonts that it sets with, the letters that they have, QR codes. Knows no domain."""
