package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.HoldTerms;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.ledger.Withdrawal;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.ActResult.What;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command.ChangeBooks;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instruments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides requests to change books: transfers, holds, reversals, withdrawals that another operator approves. What is asked for
 * together is done together or not at all.
 */
final class BookDecisions {

    /** Where amounts end; the database has the same bound. */
    private static final BigDecimal LIMIT = BigDecimal.ONE.scaleByPowerOfTen(24);

    private static final List<String> RESERVED =
            List.of("trade:", "trade-cancel:", "trade-correct:", ActDecisions.TRANSFER_PREFIX);

    /** A request refused for one of these stays refused. What is wrong with a request itself is told and not kept. */
    private static final Set<Reason> KEPT = EnumSet.of(
            Reason.ACCOUNT_NOT_ACTIVE,
            Reason.CASH_INSUFFICIENT,
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

    /** What became of one act. */
    private sealed interface Step {

        record Done(List<ActResult> results) implements Step {}

        record No(Reason reason, String message, Map<String, String> numbers) implements Step {}
    }

    private final Instruments instruments;

    BookDecisions(Instruments instruments) {
        this.instruments = instruments;
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
                case Step.Done(List<ActResult> done) -> results.addAll(done);
                case Step.No no -> {
                    books.forEach(Book::rollback);
                    return request(command, asked, no.reason(), no.message(), numbers(no, acts, i), List.of());
                }
            }
        }
        books.forEach(Book::end);
        return request(command, asked, null, "", Map.of(), results);
    }

    private static Map<String, String> numbers(Step.No no, List<BookAct> acts, int member) {
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

    private Step step(BookAct act, ChangeBooks command, BatchState batch) {
        AccountState account = account(act.accountId(), batch);
        for (AccountId accountId : act.accounts()) {
            Step.No no = closed(act.effectiveAt(), account(accountId, batch));
            if (no != null) {
                return no;
            }
        }
        return switch (act) {
            case BookAct.Post post -> post(post, command, account);
            case BookAct.Convert convert -> convert(convert, command.actor(), account);
            case BookAct.Move move -> move(move, command.actor(), account, account(move.to(), batch));
            case BookAct.Place place -> place(place, command.actor(), account);
            case BookAct.Capture capture -> capture(capture, command.actor(), account);
            case BookAct.Release release -> release(release, account);
            case BookAct.Reverse reverse ->
                reverse(reverse, command.actor(), account, reverse.to() == null ? null : account(reverse.to(), batch));
            case BookAct.ResolveWithdrawal resolve -> resolve(resolve, command.actor(), account);
        };
    }

    // Transfers.

    private Step post(BookAct.Post act, ChangeBooks command, AccountState account) {
        boolean withdrawal = act.transferKind() == TransferKind.WITHDRAWAL;
        // What is kept of a refusal names an asset there is.
        Step.No no = badAmount(act.asset(), act.amount());
        no = no != null ? no : frozen(account, act.transferKind().isTruth());
        no = no != null ? no : badId(act.transferId(), account);
        no = no != null || !withdrawal ? no : uncovered(act.asset(), act.amount(), account);
        List<Posting> legs = cashLegs(
                act.asset(),
                act.change(),
                Objects.requireNonNull(act.transferKind().counter()));
        no = no != null ? no : overflow(legs, account);
        if (no != null) {
            return no;
        }
        if (withdrawal && needsApproval(act.asset(), act.amount(), account)) {
            return command.acts().size() > 1 ? approvalNeeded() : request(act, command.actor(), account);
        }
        Transfer transfer = post(
                act.transferId(),
                act.transferKind(),
                act.asset(),
                act.change(),
                command.actor(),
                effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.NONE,
                account);
        return new Step.Done(List.of(posted(transfer, act.asset(), act.change(), BigDecimal.ZERO, account)));
    }

    private static boolean needsApproval(String asset, BigDecimal amount, AccountState account) {
        BigDecimal limit = account.book().withdrawalLimit(asset);
        return limit != null && amount.compareTo(limit) > 0;
    }

    private static Step.No approvalNeeded() {
        return new Step.No(
                Reason.WITHDRAWAL_NEEDS_APPROVAL,
                "A withdrawal of so much has to be asked for by itself, and approved.",
                Map.of());
    }

    private static Step request(BookAct.Post act, String actor, AccountState account) {
        if (account.book().withdrawal(act.transferId()) != null) {
            return idUsed(act.transferId());
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
        return new Step.Done(List.of(result(
                What.REQUESTED,
                act.transferId(),
                0,
                act.asset(),
                act.change(),
                act.amount(),
                effectiveAt(act.effectiveAt(), account),
                account)));
    }

    private Step convert(BookAct.Convert act, String actor, AccountState account) {
        Step.No no = badAmount(act.soldAsset(), act.sold());
        no = no != null ? no : badAmount(act.boughtAsset(), BigDecimal.ZERO);
        no = no != null ? no : frozen(account, false);
        no = no != null ? no : badId(act.transferId(), account);
        no = no != null ? no : uncovered(act.soldAsset(), act.sold(), account);
        if (no != null) {
            return no;
        }
        BigDecimal exact = act.sold().multiply(act.rate());
        int scale = Objects.requireNonNull(instruments.assetScale(act.boughtAsset()));
        BigDecimal bought = exact.setScale(scale, act.rounding());
        if (bought.signum() == 0) {
            return new Step.No(
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
        no = overflow(legs, account);
        if (no != null) {
            return no;
        }
        Transfer transfer = post(
                act.transferId(),
                TransferKind.CONVERSION,
                act.soldAsset(),
                act.sold().negate(),
                actor,
                effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.conversion(act.rate(), act.rounding()),
                account);
        return new Step.Done(List.of(
                posted(transfer, act.soldAsset(), act.sold().negate(), BigDecimal.ZERO, account),
                posted(transfer, act.boughtAsset(), bought, BigDecimal.ZERO, account)));
    }

    private Step move(BookAct.Move act, String actor, AccountState from, AccountState to) {
        List<Posting> out = cashLegs(act.asset(), act.amount().negate(), LedgerCode.INTERNAL);
        List<Posting> in = cashLegs(act.asset(), act.amount(), LedgerCode.INTERNAL);
        Step.No no = badAmount(act.asset(), act.amount());
        no = no != null ? no : frozen(from, false);
        no = no != null ? no : frozen(to, false);
        no = no != null ? no : badId(act.transferId(), from);
        no = no != null ? no : badId(act.transferId(), to);
        no = no != null ? no : uncovered(act.asset(), act.amount(), from);
        no = no != null ? no : overflow(out, from);
        no = no != null ? no : overflow(in, to);
        return no != null
                ? no
                : new Step.Done(List.of(move(act, actor, out, from, to), move(act, actor, in, to, from)));
    }

    /** One side of it. */
    private static ActResult move(
            BookAct.Move act, String actor, List<Posting> legs, AccountState account, AccountState other) {
        BigDecimal change = legs.getFirst().amount();
        Transfer transfer = post(
                act.transferId(),
                TransferKind.INTERNAL,
                act.asset(),
                change,
                actor,
                effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.internal(other.accountId()),
                account);
        return posted(transfer, act.asset(), change, BigDecimal.ZERO, account);
    }

    // Holds.

    private Step place(BookAct.Place act, String actor, AccountState account) {
        Instant expiresAt = act.expiresAt();
        Step.No no = badAmount(act.asset(), act.amount());
        no = no != null ? no : frozen(account, false);
        if (no == null && account.book().hold(act.holdId()) != null) {
            no = new Step.No(Reason.HOLD_ID_USED, "There is or was a hold of this id.", Map.of());
        }
        if (no == null && expiresAt != null && !expiresAt.isAfter(account.now())) {
            no = new Step.No(
                    Reason.HOLD_EXPIRY_PAST,
                    "It would have expired already.",
                    Map.of("expiresAt", expiresAt.toString()));
        }
        no = no != null ? no : uncovered(act.asset(), act.amount(), account);
        if (no != null) {
            return no;
        }
        account.book().place(act.holdId(), cash(act.asset()), act.amount(), expiresAt, actor);
        return new Step.Done(List.of(
                result(What.HELD, act.id(), 0, act.asset(), act.amount(), act.amount(), account.now(), account)));
    }

    private Step capture(BookAct.Capture act, String actor, AccountState account) {
        Step.No no = frozen(account, false);
        no = no != null ? no : notOpen(act.holdId(), account);
        if (no != null) {
            return no;
        }
        Hold hold = Objects.requireNonNull(account.book().hold(act.holdId()));
        String asset = hold.line().asset();
        no = badAmount(asset, act.amount());
        no = no != null ? no : badId(act.transferId(), account);
        if (no == null && act.amount().compareTo(hold.remaining()) > 0) {
            no = new Step.No(
                    Reason.HOLD_EXCEEDED,
                    "The hold does not hold so much.",
                    Map.of(
                            "amount", act.amount().toPlainString(),
                            "remaining", hold.remaining().toPlainString()));
        }
        if (no == null
                && act.transferKind() == TransferKind.WITHDRAWAL
                && needsApproval(asset, act.amount(), account)) {
            no = approvalNeeded();
        }
        BigDecimal change = act.amount().negate();
        List<Posting> legs = cashLegs(
                asset, change, Objects.requireNonNull(act.transferKind().counter()));
        no = no != null ? no : overflow(legs, account);
        if (no != null) {
            return no;
        }
        account.book().take(act.holdId(), act.amount(), act.last() ? HoldTerms.State.CAPTURED : HoldTerms.State.OPEN);
        Transfer transfer = post(
                act.transferId(),
                act.transferKind(),
                asset,
                change,
                actor,
                effectiveAt(act.effectiveAt(), account),
                legs,
                TransferDetail.capture(act.holdId()),
                account);
        return new Step.Done(List.of(posted(transfer, asset, change, remaining(act.holdId(), account), account)));
    }

    private static Step release(BookAct.Release act, AccountState account) {
        Step.No no = notOpen(act.holdId(), account);
        if (no != null) {
            return no;
        }
        Hold hold = Objects.requireNonNull(account.book().hold(act.holdId()));
        account.book().take(act.holdId(), BigDecimal.ZERO, HoldTerms.State.RELEASED);
        return new Step.Done(List.of(result(
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

    private static Step.@Nullable No notOpen(UUID holdId, AccountState account) {
        HoldTerms terms = account.book().terms(holdId);
        if (terms == null) {
            return new Step.No(Reason.HOLD_UNKNOWN, "There is no such hold.", Map.of());
        }
        return switch (terms.state()) {
            case OPEN -> null;
            case EXPIRED ->
                new Step.No(
                        Reason.HOLD_EXPIRED,
                        "The hold has expired.",
                        Map.of("expiresAt", String.valueOf(terms.expiresAt())));
            case CAPTURED, RELEASED ->
                new Step.No(
                        Reason.HOLD_CLOSED,
                        "The hold is " + terms.state() + ".",
                        Map.of("captured", terms.captured().toPlainString()));
        };
    }

    // Reversals.

    private Step reverse(BookAct.Reverse act, String actor, AccountState account, @Nullable AccountState other) {
        Transfer original = account.book().transfer(act.originalId());
        Step.No no = irreversible(act, original, account);
        if (no != null || original == null) {
            return Objects.requireNonNull(no);
        }
        BigDecimal left = original.amount().abs().subtract(account.book().reversed(act.originalId()));
        BigDecimal amount = act.amount() == null ? left : act.amount();
        no = badAmount(original.asset(), amount);
        if (no == null && (left.signum() == 0 || amount.compareTo(left) > 0)) {
            no = new Step.No(
                    Reason.REVERSAL_EXCEEDED,
                    "Not so much of it is left to be reversed.",
                    Map.of("amount", amount.toPlainString(), "remaining", left.toPlainString()));
        }
        if (no == null
                && original.entries().size() > 2
                && amount.compareTo(original.amount().abs()) != 0) {
            no = new Step.No(Reason.REVERSAL_IN_PART, "It can only be reversed as a whole.", Map.of());
        }
        no = no != null ? no : badReversal(act, original, account);
        Transfer mirror = other == null ? null : other.book().transfer(act.originalId());
        if (no == null && other != null && mirror != null) {
            no = badReversal(act, mirror, other);
        }
        if (no == null) {
            no = uncoveredReversal(original, amount, account);
        }
        if (no == null && other != null && mirror != null) {
            no = uncoveredReversal(mirror, amount, other);
        }
        if (no != null) {
            return no;
        }
        List<ActResult> results = new ArrayList<>(reverse(act, original, amount, actor, account));
        if (other != null && mirror != null) {
            results.addAll(reverse(act, mirror, amount, actor, other));
        }
        return new Step.Done(results);
    }

    private static Step.@Nullable No irreversible(
            BookAct.Reverse act, @Nullable Transfer original, AccountState account) {
        if (original == null) {
            return new Step.No(
                    Reason.TRANSFER_UNKNOWN,
                    "There is no transfer to reverse.",
                    Map.of("originalId", act.originalId()));
        }
        if (original.kind() == TransferKind.REVERSAL || original.kind().isOfPosition()) {
            return new Step.No(Reason.REVERSAL_NOT_ALLOWED, "A " + original.kind() + " is not reversed.", Map.of());
        }
        if (!Objects.equals(act.to(), account.book().other(act.originalId()))) {
            return new Step.No(
                    Reason.REVERSAL_OTHER_ACCOUNT,
                    "The account on the other side has to be named, where there is one.",
                    Map.of());
        }
        return null;
    }

    private static Step.@Nullable No badReversal(BookAct.Reverse act, Transfer original, AccountState account) {
        Step.No no = badId(act.transferId(), account);
        if (no == null && act.effectiveAt() != null && act.effectiveAt().isBefore(original.effectiveAt())) {
            no = new Step.No(
                    Reason.REVERSAL_BEFORE_ORIGINAL,
                    "It would be effective before what it reverses.",
                    Map.of("effectiveAt", original.effectiveAt().toString()));
        }
        return no;
    }

    /** Taking back what came in needs cash that nothing holds, as paying out does. */
    private static Step.@Nullable No uncoveredReversal(Transfer original, BigDecimal amount, AccountState account) {
        boolean whole = amount.compareTo(original.amount().abs()) == 0;
        for (var entry : original.entries()) {
            if (entry.code() == LedgerCode.CASH && entry.amount().signum() > 0) {
                Step.No no = uncovered(entry.asset(), whole ? entry.amount() : amount, account);
                if (no != null) {
                    return no;
                }
            }
        }
        return null;
    }

    private static List<ActResult> reverse(
            BookAct.Reverse act, Transfer original, BigDecimal amount, String actor, AccountState account) {
        Instant asked = effectiveAt(act.effectiveAt(), account);
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
                .map(entry -> posted(transfer, entry.asset(), entry.amount(), BigDecimal.ZERO, account))
                .toList();
    }

    // Withdrawals that wait.

    private Step resolve(BookAct.ResolveWithdrawal act, String actor, AccountState account) {
        Withdrawal withdrawal = account.book().withdrawal(act.transferId());
        if (withdrawal == null) {
            return new Step.No(Reason.WITHDRAWAL_UNKNOWN, "No such withdrawal was asked for.", Map.of());
        }
        if (withdrawal.status() != Withdrawal.Status.REQUESTED) {
            return new Step.No(
                    Reason.WITHDRAWAL_RESOLVED,
                    "The withdrawal is " + withdrawal.status() + ".",
                    Map.of("resolvedBy", String.valueOf(withdrawal.resolvedBy())));
        }
        if (withdrawal.requestedBy().equals(actor)) {
            return new Step.No(Reason.FOUR_EYES, "Who asked for it does not decide on it.", Map.of());
        }
        return act.approve() ? approve(withdrawal, actor, account) : refuse(withdrawal, actor, account);
    }

    private static Step refuse(Withdrawal withdrawal, String actor, AccountState account) {
        account.book().resolve(withdrawal.resolved(false, actor));
        return new Step.Done(List.of(result(
                What.REFUSED,
                withdrawal.transferId(),
                0,
                withdrawal.asset(),
                withdrawal.amount().negate(),
                BigDecimal.ZERO,
                account.now(),
                account)));
    }

    private static Step approve(Withdrawal withdrawal, String actor, AccountState account) {
        BigDecimal change = withdrawal.amount().negate();
        List<Posting> legs = cashLegs(withdrawal.asset(), change, LedgerCode.EXTERNAL);
        Step.No no = frozen(account, false);
        no = no != null ? no : closed(withdrawal.effectiveAt(), account);
        no = no != null ? no : badId(withdrawal.transferId(), account);
        no = no != null ? no : overflow(legs, account);
        if (no != null) {
            return no;
        }
        account.book().resolve(withdrawal.resolved(true, actor));
        Transfer transfer = post(
                withdrawal.transferId(),
                TransferKind.WITHDRAWAL,
                withdrawal.asset(),
                change,
                actor,
                effectiveAt(withdrawal.effectiveAt(), account),
                legs,
                TransferDetail.capture(withdrawal.holdId()),
                account);
        return new Step.Done(List.of(posted(transfer, withdrawal.asset(), change, BigDecimal.ZERO, account)));
    }

    // What several of them need.

    private static AccountState account(AccountId accountId, BatchState batch) {
        return Objects.requireNonNull(batch.account(accountId));
    }

    private static BalanceKey cash(String asset) {
        return new BalanceKey(LedgerCode.CASH, asset);
    }

    private static Instant effectiveAt(@Nullable Instant asked, AccountState account) {
        return asked == null ? account.now() : asked;
    }

    private static Step.@Nullable No closed(@Nullable Instant asked, AccountState account) {
        Instant effectiveAt = effectiveAt(asked, account);
        return account.book().isOpen(effectiveAt)
                ? null
                : new Step.No(
                        Reason.PERIOD_CLOSED,
                        "The period of effectiveAt is closed.",
                        Map.of(
                                "effectiveAt", effectiveAt.toString(),
                                "closedUntil", account.book().closedUntil().toString()));
    }

    private static List<Posting> cashLegs(String asset, BigDecimal change, LedgerCode counter) {
        return List.of(new Posting(LedgerCode.CASH, asset, change), new Posting(counter, asset, change.negate()));
    }

    /** An account that is not active starts no new business; what comes from business done is booked all the same. */
    private static Step.@Nullable No frozen(AccountState account, boolean truth) {
        return truth || account.status() == AccountStatus.ACTIVE
                ? null
                : new Step.No(Reason.ACCOUNT_NOT_ACTIVE, "The account is " + account.status() + ".", Map.of());
    }

    private Step.@Nullable No badAmount(String asset, BigDecimal amount) {
        Integer scale = instruments.assetScale(asset);
        if (scale == null) {
            return new Step.No(Reason.ASSET_UNKNOWN, "There is no asset " + asset + ".", Map.of("asset", asset));
        }
        if (amount.stripTrailingZeros().scale() > scale) {
            return new Step.No(
                    Reason.AMOUNT_SCALE,
                    "amount has more than " + scale + " decimals.",
                    Map.of("amount", amount.toPlainString(), "maxDecimals", scale.toString()));
        }
        return null;
    }

    private static Step.@Nullable No badId(String transferId, AccountState account) {
        if (RESERVED.stream().anyMatch(transferId::startsWith)) {
            return new Step.No(
                    Reason.TRANSFER_ID_RESERVED,
                    "Transfers of executions and of acts on instruments are named like that.",
                    Map.of());
        }
        return account.book().transfer(transferId) == null ? null : idUsed(transferId);
    }

    private static Step.No idUsed(String transferId) {
        return new Step.No(
                Reason.TRANSFER_ID_USED, "There is a transfer of this id.", Map.of("transferId", transferId));
    }

    private static Step.@Nullable No uncovered(String asset, BigDecimal amount, AccountState account) {
        BigDecimal available = account.book().balance(cash(asset)).available();
        return amount.compareTo(available) <= 0
                ? null
                : new Step.No(
                        Reason.CASH_INSUFFICIENT,
                        "The available cash does not cover it.",
                        Map.of("needed", amount.toPlainString(), "available", available.toPlainString()));
    }

    private static Step.@Nullable No overflow(List<Posting> legs, AccountState account) {
        for (Posting leg : legs) {
            BigDecimal after = account.book()
                    .balance(new BalanceKey(leg.code(), leg.asset()))
                    .posted()
                    .add(leg.amount());
            if (after.abs().compareTo(LIMIT) >= 0 || leg.amount().abs().compareTo(LIMIT) >= 0) {
                return new Step.No(
                        Reason.AMOUNT_OVERFLOW,
                        "The balance would be out of range.",
                        Map.of("balance", after.toPlainString()));
            }
        }
        return null;
    }

    private static Transfer post(
            String transferId,
            TransferKind kind,
            String asset,
            BigDecimal change,
            String actor,
            Instant effectiveAt,
            List<Posting> legs,
            TransferDetail detail,
            AccountState account) {
        return account.book()
                .post(
                        new TransferRequest(transferId, kind, asset, change, null, null, actor, effectiveAt),
                        legs,
                        detail);
    }

    private static ActResult posted(
            Transfer transfer, String asset, BigDecimal change, BigDecimal held, AccountState account) {
        return result(
                What.POSTED,
                transfer.transferId(),
                transfer.seq(),
                asset,
                change,
                held,
                transfer.effectiveAt(),
                account);
    }

    private static ActResult result(
            What what,
            String id,
            long seq,
            String asset,
            BigDecimal amount,
            BigDecimal held,
            Instant effectiveAt,
            AccountState account) {
        Balance balance = account.book().balance(cash(asset));
        return new ActResult(
                what,
                account.accountId(),
                id,
                seq,
                asset,
                amount,
                balance.posted(),
                balance.available(),
                held,
                effectiveAt);
    }
}
