package io.tradecore.api.grpc;

import io.grpc.stub.StreamObserver;
import io.micronaut.scheduling.TaskExecutors;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Params;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.entry.OrderAllowance;
import io.tradecore.api.query.OrderListView;
import io.tradecore.api.query.PgListReads;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.grpc.v1.CancelListRequest;
import io.tradecore.grpc.v1.GetListRequest;
import io.tradecore.grpc.v1.ListAnswer;
import io.tradecore.grpc.v1.ListMember;
import io.tradecore.grpc.v1.ListedOrder;
import io.tradecore.grpc.v1.OrderList;
import io.tradecore.grpc.v1.OrderListsGrpc;
import io.tradecore.grpc.v1.PlaceListRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The calls of {@code tradecore.v1.OrderLists}. None of them blocks the thread it is called on. */
@Singleton
final class OrderListsService extends OrderListsGrpc.OrderListsImplBase {
    private static final Set<String> TRADES = Set.of(Roles.TRADER, Roles.SYSTEM);
    private static final Set<String> READS = Set.of(Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM);

    private final CommandBus bus;
    private final OrderAllowance allowance;
    private final PgListReads lists;
    private final ExecutorService blocking;

    OrderListsService(
            CommandBus bus,
            OrderAllowance allowance,
            PgListReads lists,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.bus = bus;
        this.allowance = allowance;
        this.lists = lists;
        this.blocking = blocking;
    }

    @Override
    public void placeList(PlaceListRequest request, StreamObserver<ListAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            var list = placeList(request);
            AccountId account = caller.account(request.getAccountId());
            Command command = list.toCommand(account, caller.actor());
            return allowance.take(command).thenCompose(_ -> submit(command));
        });
    }

    @Override
    public void cancelList(CancelListRequest request, StreamObserver<ListAnswer> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(TRADES);
            Messages.known(request);
            AccountId account = caller.account(request.getAccountId());
            Command command = new Command.CancelList(account, Params.listId(request.getListId()), caller.actor());
            return allowance.take(command).thenCompose(_ -> submit(command));
        });
    }

    @Override
    public void getList(GetListRequest request, StreamObserver<OrderList> client) {
        UnaryCalls.answer(client, () -> {
            Caller caller = Session.current().in(READS);
            Messages.known(request);
            AccountId account = caller.account(request.getAccountId());
            return CompletableFuture.supplyAsync(
                    () -> message(lists.byListId(account, Params.listId(request.getListId()))), blocking);
        });
    }

    private CompletableFuture<ListAnswer> submit(Command command) {
        return bus.submit(command).handleAsync((outcome, failure) -> answer(command, outcome, failure), blocking);
    }

    private static ListAnswer answer(Command command, @Nullable Outcome outcome, @Nullable Throwable failure) {
        return switch (outcome) {
            case null -> throw CoreProblems.failed(failure);
            case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
            case Outcome.ListDenied denied -> throw CoreProblems.denied(denied);
            case Outcome.ListAccepted(var list, var orders, boolean replayed) ->
                answer(OrderListView.of(list, orders), replayed);
            case Outcome.ListCancelAccepted(var list, var orders, boolean replayed) ->
                answer(OrderListView.of(list, orders), replayed);
            default -> throw new IllegalStateException(command + " was answered with " + outcome);
        };
    }

    private static ListAnswer answer(OrderListView list, boolean replayed) {
        return ListAnswer.newBuilder()
                .setList(message(list))
                .setReplayed(replayed)
                .build();
    }

    private static io.tradecore.api.entry.PlaceListRequest placeList(PlaceListRequest request) {
        Messages.known(request);
        return new io.tradecore.api.entry.PlaceListRequest(
                Messages.present("listId", request.getListId()),
                listType(request.getListType()),
                request.getOrdersList().stream().map(OrderListsService::member).toList());
    }

    private static io.tradecore.api.entry.PlaceListRequest.Member member(ListedOrder listed) {
        Messages.known(listed);
        if (!listed.hasOrder()) {
            throw Messages.missing("order");
        }
        return new io.tradecore.api.entry.PlaceListRequest.Member(
                Messages.newOrder(listed.getOrder()), listed.hasAfter() ? listed.getAfter() : null);
    }

    private static ListType listType(io.tradecore.grpc.v1.ListType listType) {
        return switch (listType) {
            case LIST_TYPE_OCO -> ListType.OCO;
            case LIST_TYPE_OTO -> ListType.OTO;
            case LIST_TYPE_OTOCO -> ListType.OTOCO;
            case LIST_TYPE_OUO_ABSOLUTE -> ListType.OUO_ABSOLUTE;
            case LIST_TYPE_OUO_PROPORTIONAL -> ListType.OUO_PROPORTIONAL;
            case LIST_TYPE_UNSPECIFIED -> throw Messages.missing("listType");
            case UNRECOGNIZED -> throw Checks.invalid("listType", "one of " + List.of(ListType.values()));
        };
    }

    private static OrderList message(OrderListView list) {
        OrderList.Builder message = OrderList.newBuilder()
                .setAccountId(list.accountId())
                .setListId(list.listId())
                .setListType(io.tradecore.grpc.v1.ListType.valueOf("LIST_TYPE_" + list.listType()))
                .setListOrderStatus(list.listOrderStatus())
                .setCreatedAt(Messages.timestamp(list.createdAt()));
        list.members().forEach(member -> message.addMembers(message(member)));
        return message.build();
    }

    private static ListMember message(OrderListView.MemberView member) {
        ListMember.Builder message = ListMember.newBuilder()
                .setListSeqNo(member.listSeqNo())
                .setPlannedQty(member.plannedQty())
                .setOrder(Messages.order(member.order()));
        if (member.after() != null) {
            message.setAfter(member.after());
        }
        return message.build();
    }
}
