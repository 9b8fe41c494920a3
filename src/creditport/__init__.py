"""CreditPort 诚信港: the public-credit platform of the Hainan Free Trade Port."""

__version__ = "0.1.0"
