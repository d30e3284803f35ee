package io.tradecore.ops.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** From the start of the API's process, with the servers up, to its first acknowledged order. */
final class Startup {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final long RETRY_MS = 10;
    private static final int CREATED = 201;

    private final Site site;

    Startup(Site site) {
        this.site = site;
    }

    /** Seconds. The API is another process afterwards, and cold. */
    double seconds() throws Exception {
        site.reset();
        site.installation().restartApi();
        Instant started = site.installation().apiProcess().info().startInstant().orElseGet(Instant::now);
        long deadline = System.nanoTime() + WITHIN.toNanos();
        String token = site.tradingToken();
        for (int attempt = 0; System.nanoTime() - deadline < 0; attempt++) {
            if (placed(token, attempt)) {
                double seconds = Duration.between(started, Instant.now()).toNanos() / 1e9;
                site.check("startup");
                return seconds;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
        throw new IllegalStateException("the API accepts no order within " + WITHIN.toSeconds() + " s");
    }

    private boolean placed(String token, int attempt) {
        UUID account = site.books().accounts().of(0);
        try (KeepAliveHttp http = new KeepAliveHttp(site.installation().apiUrl(), token)) {
            return http.post("/v1/accounts/" + account + "/orders", RestOrders.json("first-" + attempt, attempt))
                    == CREATED;
        } catch (IOException e) {
            return false;
        }
    }
}
