-- One decision and its entry in the access log, by one statement: neither without the other.
WITH logged AS (
    INSERT INTO subjects_accessopening (at, actor_kind, actor_name, agency, purpose, basis, consent, "case",
                                        subject_id, transaction)
    VALUES (%(at)s, %(actor_kind)s, %(actor_name)s, %(agency)s, %(purpose)s, %(basis)s, %(consent)s, %(case)s,
            %(subject)s, 0)
)
INSERT INTO consequences_decision (id, subject_id, scenario, purpose, "case", batch, asked_at, actor_kind, actor_name,
                                   agency, rules, snapshot, facts, facts_digest, answer, answer_digest)
VALUES (%(id)s, %(subject)s, %(scenario)s, %(purpose)s, %(case)s, NULL, %(at)s, %(actor_kind)s, %(actor_name)s,
        %(agency)s, %(rules)s, %(snapshot)s, %(facts)s::jsonb, %(facts_digest)s, %(answer)s::jsonb, %(answer_digest)s)
