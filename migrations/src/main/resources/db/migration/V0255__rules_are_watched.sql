-- Why: a process hears of changed rules also while it has no orders to judge.
-- Locks: none.
-- Undone by: undo/U0255__rules_are_watched.sql

GRANT SELECT ON risk_version TO oms_relay;
