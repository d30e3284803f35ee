package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.ChainHead;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.pg.ChainFault;
import io.tradecore.ledger.pg.ChainFault.Kind;
import io.tradecore.ledger.pg.PgChainVerifier;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A superuser changes journals behind the pipeline's back; whoever has the key is told where. */
class TamperingIT {

    private static final Desk DESK = new Desk(1);
    /** The opening deposit and six more. */
    private static final int POSTED = 7;

    private static final String LIST_ACCOUNT_TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition""";

    private AccountId account = new AccountId(new UUID(0, 0));

    @AfterAll
    static void close() {
        DESK.close();
    }

    @BeforeEach
    void post() {
        account = DESK.openAccount("1000");
        for (int i = 2; i <= POSTED; i++) {
            DESK.done(DESK.deposit(account, "d" + i, i + ".50"));
        }
    }

    /** What was tampered with goes, with all else of the account: other tests look whether all books are right. */
    @AfterEach
    void forget() throws SQLException {
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            for (String table : DESK.rows(LIST_ACCOUNT_TABLES)) {
                statement.executeUpdate("DELETE FROM " + table + " WHERE account_id = '" + account + "'");
            }
        }
    }

    static Stream<Arguments> deeds() {
        return Stream.of(
                deed(
                        "a transfer's amount",
                        4,
                        Kind.ALTERED,
                        "UPDATE ledger_transfers SET amount = 5 WHERE @ AND seq = 4"),
                deed("who did it", 4, Kind.ALTERED, "UPDATE ledger_transfers SET actor = 'x' WHERE @ AND seq = 4"),
                deed(
                        "when it counts from",
                        1,
                        Kind.ALTERED,
                        "UPDATE ledger_transfers SET effective_at = effective_at - interval '1 us' WHERE @ AND seq = 1"),
                deed(
                        "when it was recorded",
                        4,
                        Kind.ALTERED,
                        "UPDATE ledger_transfers SET recorded_at = recorded_at - interval '1 day' WHERE @ AND seq = 4",
                        "UPDATE ledger_entries SET recorded_at = recorded_at - interval '1 day' WHERE @ AND seq = 4"),
                deed(
                        "when an entry was recorded",
                        4,
                        Kind.ALTERED,
                        "UPDATE ledger_entries SET recorded_at = recorded_at - interval '1 us' WHERE @ AND seq = 4 AND leg = 0"),
                deed(
                        "both legs, still in balance",
                        4,
                        Kind.ALTERED,
                        "UPDATE ledger_entries SET amount = amount * 2 WHERE @ AND seq = 4"),
                deed(
                        "a running balance",
                        7,
                        Kind.ALTERED,
                        "UPDATE ledger_entries SET balance_after = 0 WHERE @ AND seq = 7 AND leg = 1"),
                deed(
                        "the legs exchanged",
                        4,
                        Kind.ALTERED,
                        "UPDATE ledger_entries SET leg = 1 - leg + 10 WHERE @ AND seq = 4",
                        "UPDATE ledger_entries SET leg = leg - 10 WHERE @ AND seq = 4"),
                deed(
                        "what it is beside its amount",
                        4,
                        Kind.ALTERED,
                        "INSERT INTO ledger_transfer_details (account_id, seq, hold_id)"
                                + " SELECT account_id, seq, gen_random_uuid() FROM ledger_transfers WHERE @ AND seq = 4"),
                deed("a leg gone", 4, Kind.ALTERED, "DELETE FROM ledger_entries WHERE @ AND seq = 4 AND leg = 1"),
                deed("all legs gone", 4, Kind.ALTERED, "DELETE FROM ledger_entries WHERE @ AND seq = 4"),
                deed(
                        "a leg more",
                        4,
                        Kind.ALTERED,
                        "INSERT INTO ledger_entries SELECT account_id, seq, 2, code, asset, amount, balance_after, recorded_at"
                                + " FROM ledger_entries WHERE @ AND seq = 4 AND leg = 1"),
                deed(
                        "two transfers exchanged",
                        3,
                        Kind.ALTERED,
                        renumberAway("ledger_transfers", "seq IN (3, 4)", "7 - seq"),
                        renumberBack("ledger_transfers"),
                        renumberAway("ledger_entries", "seq IN (3, 4)", "7 - seq"),
                        renumberBack("ledger_entries")),
                deed(
                        "a transfer inserted",
                        4,
                        Kind.ALTERED,
                        renumberAway("ledger_transfers", "seq >= 4", "seq + 1"),
                        renumberBack("ledger_transfers"),
                        renumberAway("ledger_entries", "seq >= 4", "seq + 1"),
                        renumberBack("ledger_entries"),
                        copyTransfer(3, 4),
                        copyEntries(3, 4),
                        "UPDATE accounts SET transfer_seq = 8 WHERE @"),
                deed(
                        "a transfer appended with a hash that was seen",
                        8,
                        Kind.ALTERED,
                        copyTransfer(7, 8),
                        copyEntries(7, 8),
                        "UPDATE accounts SET transfer_seq = 8 WHERE @"),
                deed(
                        "a transfer appended without a hash",
                        8,
                        Kind.UNSEALED,
                        copyTransfer(7, 8),
                        copyEntries(7, 8),
                        "UPDATE ledger_transfers SET chain_hash = NULL, chain_key = NULL WHERE @ AND seq = 8",
                        "UPDATE accounts SET transfer_seq = 8 WHERE @"),
                deed(
                        "a transfer the account does not count",
                        8,
                        Kind.BEYOND_HEAD,
                        copyTransfer(7, 8),
                        copyEntries(7, 8)),
                deed("a transfer before the first", 0, Kind.ALTERED, copyTransfer(1, 0), copyEntries(1, 0)),
                deed(
                        "a transfer removed",
                        4,
                        Kind.MISSING,
                        "DELETE FROM ledger_transfers WHERE @ AND seq = 4",
                        "DELETE FROM ledger_entries WHERE @ AND seq = 4"),
                deed(
                        "a transfer removed and the others moved up",
                        4,
                        Kind.ALTERED,
                        "DELETE FROM ledger_transfers WHERE @ AND seq = 4",
                        "DELETE FROM ledger_entries WHERE @ AND seq = 4",
                        renumberAway("ledger_transfers", "seq > 4", "seq - 1"),
                        renumberBack("ledger_transfers"),
                        renumberAway("ledger_entries", "seq > 4", "seq - 1"),
                        renumberBack("ledger_entries"),
                        "UPDATE accounts SET transfer_seq = 6 WHERE @"),
                deed(
                        "the first transfer removed",
                        1,
                        Kind.MISSING,
                        "DELETE FROM ledger_transfers WHERE @ AND seq = 1",
                        "DELETE FROM ledger_entries WHERE @ AND seq = 1"),
                deed(
                        "the end cut off",
                        6,
                        Kind.MISSING,
                        "DELETE FROM ledger_transfers WHERE @ AND seq > 5",
                        "DELETE FROM ledger_entries WHERE @ AND seq > 5"),
                deed(
                        "a hash removed",
                        4,
                        Kind.UNSEALED,
                        "UPDATE ledger_transfers SET chain_hash = NULL, chain_key = NULL WHERE @ AND seq = 4"),
                deed(
                        "hashes removed as if sealing had begun later",
                        5,
                        Kind.ALTERED,
                        "UPDATE ledger_transfers SET chain_hash = NULL, chain_key = NULL WHERE @ AND seq < 5",
                        "UPDATE accounts SET chain_start = 5 WHERE @"),
                deed(
                        "another key named",
                        4,
                        Kind.KEY_UNKNOWN,
                        "UPDATE ledger_transfers SET chain_key = 2 WHERE @ AND seq = 4"),
                deed(
                        "the head of the account",
                        7,
                        Kind.OTHER_HEAD,
                        "UPDATE accounts SET chain_hash = sha256('') WHERE @"),
                deed(
                        "the head of the account removed",
                        7,
                        Kind.OTHER_HEAD,
                        "UPDATE accounts SET chain_hash = NULL WHERE @"));
    }

    private static Arguments deed(String what, long seq, Kind kind, String... statements) {
        return Arguments.of(what, seq, kind, List.of(statements));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deeds")
    void theFirstTransferThatIsWrongIsNamed(String what, long seq, Kind kind, List<String> statements)
            throws SQLException {
        assertThat(verify(List.of())).as("before").isNull();

        asSuperuser(statements);

        assertThat(verify(List.of())).as(what).isEqualTo(new ChainFault(account, seq, kind));
    }

    @Test
    void whatATransferIsBesideItsAmountIsSealedWithIt() throws SQLException {
        DESK.done(Command.ChangeBooks.of(new BookAct.Reverse(account, null, "r8", "d2", BigDecimal.ONE, null), "ops"));
        assertThat(verify(List.of())).isNull();

        asSuperuser(List.of("UPDATE ledger_transfer_details SET reversed_after = 2 WHERE @ AND seq = 8"));
        assertThat(verify(List.of())).isEqualTo(new ChainFault(account, 8, Kind.ALTERED));

        asSuperuser(List.of("DELETE FROM ledger_transfer_details WHERE @ AND seq = 8"));
        assertThat(verify(List.of())).isEqualTo(new ChainFault(account, 8, Kind.ALTERED));
    }

    @Test
    void aJournalThatEndsEarlierIsFoundByAHeadThatWasKeptElsewhere() throws SQLException {
        List<ChainHead> kept = List.of(head());
        asSuperuser(List.of(
                "DELETE FROM ledger_transfers WHERE @ AND seq > 5",
                "DELETE FROM ledger_entries WHERE @ AND seq > 5",
                "UPDATE accounts a SET transfer_seq = 5, chain_hash = t.chain_hash FROM ledger_transfers t"
                        + " WHERE a.@ AND (t.account_id, t.seq) = (a.account_id, 5)"));

        assertThat(verify(List.of())).as("a journal that was right once").isNull();
        assertThat(verify(kept)).isEqualTo(new ChainFault(account, 6, Kind.TRUNCATED));
    }

    /** Business goes on after the cut, and beyond where the journal had ended. */
    @Test
    void aJournalThatWasCutAndHasGrownSinceIsFoundByAnEarlierHead() throws SQLException {
        ChainHead earlier = head();
        asSuperuser(List.of(
                "DELETE FROM ledger_transfers WHERE @ AND seq > 5",
                "DELETE FROM ledger_entries WHERE @ AND seq > 5",
                "UPDATE ledger_balances SET posted = posted - sign(posted) * 13 WHERE @",
                "UPDATE accounts a SET transfer_seq = 5, chain_hash = t.chain_hash FROM ledger_transfers t"
                        + " WHERE a.@ AND (t.account_id, t.seq) = (a.account_id, 5)"));
        for (int i = 6; i <= POSTED + 2; i++) {
            DESK.done(DESK.deposit(account, "e" + i, "1"));
        }
        ChainHead later = new ChainHead(account, POSTED + 2, head().hash());

        assertThat(verify(List.of(later))).as("by the last head alone").isNull();
        for (List<ChainHead> kept : List.of(List.of(earlier, later), List.of(later, earlier))) {
            assertThat(verify(kept)).isEqualTo(new ChainFault(account, POSTED, Kind.OTHER_ANCHOR));
        }
    }

    @Test
    void aJournalSealedAnewIsFoundByAHeadThatWasKeptElsewhere() throws SQLException {
        ChainHead other = new ChainHead(account, 6, new byte[TransferChain.HASH_BYTES]);
        assertThat(verify(List.of(other))).isEqualTo(new ChainFault(account, 6, Kind.OTHER_ANCHOR));

        List<ChainHead> kept = List.of(head());
        asSuperuser(List.of(
                "UPDATE ledger_transfers SET chain_hash = NULL, chain_key = NULL WHERE @",
                "UPDATE accounts SET chain_hash = NULL, chain_start = 8 WHERE @"));
        assertThat(verify(List.of())).as("as if it had never been sealed").isNull();
        assertThat(verify(kept)).isEqualTo(new ChainFault(account, 7, Kind.OTHER_ANCHOR));
    }

    @Test
    void anAccountThatIsGoneIsFoundByAHeadThatWasKeptElsewhere() throws SQLException {
        List<ChainHead> kept = List.of(head());
        asSuperuser(List.of(
                "DELETE FROM ledger_transfers WHERE @",
                "DELETE FROM ledger_entries WHERE @",
                "DELETE FROM accounts WHERE @"));

        List<ChainFault> faults = new ArrayList<>();
        try (Connection admin = admin()) {
            PgChainVerifier verifier = new PgChainVerifier(admin, Map.of(1, Desk.CHAIN));
            verifier.anchor(kept);
            verifier.verifyAll(faults::add);
        }
        assertThat(faults).contains(new ChainFault(account, 1, Kind.TRUNCATED));
    }

    @Test
    void withAnotherKeyNothingIsRight() throws SQLException {
        try (Connection admin = admin()) {
            TransferChain other = new TransferChain(1, "another key, which is as long as it has to be");
            assertThat(new PgChainVerifier(admin, Map.of(1, other)).verify(account))
                    .isEqualTo(new ChainFault(account, 1, Kind.ALTERED));
        }
    }

    /** As it is where transfers were posted before they were sealed. */
    @Test
    void aJournalFromBeforeSealingBeganIsVerifiedFromItsFirstSealedTransfer() throws SQLException {
        asSuperuser(List.of(
                "UPDATE ledger_transfers SET chain_hash = NULL, chain_key = NULL WHERE @",
                "UPDATE accounts SET chain_hash = NULL, chain_start = 8 WHERE @"));
        DESK.done(DESK.deposit(account, "d8", "8"));
        DESK.done(DESK.deposit(account, "d9", "9"));

        try (Connection admin = admin()) {
            PgChainVerifier verifier = new PgChainVerifier(admin, Map.of(1, Desk.CHAIN));
            assertThat(verifier.verify(account)).isNull();
            assertThat(verifier.verified()).isEqualTo(2);
            assertThat(verifier.unsealed()).isEqualTo(7);
        }
        asSuperuser(List.of("UPDATE ledger_transfers SET amount = 1 WHERE @ AND seq = 8"));
        assertThat(verify(List.of())).isEqualTo(new ChainFault(account, 8, Kind.ALTERED));
    }

    @Test
    void aBatchOfManyTransfersIsOneChain() throws SQLException {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            commands.add(DESK.deposit(account, "many-" + i, "0.01"));
        }
        commands.add(Desk.limit(account, "C1", Side.BUY, "1", "100"));
        for (int from = 0; from < commands.size(); from += 500) {
            DESK.pipeline.execute(commands.subList(from, Math.min(from + 500, commands.size())));
        }
        try (Connection admin = admin()) {
            PgChainVerifier verifier = new PgChainVerifier(admin, Map.of(1, Desk.CHAIN));
            assertThat(verifier.verify(account)).isNull();
            assertThat(verifier.verified()).isEqualTo(5000 + POSTED);
        }
    }

    private @Nullable ChainFault verify(List<ChainHead> kept) throws SQLException {
        try (Connection admin = admin()) {
            PgChainVerifier verifier = new PgChainVerifier(admin, Map.of(1, Desk.CHAIN));
            verifier.anchor(kept);
            return verifier.verify(account);
        }
    }

    private ChainHead head() {
        String hash = DESK.rows("SELECT encode(chain_hash, 'hex') FROM accounts WHERE account_id = '" + account + "'")
                .getFirst();
        return new ChainHead(account, POSTED, HexFormat.of().parseHex(hash));
    }

    private static Connection admin() throws SQLException {
        Connection connection = DESK.servers.connection(DbRole.ADMIN);
        connection.setAutoCommit(false);
        return connection;
    }

    /** An at sign stands for the account. */
    private void asSuperuser(List<String> statements) throws SQLException {
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql.replace("@", "account_id = '" + account + "'")))
                        .as(sql)
                        .isPositive();
            }
        }
    }

    /** Neither a check of the sums nor a foreign key keeps a superuser from anything. */
    private static Connection superuser() throws SQLException {
        Connection superuser = DriverManager.getConnection(
                DESK.servers.addresses().directUrl(),
                DbRole.SUPERUSER.username(),
                DESK.servers.passwords().of(DbRole.SUPERUSER));
        try (Statement statement = superuser.createStatement()) {
            statement.execute("SET session_replication_role = replica");
        }
        return superuser;
    }

    /** By way of numbers nobody has: a unique key is checked row by row. */
    private static String renumberAway(String table, String which, String number) {
        return "UPDATE " + table + " SET seq = " + number + " + 1000 WHERE @ AND " + which;
    }

    private static String renumberBack(String table) {
        return "UPDATE " + table + " SET seq = seq - 1000 WHERE @ AND seq > 900";
    }

    private static String copyTransfer(int from, int to) {
        return "INSERT INTO ledger_transfers SELECT account_id, " + to
                + ", transfer_id || '-copy', kind, asset, amount, order_id,"
                + " exec_id, actor, effective_at, recorded_at, chain_key, chain_hash FROM ledger_transfers WHERE @ AND seq = "
                + from;
    }

    private static String copyEntries(int from, int to) {
        return "INSERT INTO ledger_entries SELECT account_id, " + to
                + ", leg, code, asset, amount, balance_after, recorded_at FROM ledger_entries WHERE @ AND seq = "
                + from;
    }
}
