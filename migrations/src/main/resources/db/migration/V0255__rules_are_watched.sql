-- A process hears of changed rules also while it has no orders to judge.
GRANT SELECT ON risk_version TO oms_relay;
