-- Why: what an asset is worth in another is told by the quotes of some instrument; operators say of which.
-- Locks: none that matter, everything is new.
-- Undone by: undo/U0110__rate_pairs.sql (drops the pairs; equity in other currencies than the account's is then not told).

CREATE TABLE rate_pairs (
    from_asset text NOT NULL,
    to_asset text NOT NULL,
    symbol text NOT NULL,
    inverted boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    CONSTRAINT rate_pairs_pk PRIMARY KEY (from_asset, to_asset),
    CONSTRAINT rate_pairs_from_asset_fk FOREIGN KEY (from_asset) REFERENCES assets (asset),
    CONSTRAINT rate_pairs_to_asset_fk FOREIGN KEY (to_asset) REFERENCES assets (asset),
    CONSTRAINT rate_pairs_symbol_fk FOREIGN KEY (symbol) REFERENCES instruments (symbol),
    CONSTRAINT rate_pairs_of_two_assets CHECK (from_asset <> to_asset)
);
COMMENT ON COLUMN rate_pairs.inverted IS 'False: the symbol''s price is of one from_asset in to_asset; true: of one to_asset in from_asset';
GRANT SELECT ON rate_pairs TO oms_reader, oms_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_pairs TO oms_admin;
