package io.tradecore.ops.demo;

/**
 * A session.
 *
 * @param seconds how long orders are sent
 * @param accounts how many accounts trade, one trader each
 * @param rate acts per second over all accounts: orders, and cancels
 * @param seed of the traders' decisions
 */
public record DemoOptions(int seconds, int accounts, int rate, long seed) {

    public static final int MIN_ACCOUNTS = 20;

    public DemoOptions {
        require(seconds >= 1 && seconds <= 86_400, "--seconds must be 1 to 86400");
        require(accounts >= MIN_ACCOUNTS && accounts <= 10_000, "--accounts must be 20 to 10000");
        require(rate >= 1 && rate <= 10_000, "--rate must be 1 to 10000");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
