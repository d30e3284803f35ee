package io.tradecore.api.nats;

import java.time.Duration;

/**
 * How the relay works.
 *
 * @param rest the shortest time between two looks into the database: commits in quick succession are published together
 * @param pause the longest time between two looks into the database, if nobody says there is news
 * @param republishAfter after this long without the venue's answer a message is published again, later at longer and
 *     longer intervals
 * @param maxInFlight most messages that await JetStream's acknowledgement
 * @param chunk rows held in memory at a time
 */
public record RelayOptions(Duration rest, Duration pause, Duration republishAfter, int maxInFlight, int chunk) {
    /** What production uses for routes. A message published again within the duplicate window would only be dropped. */
    public static final RelayOptions ROUTES = production(Duration.ofMillis(10));

    /** What production uses for events: who subscribes waits a little longer than a venue, for fewer and larger rounds. */
    public static final RelayOptions EVENTS = production(Duration.ofMillis(25));

    public RelayOptions {
        if (maxInFlight < 1 || chunk < 1 || rest.isNegative() || !pause.isPositive() || !republishAfter.isPositive()) {
            throw new IllegalArgumentException("every option but rest must be positive");
        }
    }

    private static RelayOptions production(Duration rest) {
        return new RelayOptions(rest, Duration.ofMillis(100), NatsLink.DUPLICATE_WINDOW.plusSeconds(10), 1000, 500);
    }
}
