-- Why: the reconciliation reads whole tables. On tables nobody has analyzed yet the planner took a sub-result for a single row
-- and looked through it once for every order: minutes for 100,000 orders, where a hash or merge join takes a second.
-- Locks: none that matter.
-- Undone by: undo/U0014__reconcile_without_nested_loops.sql. Whoever replaces the function has to say this again.
ALTER FUNCTION reconcile() SET enable_nestloop = off;
