package io.tradecore.api.admin;

import io.tradecore.api.control.ActRunner;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.InstrumentAct.Dividend;
import io.tradecore.oms.position.InstrumentAct.Funding;
import io.tradecore.oms.position.InstrumentAct.Settlement;
import io.tradecore.oms.position.InstrumentAct.Split;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Announces what happens to all positions in an instrument, and tells how far it has come. Safe for use by many threads; blocks
 * its thread.
 */
@Singleton
public final class InstrumentActs {
    private static final String PARTS = "act-parts";

    /** How long an announcement waits for the accounts. The rest is done without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // One announcement at a time for an instrument.
    private static final String LOCK_INSTRUMENT = """
            SELECT security_type, negative_px, inverse, multiplier FROM instruments WHERE symbol = ? FOR NO KEY UPDATE
            """;

    private static final String ANNOUNCE = """
            INSERT INTO instrument_acts (act_id, kind, symbol, px, rate, amount, numerator, denominator, reason, effective_at,
                announced_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, now()), ?) ON CONFLICT DO NOTHING
            """;

    /**
     * An act that changes what quantities or prices of a position mean has to be booked everywhere before there is another. What is
     * not booked is due: so only what is due is read, however many settlements there have been.
     */
    private static final String FIND_UNFINISHED = """
            SELECT a.act_id FROM instrument_acts a JOIN instrument_act_parts p ON p.act_id = a.act_id
            WHERE a.symbol = ? AND a.kind IN ('SPLIT', 'SETTLEMENT') AND p.state = 'DUE' AND p.event_seq IS NULL LIMIT 1
            """;

    /** By the net of what they hold. */
    private static final String ADD_HOLDERS = """
            INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                SELECT account_id, ?, sum(qty) FROM positions WHERE symbol = ? GROUP BY account_id HAVING sum(qty) <> 0
            """;

    /** Also those whose legs make up for each other: each has a basis of its own. */
    private static final String ADD_SETTLED = """
            INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                SELECT account_id, ?, sum(qty) FROM positions WHERE symbol = ? AND qty <> 0 GROUP BY account_id
            """;

    /** Those who held it once as well: a bust may bring back what they had before the split. */
    private static final String ADD_HOLDERS_AND_ORDERS = """
            INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                SELECT k.account_id, ?, coalesce(p.qty, 0)
                FROM (SELECT account_id FROM positions WHERE symbol = ?
                      UNION
                      SELECT account_id FROM orders
                      WHERE symbol = ? AND leaves_qty > 0 AND time_in_force IN ('GTC', 'GTD')) k
                LEFT JOIN (SELECT account_id, sum(qty) AS qty FROM positions WHERE symbol = ? GROUP BY account_id) p
                    ON p.account_id = k.account_id
            """;

    private static final String FIND_LARGEST = """
            SELECT coalesce(max(abs(announced_qty)), 0) AS qty FROM instrument_act_parts WHERE act_id = ?
            """;

    /** No line of a book holds as much. */
    private static final BigDecimal TOO_MUCH = new BigDecimal("1E+24");

    private static final String FIND_ACT = """
            SELECT a.*, coalesce(i.settl_currency, i.currency) AS currency, p.accounts, p.done, p.credited, p.debited
            FROM instrument_acts a
            JOIN instruments i ON i.symbol = a.symbol
            CROSS JOIN LATERAL (
                SELECT count(*) AS accounts, count(*) FILTER (WHERE state = 'DONE') AS done,
                    coalesce(sum(posted) FILTER (WHERE posted > 0), 0) AS credited,
                    coalesce(-sum(posted) FILTER (WHERE posted < 0), 0) AS debited
                FROM instrument_act_parts WHERE act_id = a.act_id) p
            WHERE a.act_id = ?
            """;

    private static final String LIST_PARTS = """
            SELECT p.*, t.transfer_id
            FROM instrument_act_parts p
            LEFT JOIN ledger_transfers t ON (t.account_id, t.seq) = (p.account_id, p.transfer_seq)
            WHERE p.act_id = ? AND (CAST(? AS uuid) IS NULL OR p.account_id > ?) ORDER BY p.account_id LIMIT ?
            """;

    /**
     * An act as it is asked for.
     *
     * @param effectiveAt when it counts from; null: from the announcement on
     */
    public record Asked(
            String actId,
            String symbol,
            InstrumentAct.Terms terms,
            @Nullable Instant effectiveAt,
            String reason) {}

    /**
     * How an act stands after it was announced.
     *
     * @param tried the accounts it was carried to just now
     */
    public record Announced(ActView act, List<ActRunner.Tried> tried) {}

    private final AdminTransactions transactions;
    private final ActRunner runner;

    InstrumentActs(AdminTransactions transactions, ActRunner runner) {
        this.transactions = transactions;
        this.runner = runner;
    }

