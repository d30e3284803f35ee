package io.tradecore.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing asked of a book. Amounts are in units of the asset, at most its decimals. An effectiveAt of null is the time of the
 * transaction.
 */
public sealed interface BookAct {

    AccountId accountId();

    /** What it is called in its account: a transfer id, or a hold's id. */
    String id();

    /** From when it is to count; null: from the time of the transaction, or nothing is posted. */
    default @Nullable Instant effectiveAt() {
        return null;
    }

    /** Its kind. Stored as their names. */
    Kind kind();

    /** What there is to ask for. */
    enum Kind {
        POST,
        CONVERT,
        MOVE,
        HOLD,
        CAPTURE,
        RELEASE,
        REVERSE,
        RESOLVE_WITHDRAWAL
    }

    /** Every account it changes. */
    default Set<AccountId> accounts() {
        return Set.of(accountId());
    }

    /** What it asks for, by the names clients use, in one spelling: 100.0 and 100.00 are the same. The account is not in it. */
    Map<String, String> asked();

    /**
     * A transfer between cash and the code of its kind.
     *
     * @param kind one that has a {@link TransferKind#counter}
     * @param amount as the kind's direction says: positive, or what it does to cash; never zero
     */
    record Post(
            AccountId accountId,
            String transferId,
            TransferKind transferKind,
            String asset,
            BigDecimal amount,
            @Nullable Instant effectiveAt)
            implements BookAct {

        public Post {
            boolean either = transferKind.direction() == TransferKind.Direction.EITHER;
            if (amount.signum() == 0 || (!either && amount.signum() < 0)) {
                throw new IllegalArgumentException("amount of a " + transferKind + ": " + amount);
            }
            if (transferKind.counter() == null) {
                throw new IllegalArgumentException("not told by an amount alone: " + transferKind);
            }
        }

        /** What it does to cash. */
        public BigDecimal change() {
            return transferKind.direction() == TransferKind.Direction.OUT ? amount.negate() : amount;
        }

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.POST;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this)
                    .put("kind", transferKind.name())
                    .put("asset", asset)
                    .put("amount", amount)
                    .put("effectiveAt", effectiveAt)
                    .asked;
        }
    }

    /**
     * Cash in one currency for cash in another, by two legs. What the exact product has beyond the minor unit of what is bought
     * goes to ROUNDING.
     *
     * @param sold how much is given, positive
     * @param rate units of boughtAsset for one of soldAsset, positive
     * @param rounding HALF_EVEN or DOWN
     */
    record Convert(
            AccountId accountId,
            String transferId,
            String soldAsset,
            BigDecimal sold,
            String boughtAsset,
            BigDecimal rate,
            RoundingMode rounding,
            @Nullable Instant effectiveAt)
            implements BookAct {

        public Convert {
            requirePositive(sold);
            requirePositive(rate);
            if (rounding != RoundingMode.HALF_EVEN && rounding != RoundingMode.DOWN) {
                throw new IllegalArgumentException("not a rounding of conversions: " + rounding);
            }
            if (soldAsset.equals(boughtAsset)) {
                throw new IllegalArgumentException("a conversion is between two assets");
            }
        }

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.CONVERT;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this)
                    .put("asset", soldAsset)
                    .put("amount", sold)
                    .put("boughtAsset", boughtAsset)
                    .put("rate", rate)
                    .put("rounding", rounding.name())
                    .put("effectiveAt", effectiveAt)
                    .asked;
        }
    }

    /** Cash from one account to another: the same transfer id, and opposite amounts, in both. */
    record Move(
            AccountId accountId,
            AccountId to,
            String transferId,
            String asset,
            BigDecimal amount,
            @Nullable Instant effectiveAt)
            implements BookAct {

        public Move {
            requirePositive(amount);
            if (accountId.equals(to)) {
                throw new IllegalArgumentException("a move is between two accounts");
            }
        }

        @Override
        public Set<AccountId> accounts() {
            return Set.of(accountId, to);
        }

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.MOVE;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this)
                    .put("toAccountId", to.toString())
                    .put("asset", asset)
                    .put("amount", amount)
                    .put("effectiveAt", effectiveAt)
                    .asked;
        }
    }

    /**
     * Sets cash aside.
     *
     * @param expiresAt from when it holds nothing any more; null: it does not expire
     */
    record Place(
            AccountId accountId,
            UUID holdId,
            String asset,
            BigDecimal amount,
            @Nullable Instant expiresAt) implements BookAct {

        public Place {
            requirePositive(amount);
        }

        @Override
        public String id() {
            return holdId.toString();
        }

        @Override
        public Kind kind() {
            return Kind.HOLD;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this).put("asset", asset).put("amount", amount).put("expiresAt", expiresAt).asked;
        }
    }

    /**
     * Posts a part of what a hold holds.
     *
     * @param transferKind WITHDRAWAL or FEE
     * @param amount positive, at most what the hold still holds
     * @param last whether the rest is given back
     */
    record Capture(
            AccountId accountId,
            UUID holdId,
            String transferId,
            TransferKind transferKind,
            BigDecimal amount,
            boolean last,
            @Nullable Instant effectiveAt)
            implements BookAct {

        public Capture {
            requirePositive(amount);
            if (transferKind.direction() != TransferKind.Direction.OUT) {
                throw new IllegalArgumentException("a hold is not captured by a " + transferKind);
            }
        }

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.CAPTURE;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this)
                    .put("holdId", holdId.toString())
                    .put("kind", transferKind.name())
                    .put("amount", amount)
                    .put("last", Boolean.toString(last))
                    .put("effectiveAt", effectiveAt)
                    .asked;
        }
    }

    /** Gives back all that a hold still holds. */
    record Release(AccountId accountId, UUID holdId) implements BookAct {

        @Override
        public String id() {
            return holdId.toString();
        }

        @Override
        public Kind kind() {
            return Kind.RELEASE;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this).asked;
        }
    }

    /**
     * Takes a transfer back, or a part of it.
     *
     * @param originalId the transfer that is taken back
     * @param to of an INTERNAL one: the account on the other side, else null
     * @param amount how much of it, positive; null: all that is left of it
     */
    record Reverse(
            AccountId accountId,
            @Nullable AccountId to,
            String transferId,
            String originalId,
            @Nullable BigDecimal amount,
            @Nullable Instant effectiveAt)
            implements BookAct {

        public Reverse {
            if (amount != null) {
                requirePositive(amount);
            }
            if (accountId.equals(to)) {
                throw new IllegalArgumentException("the account on the other side is another");
            }
        }

        @Override
        public Set<AccountId> accounts() {
            return to == null ? Set.of(accountId) : Set.of(accountId, to);
        }

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.REVERSE;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this)
                    .put("originalId", originalId)
                    .put("toAccountId", to == null ? null : to.toString())
                    .put("amount", amount)
                    .put("effectiveAt", effectiveAt)
                    .asked;
        }
    }

    /** Approves or refuses a withdrawal that waits for it; who asked for the withdrawal may not approve it. */
    record ResolveWithdrawal(AccountId accountId, String transferId, boolean approve) implements BookAct {

        @Override
        public String id() {
            return transferId;
        }

        @Override
        public Kind kind() {
            return Kind.RESOLVE_WITHDRAWAL;
        }

        @Override
        public Map<String, String> asked() {
            return asking(this).put("approve", Boolean.toString(approve)).asked;
        }
    }

    private static void requirePositive(BigDecimal amount) {
        if (amount.signum() <= 0) {
            throw new IllegalArgumentException("not positive: " + amount);
        }
    }

    private static Asking asking(BookAct act) {
        return new Asking().put("act", act.kind().name()).put("id", act.id());
    }

    /** Collects what is asked for, leaving out what is not there. */
    final class Asking {
        private final Map<String, String> asked = new LinkedHashMap<>();

        private Asking() {}

        private Asking put(String name, @Nullable String value) {
            if (value != null) {
                asked.put(name, value);
            }
            return this;
        }

        private Asking put(String name, @Nullable BigDecimal value) {
            return put(
                    name,
                    value == null
                            ? null
                            : value.signum() == 0
                                    ? "0"
                                    : value.stripTrailingZeros().toPlainString());
        }

        private Asking put(String name, @Nullable Instant value) {
            return put(name, value == null ? null : value.toString());
        }
    }
}
