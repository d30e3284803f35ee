package io.tradecore.oms.order;

import static io.tradecore.oms.order.OrderStateMachine.afterTrade;
import static io.tradecore.oms.order.OrderStateMachine.next;
import static io.tradecore.oms.order.OrderStateMachine.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrderStateMachine.Step;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStateMachineTest {

    private static final Set<ReportType> WITH_A_FUNCTION_OF_THEIR_OWN =
            EnumSet.of(ReportType.TRADE, ReportType.PENDING_CANCEL, ReportType.CANCEL_REJECT);

    @ParameterizedTest(name = "{0} + {1} -> {2}")
    @DisplayName("What a report does to the venue's status (M = moved to, I = ignored, C = contradiction)")
    @CsvSource(delimiter = '|', textBlock = """
                PENDING_NEW      | PENDING_NEW  | M PENDING_NEW
                PENDING_NEW      | NEW          | M NEW
                PENDING_NEW      | REJECTED     | M REJECTED
                PENDING_NEW      | CANCELED     | M CANCELED
                PENDING_NEW      | EXPIRED      | M EXPIRED
                NEW              | NEW          | I REPORT_DUPLICATE
                NEW              | PENDING_NEW  | I REPORT_OUT_OF_SEQUENCE
                NEW              | REJECTED     | M REJECTED
                NEW              | CANCELED     | M CANCELED
                NEW              | EXPIRED      | M EXPIRED
                NEW              | STOPPED      | M STOPPED
                NEW              | SUSPENDED    | M SUSPENDED
                NEW              | DONE_FOR_DAY | M DONE_FOR_DAY
                NEW              | RESTATED     | M NEW
                NEW              | ORDER_STATUS | I REPORT_INFORMATIVE
                NEW              | REPLACED     | C REPORT_UNSUPPORTED
                NEW              | TRADE_CANCEL | C REPORT_UNSUPPORTED
                PARTIALLY_FILLED | NEW          | I REPORT_OUT_OF_SEQUENCE
                PARTIALLY_FILLED | CANCELED     | M CANCELED
                PARTIALLY_FILLED | REJECTED     | C REPORT_CONTRADICTS
                FILLED           | CANCELED     | I REPORT_OUT_OF_SEQUENCE
                FILLED           | REJECTED     | C REPORT_CONTRADICTS
                FILLED           | CALCULATED   | M CALCULATED
                CANCELED         | CANCELED     | I REPORT_DUPLICATE
                CANCELED         | EXPIRED      | I REPORT_OUT_OF_SEQUENCE
                CANCELED         | NEW          | I REPORT_OUT_OF_SEQUENCE
                REJECTED         | NEW          | C REPORT_CONTRADICTS
                SUSPENDED        | RESTATED     | M NEW
                SUSPENDED        | CANCELED     | M CANCELED
                DENIED           | NEW          | C REPORT_CONTRADICTS
                """)
    void reportMovesTheVenueStatus(OrdStatus from, ReportType report, String expected) {
        assertThat(describe(next(from, report, TimeInForce.DAY, false))).isEqualTo(expected);
    }

    @Test
    void everyPairOfStatusAndReportIsDecided() {
        for (OrdStatus from : OrdStatus.values()) {
            for (ReportType report : ReportType.values()) {
                if (!WITH_A_FUNCTION_OF_THEIR_OWN.contains(report)) {
                    Step step = next(from, report, TimeInForce.DAY, false);
                    if (from.isClosed() && step instanceof Step.Moved(OrdStatus to)) {
                        assertThat(to.isClosed())
                                .as("%s + %s must not come back to life", from, report)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void doneForDayEndsADayOrderAndLeavesAGoodTillCancelOrderOpen() {
        assertThat(describe(next(OrdStatus.NEW, ReportType.DONE_FOR_DAY, TimeInForce.DAY, false)))
                .isEqualTo("M DONE_FOR_DAY");
        assertThat(describe(next(OrdStatus.PARTIALLY_FILLED, ReportType.DONE_FOR_DAY, TimeInForce.GTC, true)))
                .isEqualTo("M PARTIALLY_FILLED");
    }

    @Test
    void aRestatedSuspendedOrderGoesBackToWhatItsFillsSay() {
        assertThat(describe(next(OrdStatus.SUSPENDED, ReportType.RESTATED, TimeInForce.DAY, true)))
                .isEqualTo("M PARTIALLY_FILLED");
    }

    @ParameterizedTest(name = "{0}: partly {1}, all {2}")
    @CsvSource({
        "PENDING_NEW, PARTIALLY_FILLED, FILLED",
        "NEW, PARTIALLY_FILLED, FILLED",
        "PARTIALLY_FILLED, PARTIALLY_FILLED, FILLED",
        "STOPPED, STOPPED, FILLED",
        "SUSPENDED, SUSPENDED, FILLED",
        "CANCELED, CANCELED, FILLED",
        "EXPIRED, EXPIRED, FILLED",
        "DONE_FOR_DAY, DONE_FOR_DAY, FILLED",
        "FILLED, FILLED, FILLED",
        "CALCULATED, CALCULATED, CALCULATED"
    })
    void aTradeIsBookedInEveryStatus(OrdStatus from, OrdStatus partly, OrdStatus all) {
        assertThat(afterTrade(from, false)).isEqualTo(partly);
        assertThat(afterTrade(from, true)).isEqualTo(all);
    }

    @Test
    void aDeniedOrderCannotTrade() {
        assertThatThrownBy(() -> afterTrade(OrdStatus.DENIED, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pendingCancelIsReportedWhateverTheVenueLastSaid() {
        assertThat(Arrays.stream(OrdStatus.values()).map(status -> reported(status, true)))
                .containsOnly(OrdStatus.PENDING_CANCEL);
        assertThat(reported(OrdStatus.PARTIALLY_FILLED, false)).isEqualTo(OrdStatus.PARTIALLY_FILLED);
    }

    private static String describe(Step step) {
        return switch (step) {
            case Step.Moved moved -> "M " + moved.to();
            case Step.Ignored ignored -> "I " + ignored.reason();
            case Step.Contradiction contradiction -> "C " + contradiction.reason();
        };
    }
}
