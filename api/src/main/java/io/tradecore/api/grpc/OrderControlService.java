package io.tradecore.api.grpc;

import io.grpc.stub.StreamObserver;
import io.micronaut.scheduling.TaskExecutors;
import io.tradecore.api.entry.BatchRunner;
import io.tradecore.api.entry.BulkView;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.entry.DeadMansSwitchRequest;
import io.tradecore.api.entry.OrderAllowance;
import io.tradecore.api.entry.PreviewView;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.grpc.v1.BatchRequest;
import io.tradecore.grpc.v1.BatchResponse;
import io.tradecore.grpc.v1.BulkAnswer;
import io.tradecore.grpc.v1.BulkResult;
import io.tradecore.grpc.v1.ClosePositionRequest;
import io.tradecore.grpc.v1.DeadMansSwitch;
import io.tradecore.grpc.v1.MassCancelRequest;
import io.tradecore.grpc.v1.OrderControlGrpc;
import io.tradecore.grpc.v1.OrderPreview;
import io.tradecore.grpc.v1.OrderResponse;
import io.tradecore.grpc.v1.PreviewFigures;
import io.tradecore.grpc.v1.PreviewOrderRequest;
import io.tradecore.grpc.v1.SetDeadMansSwitchRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of {@code tradecore.v1.OrderControl}. None of them blocks the thread it is called on. */
@Singleton
final class OrderControlService extends OrderControlGrpc.OrderControlImplBase {
    private static final Set<String> TRADES = Set.of(Roles.TRADER, Roles.SYSTEM);

    private final CommandBus bus;
    private final OrderAllowance allowance;
    private final BatchRunner batches;
    private final ExecutorService blocking;

    OrderControlService(
            CommandBus bus,
            OrderAllowance allowance,
            BatchRunner batches,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.bus = bus;
        this.allowance = allowance;
        this.batches = batches;
        this.blocking = blocking;
    }

