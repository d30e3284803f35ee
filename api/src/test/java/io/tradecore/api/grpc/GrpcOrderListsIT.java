package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.grpc.v1.CancelListRequest;
import io.tradecore.grpc.v1.GetListRequest;
import io.tradecore.grpc.v1.ListAnswer;
import io.tradecore.grpc.v1.ListType;
import io.tradecore.grpc.v1.ListedOrder;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrderList;
import io.tradecore.grpc.v1.PlaceListRequest;
import io.tradecore.grpc.v1.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists of orders over gRPC. */
@ExtendWith(ApiExtension.class)
class GrpcOrderListsIT {
    private final ApiUnderTest api;
    private final TradingClient client;
    private final String account;
    private final String trader;
    private final String symbol;

    GrpcOrderListsIT(ApiUnderTest api) {
        this.api = api;
        this.client = new TradingClient(api);
        this.account = api.newAccount();
        this.trader = Tokens.trader(account);
        this.symbol = api.newInstrument();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private static ListedOrder listed(NewOrder.Builder order, @Nullable String after) {
        ListedOrder.Builder listed = ListedOrder.newBuilder().setOrder(order);
        return after == null ? listed.build() : listed.setAfter(after).build();
    }

    private PlaceListRequest.Builder entryWithExit() {
        return PlaceListRequest.newBuilder()
                .setAccountId(account)
                .setListId("L1")
                .setListType(ListType.LIST_TYPE_OTO)
                .addOrders(listed(buy("P", symbol, "2"), null))
                .addOrders(listed(buy("T", symbol, "2").setSide(Side.SIDE_SELL).setPx("105.00"), "P"));
    }

    private OrderList read() {
        return client.lists(trader)
                .getList(GetListRequest.newBuilder()
                        .setAccountId(account)
                        .setListId("L1")
                        .build());
    }

    @Test
    void aListIsPlacedFollowedAndCanceled() {
        ListAnswer placed = client.lists(trader).placeList(entryWithExit().build());
        assertThat(placed.getReplayed()).isFalse();
        assertThat(placed.getList().getMembers(1).getAfter()).isEqualTo("P");
        assertThat(placed.getList().getMembers(1).getOrder().getHeldBy()).isEqualTo("LIST");
        assertThat(client.lists(trader).placeList(entryWithExit().build()).getReplayed())
                .isTrue();

        api.fill(account, placed.getList().getMembers(0).getOrder().getOrderId(), "1", "100.00");
        OrderList followed = read();
        assertThat(followed.getMembers(1).getOrder().getOrderQty()).isEqualTo("1");
        assertThat(followed.getMembers(1).getOrder().hasHeldBy()).isFalse();
        assertThat(followed.getMembers(1).getOrder().getListId()).isEqualTo("L1");
        assertThat(followed.getMembers(1).getOrder().getContingencyType()).isEqualTo("OTO");

        ListAnswer canceling = client.lists(trader)
                .cancelList(CancelListRequest.newBuilder()
                        .setAccountId(account)
                        .setListId("L1")
                        .build());
        assertThat(canceling.getList().getListOrderStatus()).isEqualTo("CANCELING");
        assertThat(read().getMembers(0).getOrder().getOrdStatus()).isEqualTo("PENDING_CANCEL");
    }

    @Test
    void whatIsNoListIsRefusedWithItsCode() {
        assertThat(failure(() -> client.lists(trader)
                                .placeList(entryWithExit()
                                        .setListType(ListType.LIST_TYPE_OCO)
                                        .build()))
                        .code())
                .isEqualTo("LIST_SHAPE");
        assertThat(failure(() -> client.lists(trader)
                                .placeList(entryWithExit().clearListType().build()))
                        .field())
                .isEqualTo("listType");
        assertThat(failure(this::read).code()).isEqualTo("LIST_UNKNOWN");
    }

    @Test
    void onlyTradersPlaceListsAndOnlyInTheirAccounts() {
        assertThat(failure(() -> client.lists(Tokens.readonly(account))
                                .placeList(entryWithExit().build()))
                        .status())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(failure(() -> client.lists(Tokens.trader(api.newAccount()))
                                .placeList(entryWithExit().build()))
                        .code())
                .isEqualTo("ACCOUNT_UNKNOWN");
    }
}
