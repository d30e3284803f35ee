DROP INDEX bulk_requests_of_halts;
DROP FUNCTION count_halted_orders(), find_accounts_to_halt(uuid, integer), find_unanswered_routes_to_send(xid8, xid8),
    halting_change(uuid, uuid, text, text), find_unpublished_routes(uuid[]), find_order_users(uuid[], uuid[]),
    hold_trading_states(uuid[]), find_trading_states(uuid[]), lock_trading_states();
DROP TABLE relay_claims, trading_state_changes, trading_states;
