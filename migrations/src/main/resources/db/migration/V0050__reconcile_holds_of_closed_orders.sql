-- Why: an order that is closed holds nothing, whatever request waits; but for a filled one that a replace may bring back to
-- life by more. The invariant passed over every closed order with a pending request.
-- Locks: none. Only the predicate is put in the function's place, so that the rest stays as whoever replaced it last wrote it.
-- Undone by: undo/U0050__reconcile_holds_of_closed_orders.sql
DO $$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    predicate text := 'WHERE h.status = ''OPEN'' AND o.leaves_qty = 0 AND o.pending_cl_ord_id IS NULL)';
    narrowed text := 'WHERE h.status = ''OPEN'' AND o.leaves_qty = 0 AND NOT EXISTS (
                SELECT FROM order_requests q WHERE (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
                    AND q.kind = ''REPLACE'' AND o.venue_status = ''FILLED'' AND q.order_qty > o.cum_qty))';
BEGIN
    IF position(predicate IN definition) = 0 THEN
        RAISE EXCEPTION 'reconcile() has no longer the predicate that is to be narrowed';
    END IF;
    EXECUTE replace(definition, predicate, narrowed);
END;
$$;
