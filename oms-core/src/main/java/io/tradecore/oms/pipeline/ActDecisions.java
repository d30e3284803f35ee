package io.tradecore.oms.pipeline;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.bulk.BulkResult;
import io.tradecore.oms.command.Command.ApplyAct;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.ActPart.Booked;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.position.SplitPosition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an account's position without a trade: funding, dividends, splits, daily settlement. It is external truth, booked whatever the
 * cash and whether or not the account may start new business. Each act reaches an account once: its part says whether it has.
 */
final class ActDecisions {

    /** Transfers of acts are named by this and the act. */
    static final String TRANSFER_PREFIX = "act:";

    private final Instruments instruments;
    private final SplitDecisions splits;

    ActDecisions(Instruments instruments, SplitDecisions splits) {
        this.instruments = instruments;
        this.splits = splits;
    }

    Outcome apply(ApplyAct command, AccountState account) {
        InstrumentAct act = command.act();
        Instrument instrument = instruments.bySymbol(act.symbol());
        if (instrument == null) {
            return InstrumentRules.unknown(act.symbol());
        }
        ActPart part = account.actPart(act.actId());
        if (part == null || part.done()) {
            return new Outcome.ActDone(List.of());
        }
        return switch (act.terms()) {
            case InstrumentAct.Funding funding -> {
                BigDecimal cash = funding.cash(part.announcedQty(), instrument.payoff());
                yield pay(command, part, TransferKind.FUNDING, cash, instrument, account);
            }
            case InstrumentAct.Dividend dividend ->
                pay(command, part, TransferKind.DIVIDEND, dividend.cash(part.announcedQty()), instrument, account);
            case InstrumentAct.Split split -> split(command, part, split, instrument, account);
            case InstrumentAct.Settlement settlement -> settle(command, part, settlement, instrument, account);
        };
    }

    /** By what was held when it was announced: what was traded since does not count. */
    private static Outcome pay(
            ApplyAct command,
            ActPart part,
            TransferKind kind,
            BigDecimal exact,
            Instrument instrument,
            AccountState account) {
        String currency = instrument.contract().settlCurrency();
        BigDecimal cash = MinorUnits.round(exact, instrument.contract().settlScale());
        List<Posting> legs = List.of(
                new Posting(LedgerCode.CASH, currency, cash),
                new Posting(Objects.requireNonNull(kind.counter()), currency, cash.negate()));
        Long seq = post(command, kind, currency, cash, legs, account);
        account.change(part.booked(
                new Booked(account.eventSeq(), part.announcedQty(), part.announcedQty(), currency, cash, seq), true));
        return new Outcome.ActDone(List.of());
    }

    /** The position once; the orders again as long as one of them waits for its venue's answer to a replace. */
    private Outcome split(
            ApplyAct command, ActPart part, InstrumentAct.Split split, Instrument instrument, AccountState account) {
        long eventSeq = account.eventSeq();
        List<BulkResult> orders = splits.split(command, split, instrument, account);
        boolean allDone = orders.stream().noneMatch(SplitDecisions::mayComeYet);
        Booked booked = part.booked();
        account.change(part.booked(
                booked == null ? splitPosition(command, split, eventSeq, instrument, account) : booked, allDone));
        return new Outcome.ActDone(orders);
    }

    private static Booked splitPosition(
            ApplyAct command, InstrumentAct.Split split, long eventSeq, Instrument instrument, AccountState account) {
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal moved = BigDecimal.ZERO;
        BigDecimal cash = BigDecimal.ZERO;
        for (SettledPosition leg : account.settled(instrument.symbol())) {
            SplitPosition after = SplitPosition.of(leg.position(), split, instrument.lotSize(), instrument.payoff());
            SettledPosition settledAfter = leg.split(after.position(), split.ratio());
            before = before.add(leg.position().qty());
            moved = moved.add(after.position().qty()).subtract(leg.position().qty());
            cash = cash.add(
                    switch (account.type()) {
                        case CASH ->
                            MinorUnits.round(after.cash(), instrument.contract().settlScale());
                        // On margin it is what closing it realises.
                        case MARGIN -> settledAfter.paidSince(leg, instrument);
                    });
            changeOpen(leg, settledAfter, account);
        }
        String currency = instrument.contract().settlCurrency();
        List<Posting> legs = List.of(
                new Posting(LedgerCode.POSITION, instrument.symbol(), moved),
                new Posting(LedgerCode.CLEARING, instrument.symbol(), moved.negate()),
                new Posting(LedgerCode.CASH, currency, cash),
                new Posting(LedgerCode.CLEARING, currency, cash.negate()));
        Long seq = post(command, TransferKind.SPLIT, currency, cash, legs, account);
        return new Booked(eventSeq, before, before.add(moved), currency, cash, seq);
    }

    /** Of who holds nothing the row, if there is one, keeps what was realised: it is not loaded. */
    private static void changeOpen(SettledPosition before, SettledPosition after, AccountState account) {
        if (before.position().qty().signum() != 0) {
            account.change(after);
        }
    }

    /** What is open then, also what was opened since it was announced: its basis moves to the price all the same. */
    private static Outcome settle(
            ApplyAct command,
            ActPart part,
            InstrumentAct.Settlement settlement,
            Instrument instrument,
            AccountState account) {
        BigDecimal qty = BigDecimal.ZERO;
        BigDecimal variation = BigDecimal.ZERO;
        for (SettledPosition before : account.settled(instrument.symbol())) {
            SettledPosition after = before.settle(settlement.px());
            qty = qty.add(before.position().qty());
            variation = variation.add(after.paidSince(before, instrument));
            changeOpen(before, after, account);
        }
        String currency = instrument.contract().settlCurrency();
        List<Posting> legs = List.of(
                new Posting(LedgerCode.CASH, currency, variation),
                new Posting(LedgerCode.CLEARING, currency, variation.negate()));
        Long seq = post(command, TransferKind.VARIATION, currency, variation, legs, account);
        account.change(part.booked(new Booked(account.eventSeq(), qty, qty, currency, variation, seq), true));
        return new Outcome.ActDone(List.of());
    }

    /** Tells the transfer's number; null where there is nothing to post. */
    private static @Nullable Long post(
            ApplyAct command,
            TransferKind kind,
            String asset,
            BigDecimal cash,
            List<Posting> legs,
            AccountState account) {
        if (legs.stream().allMatch(leg -> leg.amount().signum() == 0)) {
            return null;
        }
        InstrumentAct act = command.act();
        TransferRequest request = new TransferRequest(
                TRANSFER_PREFIX + act.actId(),
                kind,
                asset,
                cash,
                null,
                null,
                command.actor(),
                account.book().openFrom(act.effectiveAt()));
        return account.book().post(request, legs).seq();
    }
}
