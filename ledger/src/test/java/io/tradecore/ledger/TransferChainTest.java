package io.tradecore.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransferChainTest {

    private static final String SECRET = "a key of the tests, longer than 32 bytes";
    private static final AccountId ACCOUNT = AccountId.of("0191c5a0-0000-7000-8000-000000000001");
    private static final UUID ORDER = UUID.fromString("0191c5a0-0000-7000-8000-00000000000a");
    private static final Instant RECORDED = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final List<Entry> ENTRIES = List.of(
            new Entry(LedgerCode.CASH, "USD", new BigDecimal("-100.10"), new BigDecimal("899.90")),
            new Entry(LedgerCode.CLEARING, "USD", new BigDecimal("100.10"), new BigDecimal("100.10")));
    private static final Transfer TRADE = transfer("trade:SIM:E1", "-100.10", ORDER, "E1", ENTRIES);

    private final TransferChain chain = new TransferChain(1, SECRET);

    /** Computed by another program, in another language, from docs/tamper-evidence.md. */
    @Test
    void aHashIsWhatAnyoneComputesFromItsDescription() {
        byte[] first = chain.seal(null, TRADE, TransferDetail.NONE, RECORDED);
        assertThat(HexFormat.of().formatHex(first))
                .isEqualTo("2ec222c04e7bacada4dcb34a945ab1b4bee7f2595394e556561e670773f5c97f");
        Transfer deposit = transfer("d", "5", null, null, ENTRIES);
        assertThat(HexFormat.of().formatHex(chain.seal(first, deposit, TransferDetail.NONE, RECORDED)))
                .isEqualTo("6b55ab18bbfb4229fb4827a1da3e2858bb9cc82096bc8be55395e2f830a55f5a");
    }

    @Test
    void anAmountIsItsValueHoweverItIsWritten() {
        assertThat(chain.seal(null, transfer("t", "100.0", null, null, ENTRIES), TransferDetail.NONE, RECORDED))
                .isEqualTo(chain.seal(null, transfer("t", "1E+2", null, null, ENTRIES), TransferDetail.NONE, RECORDED));
    }

    static Stream<Arguments> others() {
        Entry cash = ENTRIES.getFirst();
        Entry clearing = ENTRIES.getLast();
        return Stream.of(
                Arguments.of("another amount", transfer("trade:SIM:E1", "-100.11", ORDER, "E1", ENTRIES)),
                Arguments.of("another id", transfer("trade:SIM:E2", "-100.10", ORDER, "E1", ENTRIES)),
                Arguments.of("no order", transfer("trade:SIM:E1", "-100.10", null, "E1", ENTRIES)),
                Arguments.of("an empty ExecID", transfer("trade:SIM:E1", "-100.10", ORDER, "", ENTRIES)),
                Arguments.of("no ExecID", transfer("trade:SIM:E1", "-100.10", ORDER, null, ENTRIES)),
                Arguments.of(
                        "a letter moved to the next field", transfer("trade:SIM:E", "-100.10", ORDER, "1E1", ENTRIES)),
                Arguments.of("a leg less", transfer("trade:SIM:E1", "-100.10", ORDER, "E1", List.of(cash))),
                Arguments.of(
                        "legs in another order",
                        transfer("trade:SIM:E1", "-100.10", ORDER, "E1", List.of(clearing, cash))),
                Arguments.of(
                        "another running balance",
                        transfer(
                                "trade:SIM:E1",
                                "-100.10",
                                ORDER,
                                "E1",
                                List.of(new Entry(cash.code(), "USD", cash.amount(), BigDecimal.ONE), clearing))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void anotherTransferHasAnotherHash(String what, Transfer other) {
        assertThat(chain.seal(null, other, TransferDetail.NONE, RECORDED))
                .as(what)
                .isNotEqualTo(chain.seal(null, TRADE, TransferDetail.NONE, RECORDED));
    }

    @Test
    void aHashDependsOnWhatTheTransferIsBesideItsAmount() {
        TransferDetail conversion = TransferDetail.conversion(new BigDecimal("1.25"), RoundingMode.DOWN);
        TransferDetail otherRate = TransferDetail.conversion(new BigDecimal("1.26"), RoundingMode.DOWN);
        TransferDetail sameRate = TransferDetail.conversion(new BigDecimal("1.250"), RoundingMode.DOWN);

        byte[] hash = chain.seal(null, TRADE, conversion, RECORDED);

        assertThat(hash).isNotEqualTo(chain.seal(null, TRADE, TransferDetail.NONE, RECORDED));
        assertThat(hash).isNotEqualTo(chain.seal(null, TRADE, otherRate, RECORDED));
        assertThat(hash).isEqualTo(chain.seal(null, TRADE, sameRate, RECORDED));
    }

    @Test
    void aHashDependsOnTheOneBeforeOnTheTimeAndOnTheKey() {
        byte[] hash = chain.seal(null, TRADE, TransferDetail.NONE, RECORDED);
        assertThat(chain.seal(hash, TRADE, TransferDetail.NONE, RECORDED)).isNotEqualTo(hash);
        assertThat(chain.seal(new byte[0], TRADE, TransferDetail.NONE, RECORDED))
                .isNotEqualTo(hash);
        assertThat(chain.seal(null, TRADE, TransferDetail.NONE, RECORDED.plusNanos(1000)))
                .isNotEqualTo(hash);
        assertThat(new TransferChain(1, SECRET + "!").seal(null, TRADE, TransferDetail.NONE, RECORDED))
                .isNotEqualTo(hash);
    }

    @Test
    void aShortKeyOrAWrongNumberIsRefused() {
        assertThatThrownBy(() -> new TransferChain(1, "short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransferChain(0, SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransferChain(32_768, SECRET)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBookSealsWhatItPostsInOrderAndOnce() {
        Book book = new Book(ACCOUNT, 41);
        byte[] before = {1, 2, 3};
        book.loadChainHead(before);
        Transfer first = post(book, "d1");
        Transfer second = post(book, "d2");

        book.seal(chain, RECORDED);
        book.seal(chain, RECORDED);

        byte[] firstHash = chain.seal(before, first, TransferDetail.NONE, RECORDED);
        byte[] secondHash = chain.seal(firstHash, second, TransferDetail.NONE, RECORDED);
        assertThat(book.sealedTransfers()).extracting(SealedTransfer::hash).containsExactly(firstHash, secondHash);
        assertThat(book.chainHead()).isEqualTo(secondHash);
    }

    private static Transfer post(Book book, String id) {
        return book.post(
                new TransferRequest(id, TransferKind.DEPOSIT, "USD", BigDecimal.ONE, null, null, "tess", RECORDED),
                List.of(
                        new Posting(LedgerCode.CASH, "USD", BigDecimal.ONE),
                        new Posting(LedgerCode.EXTERNAL, "USD", BigDecimal.ONE.negate())));
    }

    private static Transfer transfer(
            String id, String amount, @Nullable UUID orderId, @Nullable String execId, List<Entry> entries) {
        return new Transfer(
                ACCOUNT,
                7,
                id,
                TransferKind.TRADE,
                "USD",
                new BigDecimal(amount),
                orderId,
                execId,
                "venue:SIM",
                Instant.parse("2026-01-31T11:59:59Z"),
                entries);
    }
}
