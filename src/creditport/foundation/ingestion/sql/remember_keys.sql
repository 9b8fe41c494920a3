-- The keys that later parts of the file may repeat.
INSERT INTO met SELECT key, n, digest, r_withdrawn FROM {{rows}} ANTI JOIN parts.repeated USING (n) WHERE worst < 2;
