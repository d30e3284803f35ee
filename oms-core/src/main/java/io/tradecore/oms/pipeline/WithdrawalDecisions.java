package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.Withdrawal;
import io.tradecore.oms.book.ActResult.What;
import io.tradecore.oms.command.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Decides withdrawals that are above their account's limit: they wait for another operator, who approves or refuses them. */
final class WithdrawalDecisions {

    private final BookChecks checks;

    WithdrawalDecisions(BookChecks checks) {
        this.checks = checks;
    }

    static boolean needsApproval(String asset, BigDecimal amount, AccountState account) {
        BigDecimal limit = account.book().withdrawalLimit(asset);
        return limit != null && amount.compareTo(limit) > 0;
    }

    static BookStep.No approvalNeeded() {
        return new BookStep.No(
                Reason.WITHDRAWAL_NEEDS_APPROVAL,
                "A withdrawal of so much has to be asked for by itself, and approved.",
                Map.of());
    }

    static BookStep request(BookAct.Post act, String actor, AccountState account) {
        if (account.book().withdrawal(act.transferId()) != null) {
            return BookChecks.idUsed(act.transferId());
        }
        // Told by its name, so that the same requests always come to the same book.
        String name = "withdrawal:" + account.accountId() + ":" + act.transferId();
        UUID holdId = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        account.book()
                .request(new Withdrawal(
                        act.transferId(),
                        holdId,
                        act.asset(),
                        act.amount(),
                        act.effectiveAt(),
                        Withdrawal.Status.REQUESTED,
                        actor,
                        null));
        return new BookStep.Done(List.of(CashPostings.result(
                What.REQUESTED,
                act.transferId(),
                0,
                act.asset(),
                act.change(),
                act.amount(),
                CashPostings.effectiveAt(act.effectiveAt(), account),
                account)));
    }

    BookStep resolve(BookAct.ResolveWithdrawal act, String actor, AccountState account) {
        Withdrawal withdrawal = account.book().withdrawal(act.transferId());
        if (withdrawal == null) {
            return new BookStep.No(Reason.WITHDRAWAL_UNKNOWN, "No such withdrawal was asked for.", Map.of());
        }
        if (withdrawal.status() != Withdrawal.Status.REQUESTED) {
            return new BookStep.No(
                    Reason.WITHDRAWAL_RESOLVED,
                    "The withdrawal is " + withdrawal.status() + ".",
                    Map.of("resolvedBy", String.valueOf(withdrawal.resolvedBy())));
        }
        if (withdrawal.requestedBy().equals(actor)) {
            return new BookStep.No(Reason.FOUR_EYES, "Who asked for it does not decide on it.", Map.of());
        }
        return act.approve() ? approve(withdrawal, actor, account) : refuse(withdrawal, actor, account);
    }

    private static BookStep refuse(Withdrawal withdrawal, String actor, AccountState account) {
        account.book().resolve(withdrawal.resolved(false, actor));
        return new BookStep.Done(List.of(CashPostings.result(
                What.REFUSED,
                withdrawal.transferId(),
                0,
                withdrawal.asset(),
                withdrawal.amount().negate(),
                BigDecimal.ZERO,
                account.now(),
                account)));
    }

    /** What an account on margin may do without is told anew: it has traded on since. */
    private BookStep approve(Withdrawal withdrawal, String actor, AccountState account) {
        BigDecimal change = withdrawal.amount().negate();
        List<Posting> legs = CashPostings.cashLegs(withdrawal.asset(), change, LedgerCode.EXTERNAL);
        BookStep.No no = BookChecks.frozen(account, false);
        no = no != null ? no : BookChecks.closed(withdrawal.effectiveAt(), account);
        no = no != null ? no : BookChecks.badId(withdrawal.transferId(), account);
        no = no != null ? no : checks.unfreeNow(withdrawal.amount(), account);
        no = no != null ? no : BookChecks.overflow(legs, account);
        if (no != null) {
            return no;
        }
        account.book().resolve(withdrawal.resolved(true, actor));
        Transfer transfer = CashPostings.post(
                withdrawal.transferId(),
                TransferKind.WITHDRAWAL,
                withdrawal.asset(),
                change,
                actor,
                CashPostings.effectiveAt(withdrawal.effectiveAt(), account),
                legs,
                TransferDetail.capture(withdrawal.holdId()),
                account);
        return new BookStep.Done(
                List.of(CashPostings.posted(transfer, withdrawal.asset(), change, BigDecimal.ZERO, account)));
    }
}
