package io.tradecore.ops.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.books.Reconciliation.Invariant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    @Test
    void theTableNamesWhatIsViolatedAndSumsUp() {
        Reconciliation reconciliation = new Reconciliation(
                List.of(new Invariant("1 sums to zero", 0, null), new Invariant("2 holds", 3, "account a")));

        assertThat(reconciliation.table()).isEqualTo("""
                        Reconciliation
                          ok    1 sums to zero
                          FAIL  2 holds         3 such as account a
                          1 of 2 invariants hold
                        """);
        assertThat(reconciliation.holds()).isFalse();
        assertThat(reconciliation.failed()).isEqualTo(1);
    }

    @Test
    void noInvariantIsNoProof() {
        assertThat(new Reconciliation(List.of()).holds()).isFalse();
    }
}
