-- The access log of a file of many subjects, one line for each of them.
INSERT INTO subjects_accessopening (at, actor_kind, actor_name, agency, purpose, basis, consent, "case", subject_id,
                                    transaction)
SELECT %(at)s, %(actor_kind)s, %(actor_name)s, %(agency)s, %(purpose)s, %(basis)s, %(consent)s, %(case)s,
       checked.subject_id, 0
FROM unnest(%(subjects)s::bigint[]) AS checked (subject_id)
