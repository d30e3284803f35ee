package io.tradecore.api.grpc;

import io.tradecore.api.edge.Params;
import io.tradecore.api.security.Caller;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;

/** What a request that is one of many asks the core to do. */
final class Requests {

    private Requests() {}

    /** The command; throws where it is none, or of an account the caller may not know of. */
    static Command command(OrderRequest request, Caller caller) {
        Messages.known(request);
        return switch (request.getRequestCase()) {
            case NEW_ORDER -> {
                var order = Messages.newOrder(request.getNewOrder());
                yield order.toCommand(account(request, caller), caller.actor());
            }
            case CANCEL_ORDER -> {
                var cancel = Messages.cancel(request.getCancelOrder());
                yield cancel.toCommand(
                        account(request, caller),
                        Params.orderId(request.getCancelOrder().getOrderId()),
                        caller.actor());
            }
            case REPLACE_ORDER -> {
                var replace = Messages.replace(request.getReplaceOrder());
                yield replace.toCommand(
                        account(request, caller),
                        Params.orderId(request.getReplaceOrder().getOrderId()),
                        caller.actor());
            }
            case REQUEST_NOT_SET -> throw Messages.missing("newOrder, cancelOrder or replaceOrder");
        };
    }

    private static AccountId account(OrderRequest request, Caller caller) {
        return caller.account(request.getAccountId());
    }
}
