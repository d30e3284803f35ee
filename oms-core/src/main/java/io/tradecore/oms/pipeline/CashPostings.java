package io.tradecore.oms.pipeline;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Posting;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.TransferRequest;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.ActResult.What;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Legs that move cash, and what is answered of them. */
final class CashPostings {

    private CashPostings() {}

    static BalanceKey cash(String asset) {
        return new BalanceKey(LedgerCode.CASH, asset);
    }

    static Instant effectiveAt(@Nullable Instant asked, AccountState account) {
        return asked == null ? account.now() : asked;
    }

    static List<Posting> cashLegs(String asset, BigDecimal change, LedgerCode counter) {
        return List.of(new Posting(LedgerCode.CASH, asset, change), new Posting(counter, asset, change.negate()));
    }

    static Transfer post(
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

    static ActResult posted(Transfer transfer, String asset, BigDecimal change, BigDecimal held, AccountState account) {
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

    static ActResult result(
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
