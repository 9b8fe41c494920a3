"""The chapter's models, gathered from its topics for Django."""

from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.mandates.models import Mandate
from creditport.subjects.persons.models import AccessOpening, Person
from creditport.subjects.register.models import Subject, SubjectName, SubjectStatusChange

__all__ = ["AccessOpening", "Mandate", "Person", "Subject", "SubjectIdentifier", "SubjectName", "SubjectStatusChange"]
