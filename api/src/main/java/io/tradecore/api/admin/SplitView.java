package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.control.ActRunner;
import io.tradecore.api.entry.BulkView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A split, with what was done for it just now.
 *
 * @param fractionPx what a unit of after it is paid out at where less than a lot is left; absent: all is kept
 * @param accountsDue how many accounts it was announced to
 * @param accountsDone how many of them have all of it
 * @param accounts those it was carried to just now
 */
@Serdeable.Serializable
public record SplitView(
        String splitId,
        String symbol,
        int numerator,
        int denominator,
        @Nullable String fractionPx,
        String reason,
        Instant announcedAt,
        String announcedBy,
        long accountsDue,
        long accountsDone,
        List<AccountView> accounts) {

    /**
     * What became of one account.
     *
     * @param outcome what became of its orders; absent where it was not reached
     * @param code why it was not: it will be, without being asked for again
     */
    @Serdeable.Serializable
    public record AccountView(
            String accountId,
            @Nullable BulkView outcome,
            @Nullable String code) {}

    public static SplitView of(InstrumentActs.Announced announced) {
        ActView act = announced.act();
        return new SplitView(
                act.actId(),
                act.symbol(),
                Objects.requireNonNull(act.numerator()),
                Objects.requireNonNull(act.denominator()),
                act.px(),
                act.reason(),
                act.announcedAt(),
                act.announcedBy(),
                act.accounts(),
                act.done(),
                announced.tried().stream()
                        .map(tried -> account(act.actId(), tried))
                        .toList());
    }

    private static AccountView account(String splitId, ActRunner.Tried tried) {
        return new AccountView(
                tried.accountId().toString(),
                tried.code() == null ? BulkView.of(splitId, tried.orders()) : null,
                tried.code());
    }
}
