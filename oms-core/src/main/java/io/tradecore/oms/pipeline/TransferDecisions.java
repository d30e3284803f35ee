package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decides what is posted to cash at once: by the kind of a transfer, from one currency to another, from account to account. */
final class TransferDecisions {

    private final Instruments instruments;
    private final BookChecks checks;

    TransferDecisions(Instruments instruments, BookChecks checks) {
        this.instruments = instruments;
        this.checks = checks;
    }

    BookStep post(BookAct.Post act, ChangeBooks command, AccountState account) {
        boolean withdrawal = act.transferKind() == TransferKind.WITHDRAWAL;
        // What is kept of a refusal names an asset there is.
        BookStep.No no = checks.badAmount(act.asset(), act.amount());
        no = no != null ? no : BookChecks.frozen(account, act.transferKind().isTruth());
        no = no != null ? no : BookChecks.badId(act.transferId(), account);
        no = no != null || !withdrawal ? no : checks.unfree(act.asset(), act.amount(), account);
        List<Posting> legs = CashPostings.cashLegs(
                act.asset(),
                act.change(),
                Objects.requireNonNull(act.transferKind().counter()));
        no = no != null ? no : BookChecks.overflow(legs, account);
        if (no != null) {
            return no;
        }
        if (withdrawal && WithdrawalDecisions.needsApproval(act.asset(), act.amount(), account)) {
            return command.acts().size() > 1
                    ? WithdrawalDecisions.approvalNeeded()
                    : WithdrawalDecisions.request(act, command.actor(), account);
        }
        Transfer transfer = CashPostings.post(
                act.transferId(),
                act.transferKind(),
                act.asset(),
                act.change(),
                command.actor(),
                CashPostings.effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.NONE,
                account);
        return new BookStep.Done(
                List.of(CashPostings.posted(transfer, act.asset(), act.change(), BigDecimal.ZERO, account)));
    }

    BookStep convert(BookAct.Convert act, String actor, AccountState account) {
        BookStep.No no = checks.badAmount(act.soldAsset(), act.sold());
        no = no != null ? no : checks.badAmount(act.boughtAsset(), BigDecimal.ZERO);
        no = no != null ? no : BookChecks.frozen(account, false);
        no = no != null ? no : BookChecks.badId(act.transferId(), account);
        no = no != null ? no : BookChecks.uncovered(act.soldAsset(), act.sold(), account);
        if (no != null) {
            return no;
        }
        BigDecimal exact = act.sold().multiply(act.rate());
        int scale = Objects.requireNonNull(instruments.assetScale(act.boughtAsset()));
        BigDecimal bought = exact.setScale(scale, act.rounding());
        if (bought.signum() == 0) {
            return new BookStep.No(
                    Reason.CONVERSION_TOO_SMALL,
                    "It does not come to one minor unit.",
                    Map.of("bought", exact.toPlainString()));
        }
        List<Posting> legs = List.of(
                new Posting(LedgerCode.CASH, act.soldAsset(), act.sold().negate()),
                new Posting(LedgerCode.CONVERSION, act.soldAsset(), act.sold()),
                new Posting(LedgerCode.CASH, act.boughtAsset(), bought),
                new Posting(LedgerCode.CONVERSION, act.boughtAsset(), exact.negate()),
                new Posting(LedgerCode.ROUNDING, act.boughtAsset(), exact.subtract(bought)));
        no = checks.unfreeAfter(legs, account);
        no = no != null ? no : BookChecks.overflow(legs, account);
        if (no != null) {
            return no;
        }
        Transfer transfer = CashPostings.post(
                act.transferId(),
                TransferKind.CONVERSION,
                act.soldAsset(),
                act.sold().negate(),
                actor,
                CashPostings.effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.conversion(act.rate(), act.rounding()),
                account);
        return new BookStep.Done(List.of(
                CashPostings.posted(transfer, act.soldAsset(), act.sold().negate(), BigDecimal.ZERO, account),
                CashPostings.posted(transfer, act.boughtAsset(), bought, BigDecimal.ZERO, account)));
    }

    BookStep move(BookAct.Move act, String actor, AccountState from, AccountState to) {
        List<Posting> out = CashPostings.cashLegs(act.asset(), act.amount().negate(), LedgerCode.INTERNAL);
        List<Posting> in = CashPostings.cashLegs(act.asset(), act.amount(), LedgerCode.INTERNAL);
        BookStep.No no = checks.badAmount(act.asset(), act.amount());
        no = no != null ? no : BookChecks.frozen(from, false);
        no = no != null ? no : BookChecks.frozen(to, false);
        no = no != null ? no : BookChecks.badId(act.transferId(), from);
        no = no != null ? no : BookChecks.badId(act.transferId(), to);
        no = no != null ? no : checks.unfree(act.asset(), act.amount(), from);
        no = no != null ? no : BookChecks.overflow(out, from);
        no = no != null ? no : BookChecks.overflow(in, to);
        return no != null
                ? no
                : new BookStep.Done(List.of(move(act, actor, out, from, to), move(act, actor, in, to, from)));
    }

    /** One side of it. */
    private static ActResult move(
            BookAct.Move act, String actor, List<Posting> legs, AccountState account, AccountState other) {
        BigDecimal change = legs.getFirst().amount();
        Transfer transfer = CashPostings.post(
                act.transferId(),
                TransferKind.INTERNAL,
                act.asset(),
                change,
                actor,
                CashPostings.effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.internal(other.accountId()),
                account);
        return CashPostings.posted(transfer, act.asset(), change, BigDecimal.ZERO, account);
    }
}
