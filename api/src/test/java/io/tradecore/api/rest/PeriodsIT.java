package io.tradecore.api.rest;

import static io.tradecore.api.rest.ApiUnderTest.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.pipeline.CommandBus;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is closed takes nothing more, until two operators open it again. The house closes times that no other test uses. */
@ExtendWith(ApiExtension.class)
class PeriodsIT {
    private static final String OTHER_ADMIN =
            Tokens.sign(Tokens.claims("otto", List.of("admin")).build());

    private final ApiUnderTest api;

    PeriodsIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void nothingIsPostedIntoAClosedPeriod() {
        String account = api.newAccount();
        must(201, deposit(account, "early", "2025-03-31T12:00:00Z"));
        JsonNode closed = must(200, close(account, "2025-04-01T00:00:00Z")).json();
        assertThat(closed.path("closedUntil").asText()).isEqualTo("2025-04-01T00:00:00Z");

        Answer refused = must(422, deposit(account, "late", "2025-03-31T23:59:59.999999Z"));
        assertThat(refused.code()).isEqualTo("PERIOD_CLOSED");
        assertThat(refused.text("field")).isEqualTo("effectiveAt");
        assertThat(refused.json().path("numbers").path("closedUntil").asText()).isEqualTo("2025-04-01T00:00:00Z");
        must(200, deposit(account, "early", "2025-03-31T12:00:00Z"));
        must(201, deposit(account, "late", "2025-04-01T00:00:00Z"));
        must(201, deposit(account, "now", null));
        assertThat(must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/journal"))
                        .json()
                        .path("items"))
                .hasSize(4);
    }

    @Test
    void whatIsClosedFurtherStaysSoAndTheFutureIsNotClosed() {
        String account = api.newAccount();
        close(account, "2025-04-01T00:00:00Z");
        assertThat(must(200, close(account, "2025-01-01T00:00:00Z")).text("closedUntil"))
                .isEqualTo("2025-04-01T00:00:00Z");
        Answer future = must(400, close(account, Instant.now().plusSeconds(3600).toString()));
        assertThat(future.code()).isEqualTo("FIELD_INVALID");
        must(404, close(UUID.randomUUID().toString(), "2025-01-01T00:00:00Z"));
    }

