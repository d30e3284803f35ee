package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.HoldTerms;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.oms.book.ActResult.What;
import io.tradecore.oms.command.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides holds that no order has: placed, captured in parts, released. */
final class HoldDecisions {

    private final BookChecks checks;

    HoldDecisions(BookChecks checks) {
        this.checks = checks;
    }

    BookStep place(BookAct.Place act, String actor, AccountState account) {
        Instant expiresAt = act.expiresAt();
        BookStep.No no = checks.badAmount(act.asset(), act.amount());
        no = no != null ? no : BookChecks.frozen(account, false);
        if (no == null && account.book().hold(act.holdId()) != null) {
            no = new BookStep.No(Reason.HOLD_ID_USED, "There is or was a hold of this id.", Map.of());
        }
        if (no == null && expiresAt != null && !expiresAt.isAfter(account.now())) {
            no = new BookStep.No(
                    Reason.HOLD_EXPIRY_PAST,
                    "It would have expired already.",
                    Map.of("expiresAt", expiresAt.toString()));
        }
        no = no != null ? no : checks.unfree(act.asset(), act.amount(), account);
        if (no != null) {
            return no;
        }
        account.book().place(act.holdId(), CashPostings.cash(act.asset()), act.amount(), expiresAt, actor);
        return new BookStep.Done(List.of(CashPostings.result(
                What.HELD, act.id(), 0, act.asset(), act.amount(), act.amount(), account.now(), account)));
    }

    BookStep capture(BookAct.Capture act, String actor, AccountState account) {
        BookStep.No no = BookChecks.frozen(account, false);
        no = no != null ? no : notOpen(act.holdId(), account);
        if (no != null) {
            return no;
        }
        Hold hold = Objects.requireNonNull(account.book().hold(act.holdId()));
        String asset = hold.line().asset();
        no = checks.badAmount(asset, act.amount());
        no = no != null ? no : BookChecks.badId(act.transferId(), account);
        if (no == null && act.amount().compareTo(hold.remaining()) > 0) {
            no = new BookStep.No(
                    Reason.HOLD_EXCEEDED,
                    "The hold does not hold so much.",
                    Map.of(
                            "amount", act.amount().toPlainString(),
                            "remaining", hold.remaining().toPlainString()));
        }
        if (no == null
                && act.transferKind() == TransferKind.WITHDRAWAL
                && WithdrawalDecisions.needsApproval(asset, act.amount(), account)) {
            no = WithdrawalDecisions.approvalNeeded();
        }
        BigDecimal change = act.amount().negate();
        List<Posting> legs = CashPostings.cashLegs(
                asset, change, Objects.requireNonNull(act.transferKind().counter()));
        no = no != null ? no : BookChecks.overflow(legs, account);
        if (no != null) {
            return no;
        }
        account.book().take(act.holdId(), act.amount(), act.last() ? HoldTerms.State.CAPTURED : HoldTerms.State.OPEN);
        Transfer transfer = CashPostings.post(
                act.transferId(),
                act.transferKind(),
                asset,
                change,
                actor,
                CashPostings.effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.capture(act.holdId()),
                account);
        return new BookStep.Done(
                List.of(CashPostings.posted(transfer, asset, change, remaining(act.holdId(), account), account)));
    }

    static BookStep release(BookAct.Release act, AccountState account) {
        BookStep.No no = notOpen(act.holdId(), account);
        if (no != null) {
            return no;
        }
        Hold hold = Objects.requireNonNull(account.book().hold(act.holdId()));
        account.book().take(act.holdId(), BigDecimal.ZERO, HoldTerms.State.RELEASED);
        return new BookStep.Done(List.of(CashPostings.result(
                What.RELEASED,
                act.id(),
                0,
                hold.line().asset(),
                hold.remaining(),
                BigDecimal.ZERO,
                account.now(),
                account)));
    }

    private static BigDecimal remaining(UUID holdId, AccountState account) {
        return Objects.requireNonNull(account.book().hold(holdId)).remaining();
    }

    private static BookStep.@Nullable No notOpen(UUID holdId, AccountState account) {
        HoldTerms terms = account.book().terms(holdId);
        if (terms == null) {
            return new BookStep.No(Reason.HOLD_UNKNOWN, "There is no such hold.", Map.of());
        }
        return switch (terms.state()) {
            case OPEN -> null;
            case EXPIRED ->
                new BookStep.No(
                        Reason.HOLD_EXPIRED,
                        "The hold has expired.",
                        Map.of("expiresAt", String.valueOf(terms.expiresAt())));
            case CAPTURED, RELEASED ->
                new BookStep.No(
                        Reason.HOLD_CLOSED,
                        "The hold is " + terms.state() + ".",
                        Map.of("captured", terms.captured().toPlainString()));
        };
    }
}
