"""The chapter's models, gathered from its topics for Django."""

from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.records.models import Record

__all__ = ["Record", "RowProblem", "Submission"]
