"""What messages announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.consequences.messages.choices import MessageKind
from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesWritten(Announcement):
    """So many were told something; whoever sends mail or text messages reacts."""

    kind: MessageKind
    messages: int