    @Test
    void theHouseClosesEveryAccountThereIsAndThoseToCome() {
        String before = api.newAccount();
        must(200, api.post(Tokens.admin(), "/v1/admin/periods/close", "{'until':'1990-01-01T00:00:00Z'}"));
        String after = api.newAccount();

        for (String account : List.of(before, after)) {
            Answer refused = must(422, deposit(account, "old", "1989-12-31T00:00:00Z"));
            assertThat(refused.code()).isEqualTo("PERIOD_CLOSED");
            must(201, deposit(account, "old", "1990-01-01T00:00:00Z"));
            assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/periods?accountId=" + account))
                            .text("houseClosedUntil"))
                    .isEqualTo("1990-01-01T00:00:00Z");
        }
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/periods")).text("houseClosedUntil"))
                .isEqualTo("1990-01-01T00:00:00Z");
    }

    /** Whoever posts goes on until he is refused, so that in each round something comes before the close and something after it. */
    @Test
    void theHouseClosesAPeriodOrSomethingIsPostedIntoItButNeverAfterwards() throws Exception {
        List<String> accounts = List.of(api.newAccount(), api.newAccount(), api.newAccount(), api.newAccount());
        Instant first = Instant.parse("1991-01-01T00:00:00Z");
        int posted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 1; round <= 10; round++) {
                Instant until = first.plus(round, ChronoUnit.DAYS);
                Instant inside = until.minusSeconds(1);
                CountDownLatch underWay = new CountDownLatch(accounts.size());
                List<Future<Set<String>>> posting = new ArrayList<>();
                for (String account : accounts) {
                    posting.add(threads.submit(() -> postUntilRefused(account, inside, underWay)));
                }
                underWay.await();
                must(200, api.post(Tokens.admin(), "/v1/admin/periods/close", "{'until':'" + until + "'}"));
                Set<String> there = transfersEffective(inside);
                Set<String> answered = new TreeSet<>();
                for (Future<Set<String>> each : posting) {
                    answered.addAll(each.get());
                }
                assertThat(answered).as("round " + round).isEqualTo(there);
                assertThat(transfersEffective(inside)).isEqualTo(there);
                posted += there.size();
            }
        }
        assertThat(posted).isGreaterThanOrEqualTo(10 * accounts.size());
        openTheHouseFrom("1990-01-01T00:00:00Z");
    }

    /** The transfers that were posted. */
    private Set<String> postUntilRefused(String account, Instant effectiveAt, CountDownLatch underWay) {
        Set<String> done = new TreeSet<>();
        while (true) {
            String id = api.name("race-");
            Answer answer = deposit(account, id, effectiveAt.toString());
            underWay.countDown();
            if (answer.status() != 201) {
                assertThat(answer.code()).isEqualTo("PERIOD_CLOSED");
                return done;
            }
            done.add(id);
        }
    }

    private Set<String> transfersEffective(Instant at) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Connection admin = api.adminConnection();
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT transfer_id FROM ledger_transfers WHERE effective_at = '" + at + "'")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void openTheHouseFrom(String from) {
        String id = UUID.randomUUID().toString();
        must(
                201,
                api.post(
                        Tokens.admin(),
                        "/v1/admin/periods/reopenings",
                        "{'reopeningId':'" + id + "','reopenFrom':'" + from + "','reason':'the race is over'}"));
        must(200, approve(OTHER_ADMIN, id));
    }

    @Test
    void whatAVenueDidInAClosedPeriodIsBookedFromTheFirstOpenTime() {
        String account = api.newAccount();
        String order = api.buyOne(account, api.newInstrument(), "C1").text("orderId");
        Instant closedUntil = Instant.now().truncatedTo(ChronoUnit.MICROS);
        must(200, close(account, closedUntil.toString()));
        Instant traded = closedUntil.minusSeconds(60);
        api.context()
                .getBean(CommandBus.class)
                .submit(new Command.ApplyReport(new VenueReport(
                        AccountId.of(account),
                        OrderId.of(order),
                        "SIM",
                        "E-" + UUID.randomUUID(),
                        ReportType.TRADE,
                        null,
                        null,
                        null,
                        BigDecimal.ONE,
                        new BigDecimal("100"),
                        TermChange.NONE,
                        traded,
                        null,
                        null,
                        "{}")))
                .join();

        JsonNode transfer = must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/journal"))
                .json()
                .path("items")
                .get(1);
        assertThat(transfer.path("kind").asText()).isEqualTo("TRADE");
        assertThat(Instant.parse(transfer.path("effectiveAt").asText())).isEqualTo(closedUntil);
        JsonNode execution = must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/executions"))
                .json()
                .path("items")
                .get(0);
        assertThat(Instant.parse(execution.path("transactTime").asText())).isEqualTo(traded);
        // A position counts from when its transfer does: what was looked at of a closed period stays as it was.
        Instant lastClosed = closedUntil.minus(1, ChronoUnit.MICROS);
        assertThat(positionAsOf(account, lastClosed)).isEqualTo("0");
        assertThat(positionAsOf(account, closedUntil)).isEqualTo("1");
    }

    private String positionAsOf(String account, Instant asOf) {
        return must(200, api.get(Tokens.admin(), "/v1/accounts/" + account + "/positions?asOf=" + asOf))
                .json()
                .path("items")
                .get(0)
                .path("qty")
                .asText();
    }

    @Test
    void reopeningTakesTwoOperatorsAndIsOnTheTrail() {
        String account = api.newAccount();
        close(account, "2025-04-01T00:00:00Z");
        String id = UUID.randomUUID().toString();
        Answer asked = must(201, reopen(id, account, "2025-03-01T00:00:00Z"));
        assertThat(asked.json().has("approvedBy")).isFalse();
        assertThat(must(200, reopen(id, account, "2025-03-01T00:00:00Z")).replayed())
                .isTrue();
        Answer different = must(409, reopen(id, account, "2025-02-01T00:00:00Z"));
        assertThat(different.text("field")).isEqualTo("reopenFrom");
        must(422, deposit(account, "d", "2025-03-15T00:00:00Z"));

        assertThat(must(409, approve(Tokens.admin(), id)).code()).isEqualTo("REOPENING_NOT_APPLICABLE");
        must(422, deposit(account, "d", "2025-03-15T00:00:00Z"));
        assertThat(reopening(id, "open")).isEqualTo(asked.json());
        assertThat(must(200, approve(OTHER_ADMIN, id)).text("approvedBy")).isEqualTo("otto");
        assertThat(reopening(id, "open")).isNull();
        assertThat(Objects.requireNonNull(reopening(id, "resolved"))
                        .path("approvedBy")
                        .asText())
                .isEqualTo("otto");
        must(200, approve(OTHER_ADMIN, id));
        must(201, deposit(account, "d", "2025-03-15T00:00:00Z"));
        must(422, deposit(account, "e", "2025-02-28T00:00:00Z"));

        JsonNode trail = must(200, api.get(Tokens.admin(), "/v1/admin/audit?limit=500&accountId=" + account))
                .json()
                .path("items");
        assertThat(trail.findValuesAsText("action"))
                .containsSubsequence("PERIOD_CLOSED", "PERIOD_REOPENING_REQUESTED", "PERIOD_REOPENED");
        must(200, api.get(Tokens.admin(), "/v1/admin/periods?accountId=" + account));
        assertThat(must(200, api.get(Tokens.admin(), "/v1/admin/audit?limit=500&accountId=" + account))
                        .text())
                .as("a look is on the trail, too")
                .contains("PERIOD_QUERIED");
    }

    /** As another operator finds it, page by page. */
    private @Nullable JsonNode reopening(String id, String status) {
        String cursor = "";
        while (true) {
            Answer page =
                    must(200, api.get(OTHER_ADMIN, "/v1/admin/periods/reopenings?limit=1&status=" + status + cursor));
            for (JsonNode item : page.json().path("items")) {
                if (item.path("reopeningId").asText().equals(id)) {
                    return item;
                }
            }
            if (page.text("nextCursor").isEmpty()) {
                return null;
            }
            cursor = "&cursor=" + page.text("nextCursor");
        }
    }

    @Test
    void aReopeningOfWhatHasChangedSinceIsRefused() {
        String account = api.newAccount();
        assertThat(must(409, reopen(UUID.randomUUID().toString(), account, "2025-01-01T00:00:00Z"))
                        .code())
                .isEqualTo("PERIOD_NOT_CLOSED");
        close(account, "2025-04-01T00:00:00Z");
        String id = UUID.randomUUID().toString();
        must(201, reopen(id, account, "2025-03-01T00:00:00Z"));
        close(account, "2025-05-01T00:00:00Z");
        assertThat(must(409, approve(OTHER_ADMIN, id)).code()).isEqualTo("REOPENING_NOT_APPLICABLE");
        assertThat(must(404, approve(OTHER_ADMIN, UUID.randomUUID().toString())).code())
                .isEqualTo("REOPENING_NOT_FOUND");
    }

    private Answer close(String account, String until) {
        return api.post(
                Tokens.admin(), "/v1/admin/periods/close", "{'accountId':'%s','until':'%s'}".formatted(account, until));
    }

    private Answer reopen(String id, String account, String from) {
        return api.post(
                Tokens.admin(),
                "/v1/admin/periods/reopenings",
                "{'reopeningId':'%s','accountId':'%s','reopenFrom':'%s','reason':'a late invoice'}"
                        .formatted(id, account, from));
    }

    private Answer approve(String token, String id) {
        return api.post(token, "/v1/admin/periods/reopenings/" + id + "/approve", "{}");
    }

    private Answer deposit(String account, String transferId, @Nullable String effectiveAt) {
        return api.post(
                Tokens.admin(),
                "/v1/accounts/" + account + "/deposits",
                "{'transferId':'" + transferId + "','asset':'USD','amount':'1'"
                        + (effectiveAt == null ? "" : ",'effectiveAt':'" + effectiveAt + "'") + "}");
    }
}
