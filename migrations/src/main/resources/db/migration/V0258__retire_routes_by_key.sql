-- Why: the last of the functions that V0256 names. Its plan, made on a young outbox, compared each key with all that the accounts of the
-- batch ever sent: 1.9 ms of each batch of reports after half a minute at 200 fills a second, and more with each further fill.
-- An UPDATE cannot look its keys up by LATERAL as those do, so that what lets it read the table once for all keys is switched off for it.
-- Locks: none.
-- Undone by: undo/U0258__retire_routes_by_key.sql

ALTER FUNCTION retire_routes(uuid[], uuid[], bigint[])
    SET enable_material = off SET enable_bitmapscan = off;
