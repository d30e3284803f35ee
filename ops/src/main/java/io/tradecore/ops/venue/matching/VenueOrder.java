package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An order as the venue holds it. Changed by its reports only. Not thread-safe. */
public final class VenueOrder {

    private final NewOrder order;
    private final String venueOrderId;
    private final List<Report> acknowledgement;
    /** Immutable: most orders have none or one, and there are many orders. */
    private List<Execution> executions = List.of();

    private long arrival;
    private String clOrdId;
    private Terms terms;
    private BigDecimal cumQty = BigDecimal.ZERO;
    private BigDecimal leavesQty;
    private OrdStatus ordStatus = OrdStatus.PENDING_NEW;
    private Instant acceptedAt;
    private boolean restated;
    private @Nullable Instant suspendedAt;

    VenueOrder(NewOrder order, String venueOrderId, long arrival) {
        this.order = order;
        this.venueOrderId = venueOrderId;
        this.arrival = arrival;
        this.acknowledgement = new ArrayList<>(2);
        this.clOrdId = order.clOrdId();
        this.terms = order.terms();
        this.leavesQty = order.terms().orderQty();
        this.acceptedAt = order.transactTime();
    }

    private VenueOrder(VenueOrder other) {
        this.order = other.order;
        this.venueOrderId = other.venueOrderId;
        this.arrival = other.arrival;
        this.acknowledgement = new ArrayList<>(other.acknowledgement);
        this.executions = other.executions;
        this.clOrdId = other.clOrdId;
        this.terms = other.terms;
        this.cumQty = other.cumQty;
        this.leavesQty = other.leavesQty;
        this.ordStatus = other.ordStatus;
        this.acceptedAt = other.acceptedAt;
        this.restated = other.restated;
        this.suspendedAt = other.suspendedAt;
    }

    /** Another one in the same state, to try something on. */
    VenueOrder copy() {
        return new VenueOrder(this);
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
            case REPLACED -> clOrdId = report.clOrdId();
            case SUSPENDED -> suspendedAt = report.transactTime();
            case RESTATED -> restated |= ordStatus != OrdStatus.SUSPENDED;
            case TRADE, TRADE_CANCEL, TRADE_CORRECT, PENDING_CANCEL, PENDING_REPLACE, CANCELED, EXPIRED -> {}
        }
        apply(report.detail(), report);
        cumQty = report.cumQty();
        leavesQty = report.leavesQty();
        ordStatus = report.ordStatus();
    }

    private void apply(Detail detail, Report report) {
        switch (detail) {
            case Detail.Fill(BigDecimal lastQty, BigDecimal lastPx) ->
                filled(new Execution(
                        order.orderId(),
                        executions.size() + 1,
                        report.execId(),
                        lastQty,
                        lastPx,
                        report.transactTime(),
                        false));
            case Detail.Bust(String execRefId) -> amend(execRefId);
            case Detail.Correction(String execRefId, BigDecimal _, BigDecimal _) -> amend(execRefId);
            case Detail.Replacement(String _, Terms now) -> terms = now;
            case Detail.Restatement(RestatementReason _, BigDecimal orderQty, BigDecimal px) -> {
                terms = orderQty == null ? terms : terms.withOrderQty(orderQty);
                terms = px == null ? terms : terms.withPx(px);
            }
            case Detail.None _, Detail.Refusal _, Detail.CancelRefusal _ -> {}
        }
    }

    private void filled(Execution execution) {
        executions = Stream.concat(executions.stream(), Stream.of(execution)).toList();
    }

    private void amend(String execRefId) {
        executions = executions.stream()
                .map(execution -> execution.execId().equals(execRefId) ? execution.withAmendment() : execution)
                .toList();
    }

    /** As it was routed first. */
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

    /** FIX 11, the last replace request's once there was one. */
    public String clOrdId() {
        return clOrdId;
    }

    /** What it asks for now. */
    public Terms terms() {
        return terms;
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

    /** Its fills in their order, those amended later too. */
    public List<Execution> executions() {
        return executions;
    }

    /** Whether this fill of it was busted or corrected. */
    boolean isAmended(Execution fill) {
        return executions.get(fill.number() - 1).amended();
    }

    /** When the venue took it into its book. */
    public Instant acceptedAt() {
        return acceptedAt;
    }

    /** When it was suspended last; null if it never was. */
    public @Nullable Instant suspendedAt() {
        return suspendedAt;
    }

    /** Whether the venue has changed it unasked, which it does once at most. */
    public boolean isRestated() {
        return restated;
    }

    /** Its place among orders of the same price, the lowest first. */
    long arrival() {
        return arrival;
    }

    void arriveAnew(long place) {
        arrival = place;
    }

    boolean isOpen() {
        return !ordStatus.isClosed();
    }

    boolean isSuspended() {
        return ordStatus == OrdStatus.SUSPENDED;
    }
}