    /**
     * Announces an act, or goes on with one: it reaches every account once, however often this is asked for and wherever it
     * broke off. Which accounts, and what they hold, is kept with the announcement, in one transaction that is on the audit
     * trail.
     */
    public Stored<Announced> announce(String actor, Asked asked) {
        boolean first = transactions.act(actor, connection -> announce(connection, actor, asked));
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        try {
            List<ActRunner.Tried> tried = runner.run(asked.actId(), () -> System.nanoTime() - patientUntil < 0);
            return new Stored<>(new Announced(find(asked.actId()), tried), first);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static AdminTransactions.Act<Boolean> announce(Connection connection, String actor, Asked asked)
            throws SQLException {
        Kind kind = Sql.first(connection, LOCK_INSTRUMENT, Kind::of, asked.symbol());
        if (kind == null) {
            throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
        }
        if (asked.terms() instanceof Settlement && kind.type() != SecurityType.FUT) {
            throw ApiException.of(
                    ApiCode.INSTRUMENT_NOT_SETTLED_DAILY, "A " + kind.type() + " is not settled daily, a FUT is.");
        }
        requirePx(asked.terms(), kind);
        boolean first = insert(connection, actor, asked) == 1;
        ActView stands = Objects.requireNonNull(Sql.first(connection, FIND_ACT, InstrumentActs::view, asked.actId()));
        if (!first) {
            requireSame(asked, stands);
            return new AdminTransactions.Act<>(false, null);
        }
        String unfinished = Sql.first(connection, FIND_UNFINISHED, row -> Sql.text(row, "act_id"), asked.symbol());
        if (unfinished != null) {
            throw ApiException.of(ApiCode.ACT_UNFINISHED, "Act " + unfinished + " has not reached all positions yet.");
        }
        int accounts = addParts(connection, asked);
        requireInRange(connection, asked, kind);
        return new AdminTransactions.Act<>(true, audit(asked, accounts));
    }

    /** What an act has to know of its instrument. */
    private record Kind(SecurityType type, boolean negativePx, Payoff payoff) {

        static Kind of(ResultSet row) throws SQLException {
            return new Kind(
                    SecurityType.valueOf(Sql.text(row, "security_type")),
                    row.getBoolean("negative_px"),
                    new Payoff(Sql.decimal(row, "multiplier"), row.getBoolean("inverse")));
        }
    }

    /** What an inverse contract is worth is a quotient; others have no price at zero or below either, but where they say so. */
    private static void requirePx(InstrumentAct.Terms terms, Kind kind) {
        if (!kind.negativePx()) {
            switch (terms) {
                case Funding(BigDecimal mark, BigDecimal _) -> Decimals.requirePositive("mark", mark);
                case Settlement(BigDecimal px) -> Decimals.requirePositive("settlementPx", px);
                case Dividend _, Split _ -> {}
            }
        }
    }

    /** An act that would move more than a book can hold would never reach the account: it is refused whole. */
    private static void requireInRange(Connection connection, Asked asked, Kind kind) throws SQLException {
        BigDecimal qty = Objects.requireNonNull(
                Sql.first(connection, FIND_LARGEST, row -> Sql.decimal(row, "qty"), asked.actId()));
        String field = switch (asked.terms()) {
            case Funding funding -> isTooMuch(funding.cash(qty, kind.payoff())) ? "rate" : null;
            case Dividend dividend -> isTooMuch(dividend.cash(qty)) ? "amount" : null;
            case Settlement(BigDecimal px) -> isTooMuch(kind.payoff().value(qty, px)) ? "settlementPx" : null;
            case Split(var ratio, BigDecimal _) -> isTooMuch(ratio.quantity(qty)) ? "numerator" : null;
        };
        if (field != null) {
            throw ApiException.ofField(
                    ApiCode.DECIMAL_OUT_OF_RANGE, field, field + " comes to more than an account can have.");
        }
    }

    private static boolean isTooMuch(BigDecimal amount) {
        return amount.abs().compareTo(TOO_MUCH) >= 0;
    }

    private static int addParts(Connection connection, Asked asked) throws SQLException {
        String symbol = asked.symbol();
        return switch (asked.terms().kind()) {
            case FUNDING, DIVIDEND -> Sql.update(connection, ADD_HOLDERS, asked.actId(), symbol);
            case SETTLEMENT -> Sql.update(connection, ADD_SETTLED, asked.actId(), symbol);
            case SPLIT -> Sql.update(connection, ADD_HOLDERS_AND_ORDERS, asked.actId(), symbol, symbol, symbol);
        };
    }

    private static int insert(Connection connection, String actor, Asked asked) throws SQLException {
        Figures figures = Figures.of(asked.terms());
        return Sql.update(
                connection,
                ANNOUNCE,
                asked.actId(),
                asked.terms().kind().name(),
                asked.symbol(),
                figures.px(),
                figures.rate(),
                figures.amount(),
                figures.numerator(),
                figures.denominator(),
                asked.reason(),
                asked.effectiveAt(),
                actor);
    }

    /** What an act says beside its kind, as it is stored. */
    private record Figures(
            @Nullable BigDecimal px,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal amount,
            @Nullable Integer numerator,
            @Nullable Integer denominator) {

        static Figures of(InstrumentAct.Terms terms) {
            return switch (terms) {
                case Funding(BigDecimal mark, BigDecimal rate) -> new Figures(mark, rate, null, null, null);
                case Dividend(BigDecimal amount) -> new Figures(null, null, amount, null, null);
                case Settlement(BigDecimal px) -> new Figures(px, null, null, null, null);
                case Split(var ratio, BigDecimal fractionPx) ->
                    new Figures(fractionPx, null, null, ratio.numerator(), ratio.denominator());
            };
        }
    }

    private static AuditEntry audit(Asked asked, int accounts) {
        Figures figures = Figures.of(asked.terms());
        return AuditEntry.of(
                "INSTRUMENT_" + asked.terms().kind(),
                AuditEntry.detail(
                        "actId", asked.actId(),
                        "symbol", asked.symbol(),
                        "px", Decimals.textOrNull(figures.px()),
                        "rate", Decimals.textOrNull(figures.rate()),
                        "amount", Decimals.textOrNull(figures.amount()),
                        "ratio", figures.numerator() == null ? null : figures.numerator() + ":" + figures.denominator(),
                        "effectiveAt", asked.effectiveAt(),
                        "reason", asked.reason(),
                        "accounts", accounts));
    }

    private static void requireSame(Asked asked, ActView stands) {
        Figures figures = Figures.of(asked.terms());
        String px = switch (asked.terms().kind()) {
            case SPLIT -> "fractionPx";
            case SETTLEMENT -> "settlementPx";
            case FUNDING, DIVIDEND -> "mark";
        };
        requireSame("symbol", asked.symbol(), stands.symbol());
        requireSame("kind", asked.terms().kind().name(), stands.kind());
        requireSame(px, Decimals.textOrNull(figures.px()), stands.px());
        requireSame("rate", Decimals.textOrNull(figures.rate()), stands.rate());
        requireSame("amount", Decimals.textOrNull(figures.amount()), stands.amount());
        requireSame("numerator", figures.numerator(), stands.numerator());
        requireSame("denominator", figures.denominator(), stands.denominator());
        Instant effectiveAt = asked.effectiveAt() == null ? stands.announcedAt() : asked.effectiveAt();
        requireSame("effectiveAt", effectiveAt, stands.effectiveAt());
        requireSame("reason", asked.reason(), stands.reason());
    }

    private static void requireSame(String field, @Nullable Object asked, @Nullable Object stands) {
        if (!Objects.equals(asked, stands)) {
            throw ApiException.existsWithDifferent(field, "This id was used for an act with another " + field + ".");
        }
    }

    /** How far an act has come, and what it has posted. */
    public ActView find(String actor, String actId) {
        AuditEntry entry = AuditEntry.of("ACT_QUERIED", AuditEntry.detail("actId", actId));
        return known(transactions.query(
                actor, entry, connection -> Sql.list(connection, FIND_ACT, InstrumentActs::view, actId)));
    }

    private ActView find(String actId) {
        return known(transactions.readOn(connection -> Sql.list(connection, FIND_ACT, InstrumentActs::view, actId)));
    }

    private static ActView known(List<ActView> found) {
        if (found.isEmpty()) {
            throw ApiException.of(ApiCode.ACT_NOT_FOUND, "There is no such act.");
        }
        return found.getFirst();
    }

    /** What it means to each account, by their ids. */
    public Page<ActPartView> parts(String actor, String actId, @Nullable String cursor, int limit) {
        find(actId);
        UUID after = cursor == null ? null : Cursor.uuid(Cursor.decode(PARTS, cursor, 1)[0]);
        AuditEntry entry = AuditEntry.of("ACT_QUERIED", AuditEntry.detail("actId", actId));
        List<ActPartView> found = transactions.query(
                actor,
                entry,
                connection -> Sql.list(connection, LIST_PARTS, InstrumentActs::part, actId, after, after, limit + 1));
        return Page.cut(found, limit, last -> Cursor.encode(PARTS, last.accountId()));
    }

    private static ActView view(ResultSet row) throws SQLException {
        return new ActView(
                Sql.text(row, "act_id"),
                Sql.text(row, "kind"),
                Sql.text(row, "symbol"),
                Decimals.textOrNull(Sql.decimalOrNull(row, "px")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "rate")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "amount")),
                row.getObject("numerator", Integer.class),
                row.getObject("denominator", Integer.class),
                Sql.text(row, "reason"),
                Sql.time(row, "effective_at"),
                Sql.time(row, "announced_at"),
                Sql.text(row, "announced_by"),
                row.getLong("accounts"),
                row.getLong("done"),
                Sql.text(row, "currency"),
                Decimals.text(Sql.decimal(row, "credited")),
                Decimals.text(Sql.decimal(row, "debited")));
    }

    private static ActPartView part(ResultSet row) throws SQLException {
        return new ActPartView(
                Sql.uuid(row, "account_id"),
                Sql.text(row, "state"),
                Decimals.text(Sql.decimal(row, "announced_qty")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "qty_before")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "qty_after")),
                Decimals.textOrNull(Sql.decimalOrNull(row, "posted")),
                Sql.textOrNull(row, "asset"),
                Sql.textOrNull(row, "transfer_id"),
                Sql.timeOrNull(row, "booked_at"));
    }
}
