-- Why: an account's orders are cancelled when whoever looks after them has not been heard of for a while, also if this
-- process was not running when the time was up.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0031__dead_mans_switches.sql (drops the table; no switch is set any more).

-- fires_at: when it fires unless it is set anew; null: off, or fired and done.
CREATE TABLE dead_mans_switches (
    account_id uuid NOT NULL,
    timeout_seconds integer NOT NULL,
    fires_at timestamptz,
    fired_at timestamptz,
    set_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT dead_mans_switches_pk PRIMARY KEY (account_id),
    CONSTRAINT dead_mans_switches_account_fk FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    CONSTRAINT dead_mans_switches_timeout_range CHECK (timeout_seconds BETWEEN 0 AND 86400)
);
CREATE INDEX dead_mans_switches_due ON dead_mans_switches (fires_at) WHERE fires_at IS NOT NULL;
CALL protect_account_table('dead_mans_switches');
GRANT SELECT ON dead_mans_switches TO oms_reader, oms_admin, oms_relay;
GRANT SELECT, INSERT, UPDATE (timeout_seconds, fires_at, fired_at, set_by, updated_at) ON dead_mans_switches TO oms_writer;

CREATE FUNCTION find_dead_mans_switches(account_ids uuid[]) RETURNS SETOF dead_mans_switches LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT s.* FROM unnest(account_ids) AS k (account_id) JOIN dead_mans_switches s ON s.account_id = k.account_id;
END;
$$;

CREATE FUNCTION write_dead_mans_switches(account_ids uuid[], timeouts bigint[], fire_times timestamptz[],
    fired_times timestamptz[], setters text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dead_mans_switches AS s (account_id, timeout_seconds, fires_at, fired_at, set_by)
        SELECT k.account_id, k.timeout, k.fires_at, k.fired_at, k.set_by
        FROM unnest(account_ids, timeouts, fire_times, fired_times, setters)
            AS k (account_id, timeout, fires_at, fired_at, set_by)
        ON CONFLICT (account_id) DO UPDATE SET timeout_seconds = excluded.timeout_seconds, fires_at = excluded.fires_at,
            fired_at = excluded.fired_at, set_by = excluded.set_by, updated_at = now();
END;
$$;

-- They run with the caller's rights; nobody but the pipeline has use for them.
REVOKE EXECUTE ON FUNCTION find_dead_mans_switches(uuid[]),
    write_dead_mans_switches(uuid[], bigint[], timestamptz[], timestamptz[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_dead_mans_switches(uuid[]),
    write_dead_mans_switches(uuid[], bigint[], timestamptz[], timestamptz[], text[]) TO oms_writer;
