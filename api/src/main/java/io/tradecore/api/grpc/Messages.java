package io.tradecore.api.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.Times;
import io.tradecore.api.entry.CancelOrderRequest;
import io.tradecore.api.entry.ClosePositionRequest;
import io.tradecore.api.entry.MassCancelRequest;
import io.tradecore.api.entry.PlaceOrderRequest;
import io.tradecore.api.entry.ReplaceOrderRequest;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.OrderView;
import io.tradecore.grpc.v1.Accepted;
import io.tradecore.grpc.v1.CancelOrder;
import io.tradecore.grpc.v1.Denied;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.Order;
import io.tradecore.grpc.v1.PendingRequest;
import io.tradecore.grpc.v1.Refused;
import io.tradecore.grpc.v1.ReplaceOrder;
import io.tradecore.grpc.v1.Unknown;
import io.tradecore.grpc.v1.Warning;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.trigger.TriggerPriceType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between messages and the types inside. What comes in is held to the same forms as REST, by the same classes: an empty
 * text or an unspecified enum is a missing field, a field we do not know is refused.
 */
final class Messages {

    private Messages() {}

    static PlaceOrderRequest newOrder(NewOrder order) {
        known(order);
        return new PlaceOrderRequest(
                present("clOrdId", order.getClOrdId()),
                present("symbol", order.getSymbol()),
                side(order.getSide()),
                ordType(order.getOrdType()),
                timeInForce(order.getTimeInForce()),
                order.getOrderQty().isEmpty() ? null : Decimals.parse("orderQty", order.getOrderQty()),
                order.hasPx() ? Decimals.parse("px", order.getPx()) : null,
                order.hasExpireTime() ? instant("expireTime", order.getExpireTime()) : null,
                order.hasDisplayQty() ? Decimals.parse("displayQty", order.getDisplayQty()) : null,
                execInst(order.getExecInstList()),
                order.hasStopPx() ? Decimals.parse("stopPx", order.getStopPx()) : null,
                order.hasTriggerPriceType() ? triggerPriceType(order.getTriggerPriceType()) : null,
                order.hasTrailAmount() ? Decimals.parse("trailAmount", order.getTrailAmount()) : null,
                order.hasTrailPercent() ? Decimals.parse("trailPercent", order.getTrailPercent()) : null,
                order.hasCashOrderQty() ? Decimals.parse("cashOrderQty", order.getCashOrderQty()) : null,
                order.hasPositionEffect() ? positionEffect(order.getPositionEffect()) : null);
    }

    private static PositionEffect positionEffect(io.tradecore.grpc.v1.PositionEffect effect) {
        return switch (effect) {
            case POSITION_EFFECT_OPEN -> PositionEffect.OPEN;
            case POSITION_EFFECT_CLOSE -> PositionEffect.CLOSE;
            case POSITION_EFFECT_UNSPECIFIED -> throw missing("positionEffect");
            case UNRECOGNIZED -> throw Checks.invalid("positionEffect", "one of OPEN, CLOSE");
        };
    }

    private static Leg leg(io.tradecore.grpc.v1.Leg leg) {
        return switch (leg) {
            case LEG_LONG -> Leg.LONG;
            case LEG_SHORT -> Leg.SHORT;
            case LEG_UNSPECIFIED -> throw missing("leg");
            case UNRECOGNIZED -> throw Checks.invalid("leg", "one of LONG, SHORT");
        };
    }

    private static TriggerPriceType triggerPriceType(io.tradecore.grpc.v1.TriggerPriceType type) {
        return switch (type) {
            case TRIGGER_PRICE_TYPE_BEST_OFFER -> TriggerPriceType.BEST_OFFER;
            case TRIGGER_PRICE_TYPE_LAST_TRADE -> TriggerPriceType.LAST_TRADE;
            case TRIGGER_PRICE_TYPE_BEST_BID -> TriggerPriceType.BEST_BID;
            case TRIGGER_PRICE_TYPE_BEST_MID -> TriggerPriceType.BEST_MID;
            case TRIGGER_PRICE_TYPE_UNSPECIFIED -> throw missing("triggerPriceType");
            case UNRECOGNIZED ->
                throw Checks.invalid("triggerPriceType", "one of " + List.of(TriggerPriceType.values()));
        };
    }

