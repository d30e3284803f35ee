DO $$
DECLARE
    definition text := pg_get_functiondef('reconcile()'::regprocedure);
    predicate text := 'WHERE h.status = ''OPEN'' AND o.leaves_qty = 0 AND o.pending_cl_ord_id IS NULL)';
    narrowed text := 'WHERE h.status = ''OPEN'' AND o.leaves_qty = 0 AND NOT EXISTS (
                SELECT FROM order_requests q WHERE (q.account_id, q.cl_ord_id) = (o.account_id, o.pending_cl_ord_id)
                    AND q.kind = ''REPLACE'' AND o.venue_status = ''FILLED'' AND q.order_qty > o.cum_qty))';
BEGIN
    EXECUTE replace(definition, narrowed, predicate);
END;
$$;
