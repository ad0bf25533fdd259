"""How fast the product is, measured against a yardstick in the same minute. See README.md; each module is a command."""
