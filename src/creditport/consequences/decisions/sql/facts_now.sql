-- What is known of subjects on a day, as far as a scenario may see it, and the snapshot it was read from.
SELECT subject_id, uscc, name, kind, entries, applied, records, pending, snapshot
FROM creditport_facts(%(codes)s, %(ids)s, %(day)s, %(lists)s, %(items)s, %(measures)s, %(pending)s)
