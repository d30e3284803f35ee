package io.tradecore.ops.bench;

import io.tradecore.ops.installation.ApiJvm;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Uses every way of an order for a moment while the API's JVM takes notes, and makes of them the cache with which it
 * starts faster. Run after a build by {@code ops/lib/build.sh}.
 */
final class Training {

    private static final int TRAINED = 0;
    private static final int NOT_TRAINED = 1;
    private static final BenchPlan PLAN = new BenchPlan(
            1,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            1);

    private Training() {}

    /** @param args the folder it may use and empties */
    public static void main(String[] args) {
        System.exit(train(Path.of(System.getProperty("tradecore.home", "")).toAbsolutePath(), Path.of(args[0])));
    }

    private static int train(Path home, Path folder) {
        PrintStream out = System.out;
        BenchFolder own = new BenchFolder(folder);
        ApiJvm api = new ApiJvm(home);
        try {
            own.prepare();
            try (Site site = Site.start("main", home, own.site("main"), _ -> api.recording(), out)) {
                new Rounds(PLAN.repeats(), out).measure(List.of(new RestOrders(site, PLAN), new FullCycle(site, PLAN)));
            }
            api.makeCache(own.root().resolve("cache.log"));
            return TRAINED;
        } catch (Exception e) {
            out.println("The API will start without its cache: " + e.getMessage());
            return NOT_TRAINED;
        }
    }
}
