package io.tradecore.ops.venue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The simulator's command line. */
final class VenueOptions {

    @Option(names = "--nats", paramLabel = "URL", description = "NATS server (default: ${DEFAULT-VALUE})")
    String natsUrl = "nats://127.0.0.1:4222";

    @Option(names = "--redis", paramLabel = "URL", description = "Redis for the hot quotes (default: ${DEFAULT-VALUE})")
    String redisUrl = "redis://127.0.0.1:6379";

    @Option(names = "--venue", paramLabel = "ID", description = "the venue it is (default: ${DEFAULT-VALUE})")
    String venueId = "SIM";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of its journal, made if missing (default: ${DEFAULT-VALUE})")
    Path data = Path.of("var", "venue");

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "recorded quotes, CSV or CSV.gz with the columns ts_ns,symbol,bid_px,bid_qty,ask_px,ask_qty in any"
                            + " order; begins again at its end. Without it quotes are made from the seed")
    @Nullable
    Path replay;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "1 = as recorded, 10 = ten times as fast (default: ${DEFAULT-VALUE})")
    double speed = 1;

    @Option(
            names = "--push-down",
            paramLabel = "P",
            description =
                    "quotes stand still until the file of --push-when is there, then fall by this share of their price over"
                            + " --push-over seconds, and stand still again; 0: they do not (default: ${DEFAULT-VALUE})")
    BigDecimal pushDown = BigDecimal.ZERO;

    @Option(names = "--push-over", paramLabel = "N", description = "seconds a push takes (default: ${DEFAULT-VALUE})")
    int pushOver = 8;

    @Option(names = "--push-when", paramLabel = "FILE", description = "begins it by being there (default: at once)")
    @Nullable
    Path pushWhen;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "of the quotes made without --replay and of all shares; the same seed makes the same quotes and chooses the"
                            + " same orders (default: ${DEFAULT-VALUE})")
    long seed = 1;

    @Option(
            names = "--symbols",
            paramLabel = "S",
            split = ",",
            description = "symbols traded (default: those of the file, or BTCUSDT,ETHUSDT)")
    List<String> symbols = List.of();

    @Option(
            names = "--session-seconds",
            paramLabel = "N",
            description =
                    "length of a trading session; at its end open DAY orders expire and the next one begins. 0: a session"
                            + " without end (default: ${DEFAULT-VALUE})")
    long sessionSeconds = 0;

    @Option(
            names = "--end-of-day",
            paramLabel = "HH:MM",
            description =
                    "time of day in UTC at which a session ends, whether or not the venue runs then (default: none)")
    @Nullable
    LocalTime endOfDay;

    @Option(
            names = "--expire-share",
            paramLabel = "P",
            description = "share of the DAY orders that expire two seconds after they came to rest, 0 to 1 (default:"
                    + " ${DEFAULT-VALUE})")
    double expireShare = 0;

    @Option(
            names = "--reject-share",
            paramLabel = "P",
            description = "share of the orders that are rejected without a reason of their own, 0 to 1 (default:"
                    + " ${DEFAULT-VALUE})")
    double rejectShare = 0;

    @Option(
            names = "--halt-share",
            paramLabel = "P",
            description =
                    "share of the resting orders that are suspended two seconds after they came to rest and restated"
                            + " two seconds later, 0 to 1 (default: ${DEFAULT-VALUE})")
    double haltShare = 0;

    @Option(
            names = "--restate-share",
            paramLabel = "P",
            description =
                    "share of the resting orders of which half is declined, RESTATED, two seconds after they came to"
                            + " rest, 0 to 1 (default: ${DEFAULT-VALUE})")
    double restateShare = 0;

    @Option(
            names = "--bust-share",
            paramLabel = "P",
            description = "share of the trades that are busted after two seconds, 0 to 1 (default: ${DEFAULT-VALUE})")
    double bustShare = 0;

    @Option(
            names = "--correct-share",
            paramLabel = "P",
            description = "share of the trades that are corrected after two seconds, in price or in quantity, 0 to 1"
                    + " (default: ${DEFAULT-VALUE})")
    double correctShare = 0;

    @Option(
            names = "--duplicate-share",
            paramLabel = "P",
            description = "share of the reports that are published twice, 0 to 1 (default: ${DEFAULT-VALUE})")
    double duplicateShare = 0;

    @Option(
            names = "--reorder-share",
            paramLabel = "P",
            description =
                    "share of the reports that are published behind the next one of their order when that is waiting"
                            + " too, 0 to 1 (default: ${DEFAULT-VALUE})")
    double reorderShare = 0;

    @Option(
            names = "--no-pending",
            description = "say neither PENDING_NEW nor PENDING_CANCEL nor PENDING_REPLACE, only what follows them")
    boolean noPending = false;

    @Option(
            names = "--summary",
            description =
                    "print what the journal in --data proves as one line of JSON, and exit: 0 if no order was taken twice"
                            + " and no ExecID used twice. May be used while the venue runs")
    boolean summary = false;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    boolean help = false;

    /** A share with members of its own. */
    Share share(String name, double size) {
        return new Share(name + seed + ":", size);
    }

    /** Whether sessions end. */
    boolean closes() {
        return sessionSeconds > 0 || endOfDay != null;
    }
}
