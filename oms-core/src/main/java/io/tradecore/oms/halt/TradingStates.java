package io.tradecore.oms.halt;

import io.tradecore.ledger.AccountId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is not traded as usual, at an instant. Immutable.
 *
 * @param version rises with every change, also where these do not tell of it
 * @param bars those that may concern the accounts it was read for
 */
public record TradingStates(long version, List<TradingBar> bars) {

    /** Everything is traded as usual, and always was. */
    public static final TradingStates NONE = new TradingStates(0, List.of());

    private static final Comparator<TradingBar> STRICTEST =
            Comparator.comparing(TradingBar::state).thenComparing(TradingBar::scope, Comparator.reverseOrder());

    public TradingStates {
        bars = List.copyOf(bars);
    }

    /**
     * Whose order it is, and of what.
     *
     * @param user who asks for it or has placed it, by the subject of his token; null: it is not known
     */
    public record Subject(
            AccountId accountId, String desk, @Nullable String user, String symbol, String venueId) {}

    /** The strictest of what applies, of several the widest; null where the subject is traded as usual. */
    public @Nullable TradingBar strictest(Subject subject) {
        return bars.stream().filter(bar -> isOf(bar, subject)).max(STRICTEST).orElse(null);
    }

    /** Whether who placed an order may make a difference. */
    public boolean concernUsers() {
        return bars.stream().anyMatch(bar -> bar.scope() == TradingScope.USER);
    }

    private static boolean isOf(TradingBar bar, Subject subject) {
        return switch (bar.scope()) {
            case FIRM -> true;
            case DESK -> bar.scopeId().equals(subject.desk());
            case ACCOUNT -> bar.scopeId().equals(subject.accountId().toString());
            case USER -> bar.scopeId().equals(subject.user());
            case INSTRUMENT -> bar.scopeId().equals(subject.symbol());
            case VENUE -> bar.scopeId().equals(subject.venueId());
        };
    }
}