    @Override
    public void massCancel(MassCancelRequest request, StreamObserver<BulkAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            var massCancel = Messages.massCancel(request);
            return bulk(massCancel.toCommand(caller.account(request.getAccountId()), caller.actor()));
        });
    }

    @Override
    public void closePosition(ClosePositionRequest request, StreamObserver<BulkAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            var close = Messages.closePosition(request);
            return bulk(close.toCommand(caller.account(request.getAccountId()), caller.actor()));
        });
    }

    @Override
    public void previewOrder(PreviewOrderRequest request, StreamObserver<OrderPreview> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            if (!request.hasOrder()) {
                throw Messages.missing("order");
            }
            var order = Messages.newOrder(request.getOrder());
            AccountId account = caller.account(request.getAccountId());
            Command command = new Command.PreviewOrder(order.toCommand(account, caller.actor()));
            return allowance.take(command).thenCompose(_ -> preview(command));
        });
    }

    @Override
    public void submitBatch(BatchRequest request, StreamObserver<BatchResponse> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            io.tradecore.api.entry.BatchRequest.requireSize("requests", request.getRequestsCount());
            List<Supplier<Command>> entries = request.getRequestsList().stream()
                    .<Supplier<Command>>map(one -> () -> Requests.command(one, caller))
                    .toList();
            return batches.run(entries).thenApplyAsync(done -> response(request, done), blocking);
        });
    }

    private static BatchResponse response(BatchRequest request, List<BatchRunner.Done> done) {
        BatchResponse.Builder response = BatchResponse.newBuilder();
        for (int i = 0; i < done.size(); i++) {
            response.addResponses(response(request.getRequests(i).getCorrelationId(), done.get(i)));
        }
        return response.build();
    }

    private static OrderResponse response(long correlationId, BatchRunner.Done done) {
        Command command = done.command();
        Throwable failure = done.failure();
        if (command != null && done.outcome() != null) {
            return Responses.of(correlationId, command, done.outcome());
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ApiException refused
                ? Responses.refused(correlationId, refused)
                : Responses.unknown(correlationId, failure);
    }

    @Override
    public void setDeadMansSwitch(SetDeadMansSwitchRequest request, StreamObserver<DeadMansSwitch> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            if (!request.hasTimeoutSeconds()) {
                throw Messages.missing("timeoutSeconds");
            }
            Command command = new DeadMansSwitchRequest(request.getTimeoutSeconds())
                    .toCommand(caller.account(request.getAccountId()), caller.actor());
            return allowance
                    .take(command)
                    .thenCompose(_ -> bus.submit(command))
                    .handleAsync(
                            (outcome, failure) -> switch (outcome) {
                                case null -> throw CoreProblems.failed(failure);
                                case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
                                case Outcome.SwitchStands stands -> message(stands.deadMansSwitch());
                                default -> throw new IllegalStateException(command + " was answered with " + outcome);
                            },
                            blocking);
        });
    }

    private static DeadMansSwitch message(io.tradecore.oms.account.DeadMansSwitch stands) {
        DeadMansSwitch.Builder message = DeadMansSwitch.newBuilder().setTimeoutSeconds(stands.timeoutSeconds());
        if (stands.firesAt() != null) {
            message.setFiresAt(Messages.timestamp(stands.firesAt()));
        }
        if (stands.firedAt() != null) {
            message.setFiredAt(Messages.timestamp(stands.firedAt()));
        }
        return message.build();
    }

    private CompletableFuture<OrderPreview> preview(Command command) {
        return bus.submit(command)
                .handleAsync(
                        (outcome, failure) -> switch (outcome) {
                            case null -> throw CoreProblems.failed(failure);
                            case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
                            case Outcome.OrderPreviewed previewed -> message(PreviewView.of(previewed.preview()));
                            default -> throw new IllegalStateException(command + " was answered with " + outcome);
                        },
                        blocking);
    }

    private static OrderPreview message(PreviewView view) {
        OrderPreview.Builder message =
                OrderPreview.newBuilder().setAccepted(view.accepted()).putAllNumbers(view.numbers());
        if (view.code() != null) {
            message.setCode(view.code());
        }
        if (view.detail() != null) {
            message.setMessage(view.detail());
        }
        if (view.ordRejReason() != null) {
            message.setOrdRejReason(view.ordRejReason());
        }
        PreviewView.FiguresView figures = view.figures();
        if (figures != null) {
            message.setFigures(PreviewFigures.newBuilder()
                    .setReservePx(figures.reservePx())
                    .setNotional(figures.notional())
                    .setFee(figures.fee())
                    .setReserved(figures.reserved())
                    .setReservedAsset(figures.reservedAsset())
                    .setAvailable(figures.available())
                    .setAvailableAfter(figures.availableAfter())
                    .setPosition(figures.position())
                    .setResultingPosition(figures.resultingPosition()));
        }
        return message.build();
    }

    private CompletableFuture<BulkAnswer> bulk(Command command) {
        return allowance
                .take(command)
                .thenCompose(_ -> bus.submit(command))
                .handleAsync((outcome, failure) -> bulk(command, outcome, failure), blocking);
    }

    private static BulkAnswer bulk(Command command, @Nullable Outcome outcome, @Nullable Throwable failure) {
        return switch (outcome) {
            case null -> throw CoreProblems.failed(failure);
            case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
            case Outcome.BulkDone done -> answer(done);
            default -> throw new IllegalStateException(command + " was answered with " + outcome);
        };
    }

    private static BulkAnswer answer(Outcome.BulkDone done) {
        BulkView view = BulkView.of(done.request());
        BulkAnswer.Builder answer =
                BulkAnswer.newBuilder().setClOrdId(view.clOrdId()).setReplayed(done.replayed());
        view.results().forEach(result -> answer.addResults(message(result)));
        return answer.build();
    }

    private static BulkResult message(BulkView.ResultView result) {
        BulkResult.Builder message =
                BulkResult.newBuilder().setSymbol(result.symbol()).setResult(result.result());
        if (result.orderId() != null) {
            message.setOrderId(result.orderId());
        }
        if (result.clOrdId() != null) {
            message.setClOrdId(result.clOrdId());
        }
        if (result.orderQty() != null) {
            message.setOrderQty(result.orderQty());
        }
        if (result.code() != null) {
            message.setCode(result.code());
        }
        if (result.cxlRejReason() != null) {
            message.setCxlRejReason(result.cxlRejReason());
        }
        if (result.ordRejReason() != null) {
            message.setOrdRejReason(result.ordRejReason());
        }
        return message.build();
    }
}
