package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.scenario.AccountKind;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One account whose commands are decided in memory: the pure core, without a database. For one thread. */
final class MemoryDesk {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final BatchDecider decider;
    private final AccountState account;
    private final BatchState batch;

    /** An account with so much cash that trades one instrument. */
    MemoryDesk(Instrument instrument, String cash, BigDecimal marketPx) {
        this(new OneInstrument(instrument), instrument.currency(), cash, marketPx, AccountKind.CASH);
    }

    /** An account with so much cash of one currency; one on margin is admitted everything. */
    MemoryDesk(Instruments instruments, String currency, String cash, BigDecimal marketPx, AccountKind kind) {
        this(instruments, currency, cash, marketPx, kind, SelfTradePrevention.NONE);
    }

    /** The same of one whose orders are kept from trading with each other. */
    MemoryDesk(
            Instruments instruments,
            String currency,
            String cash,
            BigDecimal marketPx,
            AccountKind kind,
            SelfTradePrevention prevention) {
        account = new AccountState(
                new AccountId(new UUID(1, 1)), kind.type(), kind.mode(), AccountStatus.ACTIVE, Desks.MAIN, NOW, 0, 0);
        batch = new BatchState(1, Map.of(account.accountId(), account));
        PreTradeRisk risk = switch (kind) {
            case CASH -> new FundsOnly(marketPx, true);
            case MARGIN, HEDGING -> new AdmitAll();
        };
        decider = new BatchDecider(instruments, new KeptApart(risk), new UuidV7(Clock.systemUTC()));
        account.load(new Exposure());
        account.load(currency, prevention);
        submit(Command.ChangeBooks.of(
                new BookAct.Post(
                        account.accountId(), "opening", TransferKind.DEPOSIT, currency, new BigDecimal(cash), NOW),
                "ops"));
    }

    Outcome submit(Command command) {
        return decider.decide(List.of(command), batch).getFirst();
    }

    /** As it stands, with all that was ever written. */
    AccountState account() {
        return account;
    }

    BatchState batch() {
        return batch;
    }
}
