package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginBook;
import io.tradecore.oms.margin.MarginGap;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
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
        MarginBook book = no == null ? atStake(account) : null;
        return book == null ? no : unfree(amount, look(account).state(book.withheld(asset, amount)));
    }

    /** What was asked for is held since then; meanwhile positions may have lost what covered them. */
    BookStep.@Nullable No unfreeNow(BigDecimal held, AccountState account) {
        MarginBook book = atStake(account);
        return book == null ? null : unfree(held, look(account).state(book));
    }

    /** What takes cash, and may bring some of another currency, must leave something free of the whole account, or as much as there was. */
    BookStep.@Nullable No unfreeAfter(List<Posting> legs, AccountState account) {
        List<Posting> cash =
                legs.stream().filter(leg -> leg.code() == LedgerCode.CASH).toList();
        BigDecimal out = cash.stream()
                .map(leg -> leg.amount().min(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::subtract);
        MarginBook book = out.signum() > 0 ? atStake(account) : null;
        if (book == null) {
            return null;
        }
        MarginBook changed = book;
        for (Posting leg : cash) {
            changed = changed.posted(leg.asset(), leg.amount());
        }
        Marking marking = look(account);
        MarginState after = marking.state(changed);
        return after instanceof MarginState.Known known
                        && marking.state(book) instanceof MarginState.Known before
                        && known.free().compareTo(before.free()) >= 0
                ? null
                : unfree(out, after);
    }

    /** Null of a CASH account, and where there are neither positions nor orders nor debts: then all that nothing holds is free. */
    private static @Nullable MarginBook atStake(AccountState account) {
        MarginStanding standing = account.margin();
        MarginBook book = standing == null ? null : MarginBooks.of(account, standing);
        return book == null || book.isAtRest() ? null : book;
    }

    private Marking look(AccountState account) {
        return risk.look(instruments, account.ratePairs());
    }

    private static BookStep.@Nullable No unfree(BigDecimal needed, MarginState state) {
        return switch (state) {
            case MarginState.Unknown unknown -> {
                Verdict.Denied gap = MarginGap.of(unknown);
                yield new BookStep.No(gap.reason(), gap.message(), gap.numbers());
            }
            case MarginState.Known after ->
                after.free().signum() >= 0
                        ? null
                        : new BookStep.No(
                                Reason.MARGIN_INSUFFICIENT,
                                "The free margin does not cover it.",
                                Map.of(
                                        "needed", needed.toPlainString(),
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
