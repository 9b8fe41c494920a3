-- Decisions asked after the last seal, in the order of their identifiers.
SELECT id, facts_digest, answer_digest
FROM consequences_decision
WHERE asked_at > %(since)s AND asked_at <= %(until)s
ORDER BY id
