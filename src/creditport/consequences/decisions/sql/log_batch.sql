-- The access log of a file of many subjects, by its decisions of one chunk that are not yet logged.
INSERT INTO subjects_accessopening (at, actor_kind, actor_name, agency, purpose, basis, consent, "case", subject_id,
                                    transaction)
SELECT %(at)s, %(actor_kind)s, %(actor_name)s, %(agency)s, %(purpose)s, %(basis)s, %(consent)s, %(case)s,
       decision.subject_id, 0
FROM consequences_decision AS decision
WHERE decision.id = ANY (%(ids)s)
