"""Sign-in, second factors and passwords of staff, on django-allauth."""
