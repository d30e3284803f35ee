package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Book;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.command.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides reversals: a transfer is taken back once, as a whole or in parts that add up to it at most, in every account it is in. */
final class ReversalDecisions {

    private final BookChecks checks;

    ReversalDecisions(BookChecks checks) {
        this.checks = checks;
    }

    BookStep reverse(BookAct.Reverse act, String actor, AccountState account, @Nullable AccountState other) {
        Transfer original = account.book().transfer(act.originalId());
        BookStep.No no = irreversible(act, original, account);
        if (no != null || original == null) {
            return Objects.requireNonNull(no);
        }
        BigDecimal left = original.amount().abs().subtract(account.book().reversed(act.originalId()));
        BigDecimal amount = act.amount() == null ? left : act.amount();
        no = checks.badAmount(original.asset(), amount);
        if (no == null && (left.signum() == 0 || amount.compareTo(left) > 0)) {
            no = new BookStep.No(
                    Reason.REVERSAL_EXCEEDED,
                    "Not so much of it is left to be reversed.",
                    Map.of("amount", amount.toPlainString(), "remaining", left.toPlainString()));
        }
        if (no == null
                && original.entries().size() > 2
                && amount.compareTo(original.amount().abs()) != 0) {
            no = new BookStep.No(Reason.REVERSAL_IN_PART, "It can only be reversed as a whole.", Map.of());
        }
        no = no != null ? no : badReversal(act, original, account);
        Transfer mirror = other == null ? null : other.book().transfer(act.originalId());
        if (no == null && other != null && mirror != null) {
            no = badReversal(act, mirror, other);
        }
        if (no == null) {
            no = unbookable(original, amount, account);
        }
        if (no == null && other != null && mirror != null) {
            no = unbookable(mirror, amount, other);
        }
        if (no != null) {
            return no;
        }
        List<ActResult> results = new ArrayList<>(reverse(act, original, amount, actor, account));
        if (other != null && mirror != null) {
            results.addAll(reverse(act, mirror, amount, actor, other));
        }
        return new BookStep.Done(results);
    }

    private static BookStep.@Nullable No irreversible(
            BookAct.Reverse act, @Nullable Transfer original, AccountState account) {
        if (original == null) {
            return new BookStep.No(
                    Reason.TRANSFER_UNKNOWN,
                    "There is no transfer to reverse.",
                    Map.of("originalId", act.originalId()));
        }
        if (original.kind() == TransferKind.REVERSAL || original.kind().isOfPosition()) {
            return new BookStep.No(Reason.REVERSAL_NOT_ALLOWED, "A " + original.kind() + " is not reversed.", Map.of());
        }
        if (!Objects.equals(act.to(), account.book().other(act.originalId()))) {
            return new BookStep.No(
                    Reason.REVERSAL_OTHER_ACCOUNT,
                    "The account on the other side has to be named, where there is one.",
                    Map.of());
        }
        return null;
    }

    private static BookStep.@Nullable No badReversal(BookAct.Reverse act, Transfer original, AccountState account) {
        BookStep.No no = BookChecks.badId(act.transferId(), account);
        if (no == null && act.effectiveAt() != null && act.effectiveAt().isBefore(original.effectiveAt())) {
            no = new BookStep.No(
                    Reason.REVERSAL_BEFORE_ORIGINAL,
                    "It would be effective before what it reverses.",
                    Map.of("effectiveAt", original.effectiveAt().toString()));
        }
        return no;
    }

    /** Taking back what came in needs cash that nothing holds, as paying out does; what comes back has to fit in the balance. */
    private BookStep.@Nullable No unbookable(Transfer original, BigDecimal amount, AccountState account) {
        boolean whole = amount.compareTo(original.amount().abs()) == 0;
        for (var entry : original.entries()) {
            if (entry.code() == LedgerCode.CASH && entry.amount().signum() > 0) {
                BookStep.No uncovered = BookChecks.uncovered(entry.asset(), whole ? entry.amount() : amount, account);
                if (uncovered != null) {
                    return uncovered;
                }
            }
        }
        List<Posting> legs = Book.opposite(original, amount);
        BookStep.No no = checks.unfreeAfter(legs, account);
        return no != null ? no : BookChecks.overflow(legs, account);
    }

    private static List<ActResult> reverse(
            BookAct.Reverse act, Transfer original, BigDecimal amount, String actor, AccountState account) {
        Instant asked = CashPostings.effectiveAt(act.effectiveAt(), account);
        Instant effectiveAt = asked.isBefore(original.effectiveAt()) ? original.effectiveAt() : asked;
        BigDecimal change = original.amount().signum() > 0 ? amount.negate() : amount;
        Transfer transfer = account.book()
                .reverse(
                        original,
                        amount,
                        new TransferRequest(
                                act.transferId(),
                                TransferKind.REVERSAL,
                                original.asset(),
                                change,
                                null,
                                null,
                                actor,
                                effectiveAt));
        return transfer.entries().stream()
                .filter(entry -> entry.code() == LedgerCode.CASH)
                .map(entry -> CashPostings.posted(transfer, entry.asset(), entry.amount(), BigDecimal.ZERO, account))
                .toList();
    }
}
