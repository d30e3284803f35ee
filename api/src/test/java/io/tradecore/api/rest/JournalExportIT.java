package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exported journals say what the books say: hledger, which knows nothing of us, comes to the same trial balance. */
@ExtendWith(ApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalExportIT {
    private static final Instant LAST_YEAR = Instant.parse("2025-06-30T23:59:59.999999Z");
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private static final String SUM_OF_ENTRIES = """
            SELECT e.account_id, e.code, e.asset, sum(e.amount) FROM ledger_transfers t
            JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq)
            WHERE (CAST(? AS uuid) IS NULL OR e.account_id = ?) AND t.effective_at < ?
            GROUP BY 1, 2, 3 HAVING sum(e.amount) <> 0
            """;

    private final ApiUnderTest api;
    private String account = "";

    @TempDir
    private Path folder;

    JournalExportIT(ApiUnderTest api) {
        this.api = api;
    }

    /** What is missing is installed the way ops/ installs its servers. */
    @BeforeAll
    void installHledgerAndBeancountAndTrade() throws Exception {
        run("bash", "-euc", "cd .. && source ops/lib/env.sh && ensure_programs hledger=hledger bean-check=beancount");
        api.ensure("/v1/assets", "{'asset':'1INCH','scale':18,'name':'A name that begins with a digit'}");
        account = api.newAccount("1000.01");
        String symbol = api.newInstrument();
        move(account, "wei", "1INCH", "0.000000000000000001", NEW_YEAR);
        move(account, "back", "USD", "99999999999999.99", LAST_YEAR);
        String order = api.buyOne(account, symbol, "C1").text("orderId");
        api.fill(account, order, "E-bust-" + symbol, "0.333", "99.99");
        api.fill(account, order, "0.1", "0.01");
        api.bust(account, order, "E-bust-" + symbol);
    }

    @Test
    void theTrialBalanceOfHledgerIsTheBook() throws Exception {
        Map<String, BigDecimal> book = new TreeMap<>();
        for (JsonNode line : must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/balances"))
                .json()
                .path("items")) {
            BigDecimal posted = new BigDecimal(line.path("posted").asText());
            if (posted.signum() != 0) {
                book.put(
                        account + ":" + line.path("code").asText() + " "
                                + line.path("asset").asText(),
                        posted);
            }
        }
        assertThat(book)
                .hasSizeGreaterThanOrEqualTo(6)
                .containsKey(account + ":CASH 1INCH")
                .isEqualTo(entriesBefore(account, Instant.parse("2100-01-01T00:00:00Z")));

        assertThat(trialBalance(export("hledger", ""))).isEqualTo(book);
    }

    @Test
    void thePeriodsOfHledgerBeginWithWhatStoodBefore() throws Exception {
        String lastYear = export("hledger", "&from=2025-01-01T00:00:00Z&to=" + NEW_YEAR);
        assertThat(lastYear).contains("transferId: back").doesNotContain("transferId: wei", "OPENING");
        assertThat(trialBalance(lastYear)).hasSize(2).isEqualTo(entriesBefore(account, NEW_YEAR));

        String after = export("hledger", "&from=" + NEW_YEAR.plusNanos(1000) + "&to=2100-01-01T00:00:00Z");
        assertThat(after).contains("2026-01-01 * (0) OPENING").doesNotContain("transferId: wei");
        assertThat(trialBalance(after)).isEqualTo(entriesBefore(account, Instant.parse("2100-01-01T00:00:00Z")));
    }

    @Test
    void theTrialBalanceOfAllAccountsIsTheBooks() throws Exception {
        String all = must(200, api.get(Tokens.admin(), "/v1/admin/journal/export?format=hledger"))
                .text();
        assertThat(trialBalance(all)).isEqualTo(entriesBefore(null, Instant.parse("2100-01-01T00:00:00Z")));
    }

    @Test
    void csvHasALineForEveryLeg() throws Exception {
        Answer answer = must(200, api.get(Tokens.admin(), path("csv", "")));
        assertThat(answer.contentType()).isEqualTo("text/csv;charset=utf-8");
        assertThat(answer.header("Content-Disposition")).contains(account + ".csv");
        List<String> lines = answer.text().lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo(
                        "account_id,seq,leg,transfer_id,kind,effective_at,recorded_at,code,asset,amount,balance_after,"
                                + "order_id,exec_id,actor");
        assertThat(lines)
                .anyMatch(line -> line.startsWith(account + ",2,0,wei,DEPOSIT,2026-01-01T00:00:00Z,")
                        && line.contains(",CASH,1INCH,0.000000000000000001,0.000000000000000001,,,"));
        Map<String, BigDecimal> sums = new TreeMap<>();
        lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(field -> sums.merge(
                        field[0] + ":" + field[7] + " " + field[8], new BigDecimal(field[9]), BigDecimal::add));
        assertThat(stripped(sums)).isEqualTo(entriesBefore(account, Instant.parse("2100-01-01T00:00:00Z")));
    }

    @Test
    void jsonLinesAreTheTransfersOfTheJournal() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> exported = new ArrayList<>();
        for (String line : export("jsonl", "").lines().toList()) {
            exported.add(mapper.readTree(line));
        }
        JsonNode journal = must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/journal?limit=500"))
                .json()
                .path("items");
        assertThat(exported).hasSize(journal.size());
        for (int i = 0; i < exported.size(); i++) {
            assertThat(exported.get(i).path("accountId").asText()).isEqualTo(account);
            ((ObjectNode) exported.get(i)).remove("accountId");
            assertThat(exported.get(i)).isEqualTo(journal.get(i));
        }
    }

    @Test
    void beancountNamesEveryAccountBeforeItIsUsed() {
        String text = export("beancount", "");
        assertThat(text)
                .contains("1970-01-01 open Assets:A-" + account + ":CASH\n")
                .contains("  Assets:A-" + account + ":CASH  0.000000000000000001 X.1INCH\n")
                .contains("  Equity:A-" + account + ":EXTERNAL  -1000.01 USD\n");
        assertThat(text.lines()
                        .filter(line -> line.contains(" open "))
                        .distinct()
                        .count())
                .isEqualTo(text.lines().filter(line -> line.contains(" open ")).count());
    }

    @Test
    void beancountFindsNoFaultAndComesToTheBook() throws Exception {
        Path file = Files.createTempFile(folder, "export", ".beancount");
        Files.writeString(file, export("beancount", ""));
        assertThat(run("bean-check", file.toString())).isEmpty();

        String balances = run(
                "bean-query",
                "-q",
                "-f",
                "csv",
                file.toString(),
                "SELECT account, currency, sum(number) GROUP BY 1, 2");
        Map<String, BigDecimal> found = new TreeMap<>();
        balances.lines().skip(1).map(line -> line.split(",", -1)).forEach(field -> {
            String[] name = field[0].strip().split(":", -1);
            String line = name[1].substring("A-".length()) + ":" + name[2] + " "
                    + field[1].strip().replaceFirst("^X\\.", "");
            found.put(line, new BigDecimal(field[2].strip()));
        });
        assertThat(stripped(found)).isEqualTo(entriesBefore(account, Instant.parse("2100-01-01T00:00:00Z")));
    }

    @Test
    void aLongJournalIsExportedInPagesWithoutAGap() throws Exception {
        String busy = api.newAccount();
        CommandBus bus = api.context().getBean(CommandBus.class);
        List<CompletableFuture<Outcome>> posted = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            posted.add(bus.submit(Command.ChangeBooks.of(
                    new BookAct.Post(
                            AccountId.of(busy), "D" + i, TransferKind.DEPOSIT, "USD", new BigDecimal("0.01"), NEW_YEAR),
                    "tess")));
        }
        assertThat(posted.stream().map(CompletableFuture::join)).allMatch(Outcome.BooksChanged.class::isInstance);

        String path = "/v1/admin/accounts/" + busy + "/journal/export?format=";
        List<String> legs = must(200, api.get(Tokens.admin(), path + "csv"))
                .text()
                .lines()
                .skip(1)
                .toList();
        assertThat(legs.stream().map(line -> line.split(",")[1] + "." + line.split(",")[2]))
                .hasSize(2 * 1201)
                .doesNotHaveDuplicates();
        assertThat(trialBalance(
                        must(200, api.get(Tokens.admin(), path + "hledger")).text()))
                .isEqualTo(entriesBefore(busy, Instant.parse("2100-01-01T00:00:00Z")));
    }

    @Test
    void anExportIsOnTheTrailWhetherOrNotThereWasSomething() {
        must(200, api.get(Tokens.admin(), path("jsonl", "&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")));
        String missing = UUID.randomUUID().toString();
        must(404, api.get(Tokens.admin(), "/v1/admin/accounts/" + missing + "/journal/export"));

        JsonNode done = trail(account);
        assertThat(done.get(done.size() - 1).path("action").asText()).isEqualTo("JOURNAL_EXPORTED");
        assertThat(done.get(done.size() - 1).path("detail").path("format").asText())
                .isEqualTo("JSONL");
        assertThat(trail(missing).get(0).path("outcome").asText()).isEqualTo("FAILED");
    }

    @Test
    void anExportOfAWrongFormatOrPeriodIsRefused() {
        for (String query : List.of(
                "format=xls", "format=", "from=yesterday", "from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z")) {
            Answer answer =
                    must(400, api.get(Tokens.admin(), "/v1/admin/accounts/" + account + "/journal/export?" + query));
            assertThat(answer.code()).isEqualTo("PARAMETER_INVALID");
        }
    }

    private JsonNode trail(String accountId) {
        return must(200, api.get(Tokens.admin(), "/v1/admin/audit?limit=500&accountId=" + accountId))
                .json()
                .path("items");
    }

    private void move(String accountId, String transferId, String asset, String amount, Instant effectiveAt) {
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/accounts/" + accountId + "/deposits",
                        "{'transferId':'%s','asset':'%s','amount':'%s','effectiveAt':'%s'}"
                                .formatted(transferId, asset, amount, effectiveAt)));
    }

    private String path(String format, String more) {
        return "/v1/admin/accounts/" + account + "/journal/export?format=" + format + more;
    }

    private String export(String format, String more) {
        return must(200, api.get(Tokens.admin(), path(format, more))).text();
    }

    /** What hledger makes of a journal: the balance of each account in each commodity. */
    private Map<String, BigDecimal> trialBalance(String journal) throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, "export", ".journal");
        Files.writeString(file, journal);
        String balances =
                run("hledger", "balance", "-f", file.toString(), "--flat", "--no-total", "--layout=bare", "-O", "csv");
        Map<String, BigDecimal> found = new TreeMap<>();
        balances.lines().skip(1).forEach(line -> {
            String[] field = line.substring(1, line.length() - 1).split("\",\"", -1);
            found.put(field[0] + " " + field[1].replace("\"", ""), new BigDecimal(field[2]));
        });
        return stripped(found);
    }

    private Map<String, BigDecimal> entriesBefore(@Nullable String accountId, Instant end) throws SQLException {
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (Connection connection = api.adminConnection();
                PreparedStatement query = connection.prepareStatement(SUM_OF_ENTRIES)) {
            query.setObject(
                    1, accountId == null ? null : AccountId.of(accountId).value());
            query.setObject(
                    2, accountId == null ? null : AccountId.of(accountId).value());
            query.setObject(3, OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sums.put(
                            rows.getString(1) + ":" + rows.getString(2) + " " + rows.getString(3),
                            rows.getBigDecimal(4));
                }
            }
        }
        return stripped(sums);
    }

    /** Of one value for each figure, whatever decimals it is written with; what is nothing is left out. */
    private static Map<String, BigDecimal> stripped(Map<String, BigDecimal> figures) {
        Map<String, BigDecimal> same = new TreeMap<>();
        figures.forEach((line, figure) -> {
            if (figure.signum() != 0) {
                BigDecimal plain = figure.stripTrailingZeros();
                same.put(line, plain.scale() < 0 ? plain.setScale(0) : plain);
            }
        });
        return same;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
