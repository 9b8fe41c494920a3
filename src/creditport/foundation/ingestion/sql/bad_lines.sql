-- One line of COPY text for each line of a file that was no row; its text is masked already.
SELECT concat_ws(chr(9), {{submission}}, n, '', '', {{escaped_value}}, code, '{"detail": "' || found || '"}', 'f',
    'rejected') || chr(10) AS line
FROM read_csv({{path}}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', parallel = false,
    max_line_size = 4096, buffer_size = 1048576,
    columns = {'n': 'INTEGER', 'code': 'VARCHAR', 'found': 'INTEGER', 'value': 'VARCHAR'})
