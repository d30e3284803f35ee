GRANT SELECT ON ledger_requests TO oms_reader;
