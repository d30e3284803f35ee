package io.tradecore.api.market;

/** Wakes whoever watches the market, once it is there: commits are made before, and it makes some itself. Thread-safe. */
final class Bell {
    private volatile Runnable awaken = () -> {};

    /** Whom it wakes from here on. */
    void wakes(Runnable watcher) {
        awaken = watcher;
    }

    void ring() {
        awaken.run();
    }
}
