package io.tradecore.api.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.scheduling.TaskExecutors;
import io.tradecore.api.edge.Params;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.entry.OrderAllowance;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.OrderView;
import io.tradecore.api.query.PgOrderReads;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.grpc.v1.CancelOrderRequest;
import io.tradecore.grpc.v1.GetOrderRequest;
import io.tradecore.grpc.v1.Order;
import io.tradecore.grpc.v1.OrderAnswer;
import io.tradecore.grpc.v1.OrderEntryGrpc;
import io.tradecore.grpc.v1.OrderRequest;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PlaceOrderRequest;
import io.tradecore.grpc.v1.ReplaceOrderRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The calls of {@code tradecore.v1.OrderEntry}. None of them blocks the thread it is called on. */
@Singleton
final class OrderEntryService extends OrderEntryGrpc.OrderEntryImplBase {
    private static final Set<String> TRADES = Set.of(Roles.TRADER, Roles.SYSTEM);
    private static final Set<String> READS = Set.of(Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM);

    private final CommandBus bus;
    private final OrderAllowance allowance;
    private final PgOrderReads orders;
    private final OpenStreams streams;
    private final StreamOrders streamOrders;
    private final ExecutorService blocking;

    OrderEntryService(
            CommandBus bus,
            OrderAllowance allowance,
            PgOrderReads orders,
            OpenStreams streams,
            StreamOrders streamOrders,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.bus = bus;
        this.allowance = allowance;
        this.orders = orders;
        this.streams = streams;
        this.streamOrders = streamOrders;
        this.blocking = blocking;
    }

    @Override
    public StreamObserver<OrderRequest> trade(StreamObserver<OrderResponse> responses) {
        ServerCallStreamObserver<OrderResponse> client = (ServerCallStreamObserver<OrderResponse>) responses;
        try {
            Caller caller = Session.current().in(TRADES);
            OrdersToCancel toCancel =
                    StreamFlags.cancelOnDisconnect() ? new OrdersToCancel(caller.actor(), bus, streamOrders) : null;
            TradeStream stream = new TradeStream(caller, bus, allowance::take, blocking, client, toCancel);
            streams.add(stream);
            client.setOnCancelHandler(() -> streams.remove(stream));
            client.setOnCloseHandler(() -> {
                streams.remove(stream);
                // Closed by us without asking it, as its token has expired; otherwise it has ended before.
                stream.end(Status.UNAUTHENTICATED);
            });
            stream.begin();
            return stream;
        } catch (ApiException e) {
            client.onError(ProblemMapper.grpc(e));
            return new Ignored();
        }
    }

    @Override
    public void placeOrder(PlaceOrderRequest request, StreamObserver<OrderAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            if (!request.hasOrder()) {
                throw Messages.missing("order");
            }
            var order = Messages.newOrder(request.getOrder());
            AccountId account = caller.account(request.getAccountId());
            Command command = order.toCommand(account, caller.actor());
            return allowance.take(command).thenCompose(_ -> submit(command));
        });
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<OrderAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            if (!request.hasCancel()) {
                throw Messages.missing("cancel");
            }
            var cancel = Messages.cancel(request.getCancel());
            AccountId account = caller.account(request.getAccountId());
            Command command =
                    cancel.toCommand(account, Params.orderId(request.getCancel().getOrderId()), caller.actor());
            return allowance.take(command).thenCompose(_ -> submit(command));
        });
    }

    @Override
    public void replaceOrder(ReplaceOrderRequest request, StreamObserver<OrderAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            if (!request.hasReplace()) {
                throw Messages.missing("replace");
            }
            var replace = Messages.replace(request.getReplace());
            AccountId account = caller.account(request.getAccountId());
            Command command = replace.toCommand(
                    account, Params.orderId(request.getReplace().getOrderId()), caller.actor());
            return allowance.take(command).thenCompose(_ -> submit(command));
        });
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<Order> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(READS);
            Messages.known(request);
            AccountId account = caller.account(request.getAccountId());
            return CompletableFuture.supplyAsync(() -> Messages.order(read(account, request)), blocking);
        });
    }

    private OrderView read(AccountId account, GetOrderRequest request) {
        return switch (request.getKeyCase()) {
            case ORDER_ID -> orders.byOrderId(account, Params.orderId(request.getOrderId()));
            case CL_ORD_ID -> orders.byClOrdId(account, Params.clOrdId(request.getClOrdId()));
            case KEY_NOT_SET -> throw Messages.missing("orderId or clOrdId");
        };
    }

    private CompletableFuture<OrderAnswer> submit(Command command) {
        return bus.submit(command).handleAsync((outcome, failure) -> answer(command, outcome, failure), blocking);
    }

    private static OrderAnswer answer(Command command, @Nullable Outcome outcome, @Nullable Throwable failure) {
        return switch (outcome) {
            case null -> throw CoreProblems.failed(failure);
            case Outcome.OrderAccepted(var order, boolean replayed, var warnings) -> answer(order, replayed, warnings);
            case Outcome.CancelAccepted(var order, boolean replayed) -> answer(order, replayed, List.of());
            case Outcome.ReplaceAccepted(var order, boolean replayed, var warnings) ->
                answer(order, replayed, warnings);
            case Outcome.OrderDenied denied -> throw CoreProblems.denied(denied);
            case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
            case Outcome.BulkDone _,
                    Outcome.OrderPreviewed _,
                    Outcome.SwitchStands _,
                    Outcome.ListAccepted _,
                    Outcome.ListDenied _,
                    Outcome.ListCancelAccepted _,
                    Outcome.BooksChanged _,
                    Outcome.BooksRefused _,
                    Outcome.HoldsExpired _,
                    Outcome.ActDone _,
                    Outcome.MarginWatched _,
                    Outcome.OrderMoved _,
                    Outcome.ReportApplied _,
                    Outcome.ReportIgnored _,
                    Outcome.ReportQuarantined _ ->
                throw new IllegalStateException("an order was answered with " + outcome);
        };
    }

    private static OrderAnswer answer(io.tradecore.oms.order.Order order, boolean replayed, List<Warning> warnings) {
        return OrderAnswer.newBuilder()
                .setOrder(Messages.order(OrderView.of(order)))
                .setReplayed(replayed)
                .addAllWarnings(warnings.stream().map(Messages::warning).toList())
                .build();
    }

    /** Stands for a stream that was refused. */
    private static final class Ignored implements StreamObserver<OrderRequest> {
        @Override
        public void onNext(OrderRequest value) {
            // The call has been closed.
        }

        @Override
        public void onError(Throwable t) {
            // The call has been closed.
        }

        @Override
        public void onCompleted() {
            // The call has been closed.
        }
    }
}
