-- Every record that may be shown on the day in creditport.day, in the order of keys.
SELECT record.key, record.version, record.item, record.agency, record.severity,
       record.decided_on, record.valid_until, record.content, record.public_from, record.repair_opens_on,
       record.public_until
FROM public_record AS record
ORDER BY record.key
