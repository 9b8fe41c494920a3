-- Where the answers of the rules wait for the statement that writes them.
CREATE TEMPORARY TABLE ruled_anew (
    id bigint PRIMARY KEY, severity smallint, shown boolean NOT NULL, public_from date, repair_opens_on date,
    public_until date
) ON COMMIT DROP
