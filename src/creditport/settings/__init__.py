"""Settings, one small file per concern; `django` gathers them for Django. Importing this package reads nothing."""
