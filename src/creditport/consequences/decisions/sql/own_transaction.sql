-- The transaction that wrote a decision.
SELECT transaction::text FROM consequences_decision WHERE id = %(id)s
