-- What is kept of a submission as a whole while its parts come and go.
CREATE TABLE problem (n INTEGER, field VARCHAR, code VARCHAR, detail VARCHAR, level TINYINT, value VARCHAR);
CREATE TABLE faulty (n INTEGER, texts VARCHAR[], unrated BOOLEAN);
CREATE TABLE fate (n INTEGER, person BOOLEAN, fate VARCHAR);
CREATE TABLE met (key UUID, n INTEGER, digest UUID, withdrawn BOOLEAN);
CREATE TABLE prior (key UUID, version INTEGER, digest UUID, withdrawn BOOLEAN);
CREATE TABLE link (scheme VARCHAR, identifier VARCHAR, subject_id BIGINT, known_as VARCHAR);
