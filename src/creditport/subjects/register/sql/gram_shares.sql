-- The commonest pairs of characters and the share of names that hold each, as the last ANALYZE saw them.
SELECT gram, share FROM creditport_gram_shares() WHERE share >= 0.001;
