package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Times;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing asked of a book; which fields there are follows from act, and another is refused.
 *
 * @param id of the transfer, or of the hold (a UUID), or of the withdrawal that is resolved
 * @param kind of POST: DEPOSIT, WITHDRAWAL, FEE, REBATE, INTEREST, FINANCING, FUNDING, DIVIDEND or CORRECTION; of CAPTURE:
 *     WITHDRAWAL or FEE
 * @param amount positive; of INTEREST, FINANCING, FUNDING, DIVIDEND and CORRECTION what it does to cash; of CONVERT what is sold
 * @param toAccountId of MOVE where it goes; of REVERSE of an INTERNAL transfer the account on the other side
 * @param rate of CONVERT: units of boughtAsset for one of asset
 * @param last of CAPTURE: whether the rest is given back
 * @param effectiveAt when it counts from; when it is posted where nothing is said
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record LedgerActRequest(
        BookAct.Kind act,
        String accountId,
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String id,
        @Nullable TransferKind kind,
        @Nullable String asset,

        @Schema(type = "string", example = "1000.00") @Nullable
        BigDecimal amount,

        @Nullable String toAccountId,
        @Nullable String boughtAsset,

        @Schema(type = "string", example = "0.9215") @Nullable
        BigDecimal rate,

        @Nullable Rounding rounding,
        @Nullable String holdId,
        @Nullable Boolean last,
        @Nullable Instant expiresAt,
        @Nullable String originalId,
        @Nullable Boolean approve,
        @Nullable Instant effectiveAt)
        implements JsonRequest {

    /** How what was bought is brought to its minor unit. */
    public enum Rounding {
        HALF_EVEN(RoundingMode.HALF_EVEN),
        DOWN(RoundingMode.DOWN);

        private final RoundingMode mode;

        Rounding(RoundingMode mode) {
            this.mode = mode;
        }
    }

    public LedgerActRequest {
        Checks.clientId("id", id);
        if (asset != null) {
            Checks.asset("asset", asset);
        }
        if (boughtAsset != null) {
            Checks.asset("boughtAsset", boughtAsset);
        }
        if (originalId != null) {
            Checks.clientId("originalId", originalId);
        }
        Decimals.requirePositive("rate", rate);
        refuse(act, "kind", kind);
        refuse(act, "asset", asset);
        refuse(act, "amount", amount);
        refuse(act, "toAccountId", toAccountId);
        refuse(act, "boughtAsset", boughtAsset);
        refuse(act, "rate", rate);
        refuse(act, "rounding", rounding);
        refuse(act, "holdId", holdId);
        refuse(act, "last", last);
        refuse(act, "expiresAt", expiresAt);
        refuse(act, "originalId", originalId);
        refuse(act, "approve", approve);
        refuse(act, "effectiveAt", effectiveAt);
    }

    /** Passed over, it would be done otherwise than it was asked for: a release of an amount would give back all. */
    private static void refuse(BookAct.Kind act, String field, @Nullable Object value) {
        if (value != null && !fieldsOf(act).contains(field)) {
            throw ApiException.ofField(ApiCode.FIELD_UNKNOWN, field, "A " + act + " has no " + field + ".");
        }
    }

    /** What an act may have beside its account and its id. */
    private static Set<String> fieldsOf(BookAct.Kind act) {
        return switch (act) {
            case POST -> Set.of("kind", "asset", "amount", "effectiveAt");
            case CONVERT -> Set.of("asset", "amount", "boughtAsset", "rate", "rounding", "effectiveAt");
            case MOVE -> Set.of("toAccountId", "asset", "amount", "effectiveAt");
            case HOLD -> Set.of("asset", "amount", "expiresAt");
            case CAPTURE -> Set.of("holdId", "kind", "amount", "last", "effectiveAt");
            case RELEASE -> Set.of();
            case REVERSE -> Set.of("originalId", "toAccountId", "amount", "effectiveAt");
            case RESOLVE_WITHDRAWAL -> Set.of("approve");
        };
    }

    /** What the core is asked to do. */
    BookAct toAct() {
        return switch (act) {
            case POST -> post();
            case CONVERT -> convert();
            case MOVE ->
                new BookAct.Move(account(), other(), id, required("asset", asset), positive(), storedEffectiveAt());
            case HOLD ->
                new BookAct.Place(
                        account(), uuid("id", id), required("asset", asset), positive(), Times.stored(expiresAt));
            case CAPTURE -> capture();
            case RELEASE -> new BookAct.Release(account(), uuid("id", id));
            case REVERSE ->
                new BookAct.Reverse(
                        account(),
                        toAccountId == null ? null : other(),
                        id,
                        required("originalId", originalId),
                        amount == null ? null : positive(),
                        storedEffectiveAt());
            case RESOLVE_WITHDRAWAL -> new BookAct.ResolveWithdrawal(account(), id, required("approve", approve));
        };
    }

    private BookAct post() {
        TransferKind wanted = required("kind", kind);
        if (wanted.counter() == null) {
            throw Checks.invalid(
                    "kind", "DEPOSIT, WITHDRAWAL, FEE, REBATE, INTEREST, FINANCING, FUNDING, DIVIDEND or CORRECTION");
        }
        BigDecimal moved = required("amount", amount);
        if (moved.signum() == 0) {
            throw Checks.invalid("amount", "other than zero");
        }
        if (wanted.direction() != TransferKind.Direction.EITHER) {
            Decimals.requirePositive("amount", moved);
        }
        return new BookAct.Post(account(), id, wanted, required("asset", asset), moved, storedEffectiveAt());
    }

    private BookAct convert() {
        String sold = required("asset", asset);
        String bought = required("boughtAsset", boughtAsset);
        if (sold.equals(bought)) {
            throw Checks.invalid("boughtAsset", "another than asset");
        }
        return new BookAct.Convert(
                account(),
                id,
                sold,
                positive(),
                bought,
                required("rate", rate),
                rounding == null ? RoundingMode.HALF_EVEN : rounding.mode,
                storedEffectiveAt());
    }

    private BookAct capture() {
        TransferKind wanted = required("kind", kind);
        if (wanted != TransferKind.WITHDRAWAL && wanted != TransferKind.FEE) {
            throw Checks.invalid("kind", "WITHDRAWAL or FEE");
        }
        return new BookAct.Capture(
                account(),
                uuid("holdId", required("holdId", holdId)),
                id,
                wanted,
                positive(),
                Boolean.TRUE.equals(last),
                storedEffectiveAt());
    }

    private AccountId account() {
        return new AccountId(uuid("accountId", accountId));
    }

    private AccountId other() {
        AccountId other = new AccountId(uuid("toAccountId", required("toAccountId", toAccountId)));
        if (other.equals(account())) {
            throw Checks.invalid("toAccountId", "another than accountId");
        }
        return other;
    }

    private BigDecimal positive() {
        BigDecimal wanted = required("amount", amount);
        Decimals.requirePositive("amount", wanted);
        return wanted;
    }

    private @Nullable Instant storedEffectiveAt() {
        return Times.stored(effectiveAt);
    }

    private static UUID uuid(String field, String text) {
        try {
            return AccountId.of(text).value();
        } catch (IllegalArgumentException _) {
            throw Checks.invalid(field, "a UUID of 36 characters");
        }
    }

    private <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, field, act + " needs a " + field + ".");
        }
        return value;
    }
}
