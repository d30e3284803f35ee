package io.tradecore.api.nats;

import io.tradecore.api.breaks.RaisedBreak;
import io.tradecore.api.halt.TradingStateChange;
import io.tradecore.api.margin.MarginNotice;
import io.tradecore.ledger.ChainHead;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.RouteMessage;

/** The names used on NATS: streams, subjects, the durable consumer. Documented in {@code docs/nats.md}. */
final class Subjects {
    static final String ROUTES_STREAM = "OMS_ROUTES";
    static final String ALL_ROUTES = "oms.route.>";
    static final String REPORTS_STREAM = "OMS_REPORTS";
    static final String ALL_REPORTS = "oms.report.>";
    static final String EVENTS_STREAM = "OMS_EVENTS";
    static final String ALL_EVENTS = "oms.event.>";
    static final String CHAIN_STREAM = "OMS_CHAIN";
    static final String ALL_CHAINS = "oms.chain.>";
    static final String BREAKS_STREAM = "OMS_BREAKS";
    static final String ALL_BREAKS = "oms.break.>";
    static final String TRADING_STATES_STREAM = "OMS_TRADING_STATES";
    static final String ALL_TRADING_STATES = "oms.trading-state.>";
    static final String MARGIN_STREAM = "OMS_MARGIN";
    static final String ALL_MARGINS = "oms.margin.>";
    static final String REPORTS_CONSUMER = "oms-core";

    private Subjects() {}

    /** Whether a venue tells of an instrument there, and not of an order. */
    static boolean isSecurityStatus(String subject) {
        String[] tokens = subject.split("\\.", -1);
        return tokens.length == 4 && tokens[3].equals("status");
    }

    static String of(RouteMessage route) {
        return "oms.route." + route.venueId() + "." + route.accountId();
    }

    static String of(ChainHead head) {
        return "oms.chain." + head.accountId();
    }

    static String of(RaisedBreak raised) {
        return "oms.break." + raised.accountId();
    }

    static String of(TradingStateChange change) {
        return "oms.trading-state." + change.scope();
    }

    static String of(MarginNotice notice) {
        return "oms.margin." + notice.accountId();
    }

    static String of(EventMessage event) {
        return "oms.event." + event.accountId() + (event.isFill() ? ".fill" : ".order");
    }
}
