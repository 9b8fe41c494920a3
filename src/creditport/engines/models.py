"""The engines' models, gathered for Django."""

from creditport.engines.cases.models import Case, CaseDocument, CaseEvent

__all__ = ["Case", "CaseDocument", "CaseEvent"]
