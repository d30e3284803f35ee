package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Posting;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.valuation.Missing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may speak against an act on a book, whatever it asks for. Each answers null where nothing does. */
final class BookChecks {

    /** Where amounts end; the database has the same bound. */
    private static final BigDecimal LIMIT = BigDecimal.ONE.scaleByPowerOfTen(24);

    private static final List<String> RESERVED =
            List.of("trade:", "trade-cancel:", "trade-correct:", ActDecisions.TRANSFER_PREFIX);

    private final Instruments instruments;
    private final PreTradeRisk risk;

    BookChecks(Instruments instruments, PreTradeRisk risk) {
        this.instruments = instruments;
        this.risk = risk;
    }

    static BookStep.@Nullable No closed(@Nullable Instant asked, AccountState account) {
        Instant effectiveAt = CashPostings.effectiveAt(asked, account);
        return account.book().isOpen(effectiveAt)
                ? null
                : new BookStep.No(
                        Reason.PERIOD_CLOSED,
                        "The period of effectiveAt is closed.",
                        Map.of(
                                "effectiveAt", effectiveAt.toString(),
                                "closedUntil", account.book().closedUntil().toString()));
    }

    /** An account that is not active starts no new business; what comes from business done is booked all the same. */
    static BookStep.@Nullable No frozen(AccountState account, boolean truth) {
        return truth || account.status() == AccountStatus.ACTIVE
                ? null
                : new BookStep.No(Reason.ACCOUNT_NOT_ACTIVE, "The account is " + account.status() + ".", Map.of());
    }

    BookStep.@Nullable No badAmount(String asset, BigDecimal amount) {
        Integer scale = instruments.assetScale(asset);
        if (scale == null) {
            return new BookStep.No(Reason.ASSET_UNKNOWN, "There is no asset " + asset + ".", Map.of("asset", asset));
        }
        if (amount.stripTrailingZeros().scale() > scale) {
            return new BookStep.No(
                    Reason.AMOUNT_SCALE,
                    "amount has more than " + scale + " decimals.",
                    Map.of("amount", amount.toPlainString(), "maxDecimals", scale.toString()));
        }
        return null;
    }

    static BookStep.@Nullable No badId(String transferId, AccountState account) {
        if (RESERVED.stream().anyMatch(transferId::startsWith)) {
            return new BookStep.No(
                    Reason.TRANSFER_ID_RESERVED,
                    "Transfers of executions and of acts on instruments are named like that.",
                    Map.of());
        }
        return account.book().transfer(transferId) == null ? null : idUsed(transferId);
    }

    static BookStep.No idUsed(String transferId) {
        return new BookStep.No(
                Reason.TRANSFER_ID_USED, "There is a transfer of this id.", Map.of("transferId", transferId));
    }

    static BookStep.@Nullable No uncovered(String asset, BigDecimal amount, AccountState account) {
        BigDecimal available = account.book().balance(CashPostings.cash(asset)).available();
        return amount.compareTo(available) <= 0
                ? null
                : new BookStep.No(
                        Reason.CASH_INSUFFICIENT,
                        "The available cash does not cover it.",
                        Map.of("needed", amount.toPlainString(), "available", available.toPlainString()));
    }

    /** What leaves an account on margin, or is held in it, must be free: what positions and orders use stays. */
    BookStep.@Nullable No unfree(String asset, BigDecimal amount, AccountState account) {
        BookStep.No no = uncovered(asset, amount, account);
        MarginStanding standing = account.margin();
        if (no != null || standing == null) {
            return no;
        }
        MarginBook book = MarginBooks.of(account, standing);
        if (book.isAtRest()) {
            return null;
        }
        Marking marking = risk.look(instruments, account.ratePairs());
        return switch (marking.state(book.withheld(asset, amount))) {
            case MarginState.Unknown(List<Missing> missing) ->
                new BookStep.No(
                        Reason.QUOTE_MISSING,
                        "It cannot be told what margin is free: a quote or a rate is missing.",
                        Map.of("missing", String.valueOf(missing.getFirst().what())));
            case MarginState.Known after ->
                after.free().signum() >= 0
                        ? null
                        : new BookStep.No(
                                Reason.MARGIN_INSUFFICIENT,
                                "The free margin does not cover it.",
                                Map.of(
                                        "needed", amount.toPlainString(),
                                        "freeAfter", after.free().toPlainString()));
        };
    }

    static BookStep.@Nullable No overflow(List<Posting> legs, AccountState account) {
        for (Posting leg : legs) {
            BigDecimal after = account.book()
                    .balance(new BalanceKey(leg.code(), leg.asset()))
                    .posted()
                    .add(leg.amount());
            if (after.abs().compareTo(LIMIT) >= 0 || leg.amount().abs().compareTo(LIMIT) >= 0) {
                return new BookStep.No(
                        Reason.AMOUNT_OVERFLOW,
                        "The balance would be out of range.",
                        Map.of("balance", after.toPlainString()));
            }
        }
        return null;
    }
}
