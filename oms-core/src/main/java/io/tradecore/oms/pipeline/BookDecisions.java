package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.BookAct;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.risk.PreTradeRisk;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides requests to change books: transfers, holds, reversals, withdrawals that another operator approves. What is asked for
 * together is done together or not at all, and what was answered is answered again.
 */
final class BookDecisions {

    /** A request refused for one of these stays refused. What is wrong with a request itself is told and not kept. */
    private static final Set<Reason> KEPT = EnumSet.of(
            Reason.ACCOUNT_NOT_ACTIVE,
            Reason.CASH_INSUFFICIENT,
            Reason.MARGIN_INSUFFICIENT,
            Reason.TRANSFER_ID_USED,
            Reason.TRANSFER_UNKNOWN,
            Reason.HOLD_ID_USED,
            Reason.HOLD_UNKNOWN,
            Reason.HOLD_CLOSED,
            Reason.HOLD_EXPIRED,
            Reason.HOLD_EXPIRY_PAST,
            Reason.HOLD_EXCEEDED,
            Reason.CONVERSION_TOO_SMALL,
            Reason.REVERSAL_NOT_ALLOWED,
            Reason.REVERSAL_IN_PART,
            Reason.REVERSAL_EXCEEDED,
            Reason.REVERSAL_BEFORE_ORIGINAL,
            Reason.REVERSAL_OTHER_ACCOUNT,
            Reason.WITHDRAWAL_UNKNOWN,
            Reason.WITHDRAWAL_NEEDS_APPROVAL,
            Reason.WITHDRAWAL_RESOLVED);

    private final TransferDecisions transfers;
    private final HoldDecisions holds;
    private final ReversalDecisions reversals;
    private final WithdrawalDecisions withdrawals;

    BookDecisions(Instruments instruments, PreTradeRisk risk) {
        BookChecks checks = new BookChecks(instruments, risk);
        this.transfers = new TransferDecisions(instruments, checks);
        this.holds = new HoldDecisions(checks);
        this.reversals = new ReversalDecisions(checks);
        this.withdrawals = new WithdrawalDecisions(checks);
    }

    /** @param home the account under whom the request's id is unique */
    Outcome change(ChangeBooks command, AccountState home, BatchState batch) {
        LedgerRequest earlier = home.ledgerRequest(command.requestId().value());
        Map<String, String> asked = command.asked();
        if (earlier != null) {
            return replay(earlier, asked);
        }
        for (AccountId accountId : command.accounts()) {
            if (batch.account(accountId) == null) {
                return new Outcome.Refused(
                        Reason.ACCOUNT_UNKNOWN, "There is no such account.", Map.of("accountId", accountId.toString()));
            }
        }
        LedgerRequest request = decide(command, asked, batch);
        if (request.reason() != null && !KEPT.contains(request.reason())) {
            return new Outcome.Refused(request.reason(), request.message(), request.numbers());
        }
        home.add(request);
        return answer(request, false);
    }

    private static Outcome replay(LedgerRequest earlier, Map<String, String> asked) {
        String field = earlier.firstDifference(asked);
        return field == null
                ? answer(earlier, true)
                : new Outcome.Refused(
                        LedgerRequest.different(field),
                        "Request " + earlier.requestId() + " was made with another " + field + ".",
                        Map.of("field", field));
    }

    private static Outcome answer(LedgerRequest request, boolean replayed) {
        return request.reason() == null
                ? new Outcome.BooksChanged(request, replayed)
                : new Outcome.BooksRefused(
                        request.requestId(), request.reason(), request.message(), request.numbers(), replayed);
    }

    /** All acts, or none of them. */
    private LedgerRequest decide(ChangeBooks command, Map<String, String> asked, BatchState batch) {
        List<BookAct> acts = command.acts();
        List<Book> books = command.accounts().stream()
                .map(accountId -> account(accountId, batch).book())
                .toList();
        List<ActResult> results = new ArrayList<>();
        books.forEach(Book::begin);
        for (int i = 0; i < acts.size(); i++) {
            switch (step(acts.get(i), command, batch)) {
                case BookStep.Done(List<ActResult> done) -> results.addAll(done);
                case BookStep.No no -> {
                    books.forEach(Book::rollback);
                    return request(command, asked, no.reason(), no.message(), numbers(no, acts, i), List.of());
                }
            }
        }
        books.forEach(Book::end);
        return request(command, asked, null, "", Map.of(), results);
    }

    private static Map<String, String> numbers(BookStep.No no, List<BookAct> acts, int member) {
        if (acts.size() == 1) {
            return no.numbers();
        }
        Map<String, String> numbers = new LinkedHashMap<>(no.numbers());
        numbers.put("member", Integer.toString(member));
        numbers.put("memberId", acts.get(member).id());
        return numbers;
    }

    private static LedgerRequest request(
            ChangeBooks command,
            Map<String, String> asked,
            @Nullable Reason reason,
            String message,
            Map<String, String> numbers,
            List<ActResult> results) {
        List<BookAct> acts = command.acts();
        return new LedgerRequest(
                command.requestId().value(),
                acts.size() == 1 ? acts.getFirst().kind().name() : LedgerRequest.GROUP,
                asked,
                reason,
                message,
                numbers,
                results,
                command.actor());
    }

    private BookStep step(BookAct act, ChangeBooks command, BatchState batch) {
        AccountState account = account(act.accountId(), batch);
        for (AccountId accountId : act.accounts()) {
            BookStep.No no = BookChecks.closed(act.effectiveAt(), account(accountId, batch));
            if (no != null) {
                return no;
            }
        }
        return switch (act) {
            case BookAct.Post post -> transfers.post(post, command, account);
            case BookAct.Convert convert -> transfers.convert(convert, command.actor(), account);
            case BookAct.Move move -> transfers.move(move, command.actor(), account, account(move.to(), batch));
            case BookAct.Place place -> holds.place(place, command.actor(), account);
            case BookAct.Capture capture -> holds.capture(capture, command.actor(), account);
            case BookAct.Release release -> HoldDecisions.release(release, account);
            case BookAct.Reverse reverse ->
                reversals.reverse(
                        reverse, command.actor(), account, reverse.to() == null ? null : account(reverse.to(), batch));
            case BookAct.ResolveWithdrawal resolve -> withdrawals.resolve(resolve, command.actor(), account);
        };
    }

    private static AccountState account(AccountId accountId, BatchState batch) {
        return Objects.requireNonNull(batch.account(accountId));
    }
}
