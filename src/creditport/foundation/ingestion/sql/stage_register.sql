-- What the register should say of these subjects after this submission, and the names they had before.
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_register (
    subject_id bigint PRIMARY KEY, name text, kind text, status text, registered_on date, county_code text,
    county_source text, grams integer[], initials text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_former_name (
    subject_id bigint, name text, grams integer[], initials text
) ON COMMIT DROP;
TRUNCATE incoming_register, incoming_former_name
