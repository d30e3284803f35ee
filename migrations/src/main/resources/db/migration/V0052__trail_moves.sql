-- Why: the best price a trailing stop has seen must outlive a crash, and a row of its order written for every step of the market
-- is too much. Moves are noted here, a row for all the orders that follow one price, and kept with the orders once a second.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0052__trail_moves.sql (drops the table; a trail goes on from what is kept with its order).

-- It is the watch's own: no account's row, and nobody else's to see.
CREATE TABLE trail_moves (
    move_id bigint GENERATED ALWAYS AS IDENTITY,
    px positive_amount NOT NULL,
    order_ids uuid[] NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT trail_moves_pk PRIMARY KEY (move_id)
);
GRANT SELECT, INSERT, DELETE ON trail_moves TO oms_relay;
