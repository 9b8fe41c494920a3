"""The chapter's models, gathered from its topics for Django."""

from creditport.foundation.exchange.models import FeedReading, Receipt
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals.models import Withdrawal

__all__ = ["FeedReading", "Receipt", "Record", "RowProblem", "Submission", "Withdrawal"]
