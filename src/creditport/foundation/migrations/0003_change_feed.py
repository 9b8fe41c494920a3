"""What the change feed needs: the transaction that wrote a version, and the order of endings.

Ids are drawn before commit, so a reader that follows ids alone can pass by a version that commits later. The feed
follows (transaction, id) instead and stops below the oldest transaction still running.
"""

from django.db import migrations

FEED = """
ALTER TABLE foundation_record ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX foundation_record_feed ON foundation_record (transaction, id);
CREATE INDEX foundation_record_ending ON foundation_record (public_until, id) WHERE shown;
"""

UNDO = """
DROP INDEX IF EXISTS foundation_record_ending;
DROP INDEX IF EXISTS foundation_record_feed;
ALTER TABLE foundation_record DROP COLUMN IF EXISTS transaction;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_held_is_not_shown")]
    operations = [migrations.RunSQL(FEED, UNDO)]
