-- After bulk work on names, outside its transaction's rush: sorts the index's pending entries in and refreshes shares.
SELECT gin_clean_pending_list('subjects_name_grams');
