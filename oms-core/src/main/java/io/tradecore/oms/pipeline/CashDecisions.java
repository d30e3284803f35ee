package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command.MoveCash;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides deposits and withdrawals. */
final class CashDecisions {

    private final Instruments instruments;

    CashDecisions(Instruments instruments) {
        this.instruments = instruments;
    }

    Outcome move(MoveCash command, AccountState account) {
        Transfer earlier = account.book().transfer(command.transferId().value());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        Outcome.Refused refused = refusal(command, account);
        if (refused != null) {
            return refused;
        }
        BigDecimal change = signed(command);
        Transfer transfer = account.book()
                .post(
                        new TransferRequest(
                                command.transferId().value(),
                                command.kind(),
                                command.asset(),
                                change,
                                null,
                                null,
                                command.actor(),
                                command.effectiveAt()),
                        List.of(
                                new Posting(LedgerCode.CASH, command.asset(), change),
                                new Posting(LedgerCode.EXTERNAL, command.asset(), change.negate())));
        return moved(transfer, account, false);
    }

    private Outcome.@Nullable Refused refusal(MoveCash command, AccountState account) {
        if (account.status() == AccountStatus.CLOSED) {
            return new Outcome.Refused(Reason.ACCOUNT_NOT_ACTIVE, "The account is CLOSED.");
        }
        Integer scale = instruments.assetScale(command.asset());
        if (scale == null) {
            return new Outcome.Refused(
                    Reason.ASSET_UNKNOWN,
                    "There is no asset " + command.asset() + ".",
                    Map.of("asset", command.asset()));
        }
        if (command.amount().stripTrailingZeros().scale() > scale) {
            return new Outcome.Refused(
                    Reason.AMOUNT_SCALE,
                    "amount has more than " + scale + " decimals.",
                    Map.of("amount", command.amount().toPlainString(), "maxDecimals", scale.toString()));
        }
        BigDecimal available = cash(command.asset(), account).available();
        if (command.kind() == TransferKind.WITHDRAWAL && command.amount().compareTo(available) > 0) {
            return new Outcome.Refused(
                    Reason.CASH_INSUFFICIENT,
                    "The available cash does not cover the withdrawal.",
                    Map.of("needed", command.amount().toPlainString(), "available", available.toPlainString()));
        }
        return null;
    }

    private static Outcome replay(MoveCash command, Transfer earlier, AccountState account) {
        Reason different = null;
        if (command.kind() != earlier.kind()) {
            different = Reason.EXISTS_WITH_DIFFERENT_KIND;
        } else if (!command.asset().equals(earlier.asset())) {
            different = Reason.EXISTS_WITH_DIFFERENT_ASSET;
        } else if (signed(command).compareTo(earlier.amount()) != 0) {
            different = Reason.EXISTS_WITH_DIFFERENT_AMOUNT;
        }
        return different == null
                ? moved(earlier, account, true)
                : new Outcome.Refused(
                        different,
                        "Transfer " + command.transferId() + " was posted with another "
                                + InstrumentRules.fieldOf(different) + ".");
    }

    private static Outcome moved(Transfer transfer, AccountState account, boolean replayed) {
        Balance cash = cash(transfer.asset(), account);
        return new Outcome.CashMoved(
                transfer.transferId(),
                transfer.seq(),
                transfer.asset(),
                transfer.amount(),
                cash.posted(),
                cash.available(),
                transfer.effectiveAt(),
                replayed);
    }

    private static BigDecimal signed(MoveCash command) {
        return command.kind() == TransferKind.WITHDRAWAL ? command.amount().negate() : command.amount();
    }

    private static Balance cash(String asset, AccountState account) {
        return account.book().balance(new BalanceKey(LedgerCode.CASH, asset));
    }
}
