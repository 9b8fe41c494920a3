-- Decisions of transactions that are over and not yet sealed; none that commits later can belong among them.
SELECT id, facts_digest, answer_digest
FROM consequences_decision
WHERE transaction >= %(since)s::xid8 AND transaction < %(until)s::xid8
ORDER BY transaction, id
