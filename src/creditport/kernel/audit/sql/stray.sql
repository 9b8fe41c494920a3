-- Whether entries lie outside the numbers that the head accounts for; one statement, so one snapshot.
SELECT EXISTS (
    SELECT FROM kernel_auditentry AS entry, kernel_audithead AS head
    WHERE entry.id < 1 OR entry.id > head.entries
)
