package io.tradecore.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.migrations.DbRole;
import io.tradecore.servers.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on a real database. Journals of other tests, which are not sealed, are on it as well. */
class VerifyChainIT {
    private static final String SECRET = "the key of this test, 32 bytes or more";

    private final TestServers servers = TestServers.get();
    private final AccountId account = new AccountId(UUID.randomUUID());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private String head = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void postTwoTransfers() throws SQLException {
        asSuperuser("INSERT INTO assets (asset, scale, name) VALUES ('EUR', 2, 'Euro') ON CONFLICT DO NOTHING");
        asSuperuser("INSERT INTO accounts (account_id, name, account_type, base_currency, created_by) VALUES ('"
                + account + "', 'sealed', 'CASH', 'EUR', 'test')");
        Book book = new Book(account, 0);
        for (String id : List.of("d1", "d2")) {
            book.post(
                    new TransferRequest(
                            id, TransferKind.DEPOSIT, "EUR", BigDecimal.TEN, null, null, "test", Instant.EPOCH),
                    List.of(
                            new Posting(LedgerCode.CASH, "EUR", BigDecimal.TEN),
                            new Posting(LedgerCode.EXTERNAL, "EUR", BigDecimal.TEN.negate())));
        }
        write(book);
        head = HexFormat.of().formatHex(Objects.requireNonNull(book.chainHead()));
    }

    private void write(Book book) throws SQLException {
        try (Connection writer = servers.connection(DbRole.WRITER)) {
            writer.setAutoCommit(false);
            Column accounts = Column.uuids(List.of(account), AccountId::value);
            RoundTrip lock = new RoundTrip();
            lock.query(
                    "SELECT now() FROM lock_accounts(?)",
                    row -> book.seal(
                            new TransferChain(7, SECRET),
                            row.getObject(1, OffsetDateTime.class).toInstant()),
                    accounts);
            lock.execute(writer);
            RoundTrip trip = new RoundTrip();
            new PgLedger().write(trip, List.of(book), UUID::randomUUID);
            trip.call(
                    "advance_accounts",
                    accounts,
                    Column.longs(List.of(0L), seq -> seq),
                    Column.longs(List.of(book.transferSeq()), seq -> seq),
                    Column.bytes(List.of(book), Book::chainHead),
                    Column.longs(List.of(0L), messages -> messages),
                    Column.longs(List.of(0L), trades -> trades));
            trip.executeAndCommit(writer);
        }
    }

    @Test
    void aJournalThatWasChangedIsNamedWithTheTransfer() throws Exception {
        verify("");
        assertThat(text()).doesNotContain(account.toString()).contains("transfers verified");

        asSuperuser("UPDATE ledger_transfers SET actor = 'nobody' WHERE account_id = '" + account + "' AND seq = 2");

        assertThat(verify("")).isEqualTo(Launcher.NOT_PROVEN);
        assertThat(text()).contains("FAIL  " + account + " transfer 2: it is not what was sealed");
    }

    @Test
    void aJournalThatWasCutIsNamedByTheHeadsThatWereKept() throws Exception {
        String anchors = Files.writeString(
                        folder.resolve("heads.jsonl"),
                        "{\"accountId\":\"" + account + "\",\"seq\":2,\"hash\":\"" + head + "\"}\n")
                .toString();
        verify(anchors);
        assertThat(text()).doesNotContain(account.toString()).contains("1 heads kept elsewhere");

        asSuperuser("DELETE FROM ledger_entries WHERE account_id = '" + account + "' AND seq = 2");
        asSuperuser("DELETE FROM ledger_transfers WHERE account_id = '" + account + "' AND seq = 2");
        asSuperuser("UPDATE accounts a SET transfer_seq = 1, chain_hash = t.chain_hash FROM ledger_transfers t"
                + " WHERE a.account_id = '" + account + "' AND t.account_id = a.account_id");

        assertThat(verify(anchors)).isEqualTo(Launcher.NOT_PROVEN);
        assertThat(text()).contains("FAIL  " + account + " transfer 2: a head kept elsewhere says there was one");
    }

    /** Journals that other tests have written by hand have no hashes, so what is seen is one fault more. */
    @Test
    void theReconciliationHasTheHashesAsAnInvariantWhereItHasTheKey() throws Exception {
        int before = accountsWithAFault();

        asSuperuser("UPDATE ledger_transfers SET actor = 'nobody' WHERE account_id = '" + account + "' AND seq = 2");

        assertThat(accountsWithAFault()).isEqualTo(before + 1);
        assertThat(reconcile("--keys", keys())).isEqualTo(Launcher.NOT_PROVEN);
        reconcile();
        assertThat(text()).contains("not checked: 8 hash chains verify").doesNotContain("FAIL  8 hash chains");
    }

    private int accountsWithAFault() throws IOException {
        reconcile("--keys", keys());
        Matcher line = Pattern.compile("(ok  |FAIL)  8 hash chains verify(?: +(\\d+) such as .*)?")
                .matcher(text());
        assertThat(line.find()).as(text()).isTrue();
        return line.group(2) == null ? 0 : Integer.parseInt(line.group(2));
    }

    private int reconcile(String... more) {
        printed.reset();
        Reconcile command = new Reconcile(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> arguments = new ArrayList<>(List.of(
                "--url", servers.pooledUrl(), "--password", servers.passwords().of(DbRole.ADMIN)));
        arguments.addAll(List.of(more));
        return new CommandLine(command).execute(arguments.toArray(String[]::new));
    }

    private String keys() throws IOException {
        return Files.writeString(folder.resolve("keys.properties"), "chain.key.7=" + SECRET + "\n")
                .toString();
    }

    private int verify(String anchors) throws IOException {
        printed.reset();
        VerifyChain command = new VerifyChain(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> arguments = new ArrayList<>(List.of(
                "--url", servers.pooledUrl(), "--password", servers.passwords().of(DbRole.ADMIN), "--keys", keys()));
        if (!anchors.isEmpty()) {
            arguments.addAll(List.of("--anchors", anchors));
        }
        return new CommandLine(command).execute(arguments.toArray(String[]::new));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection superuser = DriverManager.getConnection(
                        servers.addresses().directUrl(),
                        DbRole.SUPERUSER.username(),
                        servers.passwords().of(DbRole.SUPERUSER));
                Statement statement = superuser.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            assertThat(statement.executeUpdate(sql)).as(sql).isNotNegative();
        }
    }
}
