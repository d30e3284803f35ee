package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An order as the venue holds it. Changed by its reports only. Not thread-safe. */
public final class VenueOrder {

    private final NewOrder order;
    private final String venueOrderId;
    private final long arrival;
    private final List<Report> acknowledgement = new ArrayList<>(2);
    private BigDecimal cumQty = BigDecimal.ZERO;
    private BigDecimal leavesQty;
    private OrdStatus ordStatus = OrdStatus.PENDING_NEW;
    private Instant acceptedAt;

    VenueOrder(NewOrder order, String venueOrderId, long arrival) {
        this.order = order;
        this.venueOrderId = venueOrderId;
        this.arrival = arrival;
        this.leavesQty = order.orderQty();
        this.acceptedAt = order.transactTime();
    }

    void apply(Report report) {
        ExecType type = report.execType();
        if (type == null) {
            return;
        }
        switch (type) {
            case PENDING_NEW, REJECTED -> acknowledgement.add(report);
            case NEW -> {
                acknowledgement.add(report);
                acceptedAt = report.transactTime();
            }
            case TRADE, PENDING_CANCEL, CANCELED, EXPIRED -> {}
        }
        cumQty = report.cumQty();
        leavesQty = report.leavesQty();
        ordStatus = report.ordStatus();
    }

    public NewOrder order() {
        return order;
    }

    public String venueOrderId() {
        return venueOrderId;
    }

    /** What the order was first answered with: the same again if it is routed again. */
    public List<Report> acknowledgement() {
        return List.copyOf(acknowledgement);
    }

    public BigDecimal cumQty() {
        return cumQty;
    }

    public BigDecimal leavesQty() {
        return leavesQty;
    }

    public OrdStatus ordStatus() {
        return ordStatus;
    }

    /** When the venue took it into its book. */
    public Instant acceptedAt() {
        return acceptedAt;
    }

    long arrival() {
        return arrival;
    }

    boolean isOpen() {
        return !ordStatus.isClosed();
    }
}