    private static Set<ExecInst> execInst(List<io.tradecore.grpc.v1.ExecInst> names) {
        Set<ExecInst> execInst = EnumSet.noneOf(ExecInst.class);
        for (var name : names) {
            execInst.add(
                    switch (name) {
                        case EXEC_INST_POST_ONLY -> ExecInst.POST_ONLY;
                        case EXEC_INST_REDUCE_ONLY -> ExecInst.REDUCE_ONLY;
                        case EXEC_INST_UNSPECIFIED -> throw missing("execInst");
                        case UNRECOGNIZED -> throw Checks.invalid("execInst", "one of POST_ONLY, REDUCE_ONLY");
                    });
        }
        return execInst;
    }

    /** Held to the range of times in JSON. */
    private static Instant instant(String field, Timestamp time) {
        known(time);
        boolean inRange = time.getSeconds() >= Times.EARLIEST.getEpochSecond()
                && time.getSeconds() < Times.LATEST.getEpochSecond()
                && time.getNanos() >= 0
                && time.getNanos() < 1_000_000_000;
        if (!inRange) {
            throw Checks.invalid(field, "a time such as 2026-01-31T12:00:00Z");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    static CancelOrderRequest cancel(CancelOrder cancel) {
        known(cancel);
        return new CancelOrderRequest(
                present("clOrdId", cancel.getClOrdId()), cancel.hasOrigClOrdId() ? cancel.getOrigClOrdId() : null);
    }

    static ReplaceOrderRequest replace(ReplaceOrder replace) {
        known(replace);
        return new ReplaceOrderRequest(
                present("clOrdId", replace.getClOrdId()),
                replace.hasOrigClOrdId() ? replace.getOrigClOrdId() : null,
                replace.hasOrderQty() ? Decimals.parse("orderQty", replace.getOrderQty()) : null,
                replace.hasPx() ? Decimals.parse("px", replace.getPx()) : null,
                replace.hasTimeInForce() ? timeInForce(replace.getTimeInForce()) : null,
                replace.hasExpireTime() ? instant("expireTime", replace.getExpireTime()) : null,
                replace.hasDisplayQty() ? Decimals.parse("displayQty", replace.getDisplayQty()) : null,
                replace.hasStopPx() ? Decimals.parse("stopPx", replace.getStopPx()) : null,
                replace.hasTrailAmount() ? Decimals.parse("trailAmount", replace.getTrailAmount()) : null,
                replace.hasTrailPercent() ? Decimals.parse("trailPercent", replace.getTrailPercent()) : null);
    }

    static MassCancelRequest massCancel(io.tradecore.grpc.v1.MassCancelRequest request) {
        known(request);
        return new MassCancelRequest(
                present("clOrdId", request.getClOrdId()),
                request.hasSymbol() ? request.getSymbol() : null,
                request.hasSide() ? side(request.getSide()) : null);
    }

    static ClosePositionRequest closePosition(io.tradecore.grpc.v1.ClosePositionRequest request) {
        known(request);
        return new ClosePositionRequest(
                present("clOrdId", request.getClOrdId()),
                request.hasSymbol() ? request.getSymbol() : null,
                request.hasOrderQty() ? Decimals.parse("orderQty", request.getOrderQty()) : null,
                request.hasPercent() ? Decimals.parse("percent", request.getPercent()) : null,
                request.hasPx() ? Decimals.parse("px", request.getPx()) : null,
                request.getCancelOrders(),
                request.hasLeg() ? leg(request.getLeg()) : null);
    }

    /** A field that a later version of the protocol may know could change what is asked for: it is never ignored. */
    static void known(Message message) {
        if (message.getUnknownFields().getSerializedSize() > 0) {
            throw ApiException.of(
                    ApiCode.FIELD_UNKNOWN,
                    "There is no field of such a number in "
                            + message.getDescriptorForType().getName() + ".");
        }
    }

    static String present(String field, String text) {
        if (text.isEmpty()) {
            throw missing(field);
        }
        return text;
    }

    static ApiException missing(String field) {
        return ApiException.ofField(ApiCode.FIELD_MISSING, field, field + " is needed.");
    }

    private static Side side(io.tradecore.grpc.v1.Side side) {
        return switch (side) {
            case SIDE_BUY -> Side.BUY;
            case SIDE_SELL -> Side.SELL;
            case SIDE_UNSPECIFIED -> throw missing("side");
            case UNRECOGNIZED -> throw Checks.invalid("side", "one of BUY, SELL");
        };
    }

    private static OrdType ordType(io.tradecore.grpc.v1.OrdType ordType) {
        return switch (ordType) {
            case ORD_TYPE_LIMIT -> OrdType.LIMIT;
            case ORD_TYPE_MARKET -> OrdType.MARKET;
            case ORD_TYPE_STOP -> OrdType.STOP;
            case ORD_TYPE_STOP_LIMIT -> OrdType.STOP_LIMIT;
            case ORD_TYPE_TRAILING_STOP -> OrdType.TRAILING_STOP;
            case ORD_TYPE_MARKET_IF_TOUCHED -> OrdType.MARKET_IF_TOUCHED;
            case ORD_TYPE_LIMIT_IF_TOUCHED -> OrdType.LIMIT_IF_TOUCHED;
            case ORD_TYPE_UNSPECIFIED -> throw missing("ordType");
            case UNRECOGNIZED -> throw Checks.invalid("ordType", "one of " + List.of(OrdType.values()));
        };
    }

    private static TimeInForce timeInForce(io.tradecore.grpc.v1.TimeInForce timeInForce) {
        return switch (timeInForce) {
            case TIME_IN_FORCE_DAY -> TimeInForce.DAY;
            case TIME_IN_FORCE_GTC -> TimeInForce.GTC;
            case TIME_IN_FORCE_IOC -> TimeInForce.IOC;
            case TIME_IN_FORCE_FOK -> TimeInForce.FOK;
            case TIME_IN_FORCE_GTD -> TimeInForce.GTD;
            case TIME_IN_FORCE_OPG -> TimeInForce.OPG;
            case TIME_IN_FORCE_CLS -> TimeInForce.CLS;
            case TIME_IN_FORCE_UNSPECIFIED -> throw missing("timeInForce");
            case UNRECOGNIZED -> throw Checks.invalid("timeInForce", "one of " + List.of(TimeInForce.values()));
        };
    }

    static Warning warning(PreTradeRisk.Warning warning) {
        return Warning.newBuilder()
                .setCode(warning.reason().name())
                .setMessage(warning.message())
                .putAllNumbers(warning.numbers())
                .build();
    }

    static Accepted accepted(
            io.tradecore.oms.order.Order order, boolean replayed, List<PreTradeRisk.Warning> warnings) {
        return Accepted.newBuilder()
                .setOrderId(order.orderId().toString())
                .setOrdStatus(order.ordStatus().name())
                .setCumQty(Decimals.text(order.cumQty()))
                .setLeavesQty(Decimals.text(order.leavesQty()))
                .setReplayed(replayed)
                .addAllWarnings(warnings.stream().map(Messages::warning).toList())
                .build();
    }

    static Denied denied(Outcome.OrderDenied denied) {
        Denied.Builder message = Denied.newBuilder()
                .setOrderId(denied.order().orderId().toString())
                .setCode(denied.reason().name())
                .setMessage(denied.message())
                .putAllNumbers(denied.numbers())
                .setReplayed(denied.replayed());
        if (denied.reason().ordRejReason() != null) {
            message.setOrdRejReason(denied.reason().ordRejReason());
        }
        return message.build();
    }

    static Refused refused(ApiException refused) {
        Refused.Builder message = Refused.newBuilder()
                .setCode(refused.problem().code())
                .setMessage(refused.problem().detail())
                .putAllNumbers(refused.numbers())
                .setRetryAfterMs(milliseconds(refused.retryAfter()));
        String field = refused.problem().field();
        if (field != null) {
            message.setField(field);
        }
        if (refused.problem().cxlRejReason() != null) {
            message.setCxlRejReason(refused.problem().cxlRejReason());
        }
        if (refused.problem().ordRejReason() != null) {
            message.setOrdRejReason(refused.problem().ordRejReason());
        }
        return message.build();
    }

    static Unknown unknown(ApiException unknown) {
        return Unknown.newBuilder()
                .setCode(unknown.problem().code())
                .setMessage(unknown.problem().detail())
                .setRetryAfterMs(milliseconds(unknown.retryAfter()))
                .build();
    }

    /** Rounded up: too early is refused again. */
    private static int milliseconds(@Nullable Duration time) {
        return time == null
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, time.plusNanos(999_999).toMillis());
    }

    static Order order(OrderView order) {
        Order.Builder message = Order.newBuilder()
                .setAccountId(order.accountId())
                .setOrderId(order.orderId())
                .setClOrdId(order.clOrdId())
                .setCurrentClOrdId(order.currentClOrdId())
                .setSymbol(order.symbol())
                .setVenueId(order.venueId())
                .setSide(io.tradecore.grpc.v1.Side.valueOf("SIDE_" + order.side()))
                .setOrdType(io.tradecore.grpc.v1.OrdType.valueOf("ORD_TYPE_" + order.ordType()))
                .setTimeInForce(io.tradecore.grpc.v1.TimeInForce.valueOf("TIME_IN_FORCE_" + order.timeInForce()))
                .setOrderQty(order.orderQty())
                .setOrdStatus(order.ordStatus())
                .setCumQty(order.cumQty())
                .setLeavesQty(order.leavesQty())
                .setAvgPx(order.avgPx())
                .setCreatedAt(timestamp(order.createdAt()));
        if (order.px() != null) {
            message.setPx(order.px());
        }
        if (order.expireTime() != null) {
            message.setExpireTime(timestamp(order.expireTime()));
        }
        if (order.displayQty() != null) {
            message.setDisplayQty(order.displayQty());
        }
        order.execInst()
                .forEach(name -> message.addExecInst(io.tradecore.grpc.v1.ExecInst.valueOf("EXEC_INST_" + name)));
        addTrigger(message, order);
        if (order.pendingClOrdId() != null) {
            message.setPendingClOrdId(order.pendingClOrdId());
        }
        if (order.pending() != null) {
            message.setPending(pending(order.pending()));
        }
        if (order.reasonCode() != null) {
            message.setReasonCode(order.reasonCode());
        }
        if (order.reasonText() != null) {
            message.setReasonText(order.reasonText());
        }
        if (order.listId() != null) {
            message.setListId(order.listId());
        }
        if (order.contingencyType() != null) {
            message.setContingencyType(order.contingencyType());
        }
        if (order.positionEffect() != null) {
            message.setPositionEffect(order.positionEffect());
        }
        if (order.updatedAt() != null) {
            message.setUpdatedAt(timestamp(order.updatedAt()));
        }
        addDay(message, order);
        return message.build();
    }

    private static void addDay(Order.Builder message, OrderView order) {
        if (order.dayOrderQty() != null && order.dayCumQty() != null && order.dayAvgPx() != null) {
            message.setDayOrderQty(order.dayOrderQty())
                    .setDayCumQty(order.dayCumQty())
                    .setDayAvgPx(order.dayAvgPx());
        }
    }

    private static void addTrigger(Order.Builder message, OrderView order) {
        if (order.stopPx() != null) {
            message.setStopPx(order.stopPx());
        }
        if (order.triggerPriceType() != null) {
            message.setTriggerPriceType(
                    io.tradecore.grpc.v1.TriggerPriceType.valueOf("TRIGGER_PRICE_TYPE_" + order.triggerPriceType()));
        }
        if (order.trailAmount() != null) {
            message.setTrailAmount(order.trailAmount());
        }
        if (order.trailPercent() != null) {
            message.setTrailPercent(order.trailPercent());
        }
        if (order.cashOrderQty() != null) {
            message.setCashOrderQty(order.cashOrderQty());
        }
        if (order.heldBy() != null) {
            message.setHeldBy(order.heldBy());
        }
    }

    private static PendingRequest pending(OrderView.PendingView pending) {
        PendingRequest.Builder message = PendingRequest.newBuilder()
                .setKind(PendingRequest.Kind.valueOf("KIND_" + pending.kind()))
                .setClOrdId(pending.clOrdId())
                .setOrigClOrdId(pending.origClOrdId());
        if (pending.orderQty() != null) {
            message.setOrderQty(pending.orderQty());
        }
        if (pending.px() != null) {
            message.setPx(pending.px());
        }
        if (pending.timeInForce() != null) {
            message.setTimeInForce(io.tradecore.grpc.v1.TimeInForce.valueOf("TIME_IN_FORCE_" + pending.timeInForce()));
        }
        if (pending.expireTime() != null) {
            message.setExpireTime(timestamp(pending.expireTime()));
        }
        if (pending.displayQty() != null) {
            message.setDisplayQty(pending.displayQty());
        }
        return message.build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
