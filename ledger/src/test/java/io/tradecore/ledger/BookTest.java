package io.tradecore.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BookTest {

    private static final BalanceKey CASH = new BalanceKey(LedgerCode.CASH, "USDT");
    private static final UUID ORDER = new UUID(1, 1);

    private final Book book = new Book(new AccountId(new UUID(7, 7)), 41);

    @Test
    void aTransferMovesEveryLineAndCarriesTheRunningBalance() {
        Transfer deposit = post("d1", "100.00");

        assertThat(deposit.seq()).isEqualTo(42);
        assertThat(deposit.entries())
                .extracting(Entry::code, Entry::balanceAfter)
                .containsExactly(
                        tuple(LedgerCode.CASH, new BigDecimal("100.00")),
                        tuple(LedgerCode.EXTERNAL, new BigDecimal("-100.00")));
        assertThat(book.balance(CASH).available()).isEqualByComparingTo("100");
    }

    @Test
    void legsThatDoNotSumToZeroPerAssetAreRefusedAndChangeNothing() {
        assertThatThrownBy(() -> book.post(
                        request("d1"),
                        List.of(posting(LedgerCode.CASH, "USDT", "1"), posting(LedgerCode.EXTERNAL, "BTC", "-1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out of balance");

        assertThat(book.newBalances()).isEmpty();
        assertThat(book.updatedBalances()).isEmpty();
        assertThat(book.postedTransfers()).isEmpty();
        assertThat(book.transferSeq()).isEqualTo(41);
    }

    @Test
    void aTransferThatMovesNothingIsRefused() {
        assertThatThrownBy(() -> post("d1", "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTransferThatCountsFromAClosedTimeIsRefused() {
        book.closeUntil(Instant.MAX);
        assertThat(book.isOpen(Instant.now())).isFalse();
        assertThatThrownBy(() -> post("d1", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(book.postedTransfers()).isEmpty();

        book.closeUntil(null);
        assertThat(post("d1", "1").seq()).isEqualTo(42);
    }

    @Test
    void legsOfZeroAreLeftOut() {
        Transfer transfer = book.post(
                request("t1"),
                List.of(
                        posting(LedgerCode.CASH, "USDT", "-5"),
                        posting(LedgerCode.CLEARING, "USDT", "5"),
                        posting(LedgerCode.FEES, "USDT", "0")));

        assertThat(transfer.entries()).hasSize(2);
    }

    @Test
    void aHoldTakesFromWhatIsAvailableAndGivesAllOfItBack() {
        post("d1", "100");
        book.place(ORDER, CASH, new BigDecimal("60"));
        assertThat(book.balance(CASH).available()).isEqualByComparingTo("40");

        book.keep(ORDER, new BigDecimal("10"));
        assertThat(book.balance(CASH).available()).isEqualByComparingTo("90");

        book.close(ORDER);
        assertThat(book.balance(CASH).available()).isEqualByComparingTo("100");
        assertThat(book.balance(CASH).pending()).isEqualByComparingTo("0");
    }

    @Test
    void aRollbackLeavesNothingOfWhatWasBegun() {
        post("d1", "100");
        book.place(ORDER, CASH, BigDecimal.TEN);
        int posted = book.postedTransfers().size();
        List<BalanceKey> lines = book.newBalances();

        book.begin();
        book.keep(ORDER, BigDecimal.ONE);
        book.place(UUID.randomUUID(), CASH, BigDecimal.ONE, null, "ops");
        post("w1", "-500");
        book.rollback();

        assertThat(book.balance(CASH)).isEqualTo(new Balance(new BigDecimal("100"), BigDecimal.TEN));
        assertThat(book.postedTransfers()).hasSize(posted);
        assertThat(book.transferSeq()).isEqualTo(42);
        assertThat(book.transfer("w1")).isNull();
        assertThat(book.newBalances()).isEqualTo(lines);
        assertThat(book.newHolds()).hasSize(1);
        assertThat(book.newTerms()).isEmpty();
        assertThat(book.breaks()).isEmpty();
    }

    @Test
    void aClosedHoldStaysClosed() {
        book.place(ORDER, CASH, BigDecimal.TEN);
        book.close(ORDER);
        book.keep(ORDER, BigDecimal.ONE);
        book.close(ORDER);

        assertThat(book.balance(CASH).pending()).isEqualByComparingTo("0");
        assertThat(book.hold(ORDER)).isNotNull().extracting(Hold::open).isEqualTo(false);
    }

    @Test
    void anOrderHasOneHold() {
        book.place(ORDER, CASH, BigDecimal.TEN);

        assertThatThrownBy(() -> book.place(ORDER, CASH, BigDecimal.ONE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHoldMadeAndChangedInOneBatchIsWrittenOnceAsNew() {
        book.place(ORDER, CASH, BigDecimal.TEN);
        book.keep(ORDER, BigDecimal.ONE);

        assertThat(book.newHolds()).singleElement().extracting(Hold::remaining).isEqualTo(BigDecimal.ONE);
        assertThat(book.updatedHolds()).isEmpty();
    }

    @Test
    void partsOfARoundedWholeAddUpToIt() {
        BigDecimal third = new BigDecimal("33.333333");
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal posted = BigDecimal.ZERO;
        for (int part = 0; part < 3; part++) {
            BigDecimal after = part == 2 ? new BigDecimal("100") : before.add(third);
            posted = posted.add(MinorUnits.step(before, after, 2));
            before = after;
        }

        assertThat(posted).isEqualByComparingTo("100.00");
    }

    private Transfer post(String id, String amount) {
        BigDecimal change = new BigDecimal(amount);
        return book.post(
                request(id),
                List.of(
                        new Posting(LedgerCode.CASH, "USDT", change),
                        new Posting(LedgerCode.EXTERNAL, "USDT", change.negate())));
    }

    private static Posting posting(LedgerCode code, String asset, String amount) {
        return new Posting(code, asset, new BigDecimal(amount));
    }

    private static TransferRequest request(String id) {
        return new TransferRequest(id, TransferKind.DEPOSIT, "USDT", BigDecimal.ONE, null, null, "ops", Instant.EPOCH);
    }
}
