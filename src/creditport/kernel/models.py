"""The chapter's models, gathered from its topics for Django."""

from creditport.kernel.apikeys.models import ApiKey, KeyedCall
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.models import PasswordLink, User

__all__ = ["ApiKey", "AuditEntry", "FactorReset", "KeyedCall", "PasswordLink", "User"]
