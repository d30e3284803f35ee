package io.tradecore.api.redis;

import static io.tradecore.api.Eventually.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

class RedisQuotesIT {
    private final TestServers servers = TestServers.get();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisLink link = new RedisLink(servers.addresses().redisUri());
    private final RedisQuotes quotes = new RedisQuotes(link, meters, _ -> false);

    @BeforeEach
    void connect() throws Exception {
        servers.servers().redis().start();
        link.start();
        quotes.start();
        eventually(() -> assertThat(link.client()).isNotNull());
    }

    @AfterEach
    void stopAll() throws Exception {
        servers.servers().redis().start();
        eventually(this::removeQuotes);
        quotes.close();
        link.close();
    }

    /** Leaves nothing for other tests. */
    private void removeQuotes() {
        try {
            requireNonNull(link.client())
                    .<String, String>getMap("oms:quotes", StringCodec.INSTANCE)
                    .fastRemove("NEWONE", "GOOD", "WORSE", "BROKEN", "STAYS");
        } catch (RedisException e) {
            throw new AssertionError("not reconnected yet", e);
        }
    }

    private void write(String symbol, String json) {
        requireNonNull(link.client())
                .<String, String>getMap("oms:quotes", StringCodec.INSTANCE)
                .fastPut(symbol, json);
    }

    private static String quote(String symbol, String bidPx) {
        return """
                {"symbol":"%s","bidPx":"%s","bidQty":"1.5","askPx":"62000.5","askQty":"0","quoteTime":"2024-08-08T10:00:00.25Z"}
                """.formatted(symbol, bidPx);
    }

    @Test
    void aQuoteIsInMemorySoonAfterItIsWritten() throws Exception {
        assertThat(quotes.quote("NEWONE")).isNull();
        write("NEWONE", quote("NEWONE", "61999.9"));
        eventually(() -> assertThat(quotes.quote("NEWONE"))
                .isEqualTo(new Quote(
                        "NEWONE",
                        new BigDecimal("61999.9"),
                        new BigDecimal("1.5"),
                        new BigDecimal("62000.5"),
                        new BigDecimal("0"),
                        Instant.parse("2024-08-08T10:00:00.250Z"))));
    }

    @Test
    void aQuoteThatCannotBeReadLeavesTheLastOneAndTheOthers() throws Exception {
        write("GOOD", quote("GOOD", "10"));
        write("WORSE", quote("WORSE", "10"));
        eventually(() -> assertThat(quotes.quote("WORSE")).isNotNull());
        double unreadableBefore = meters.get("oms.quotes.unreadable").counter().count();
        write("WORSE", "{\"symbol\":\"WORSE\",\"bidPx\":\"NaN\"}");
        write("BROKEN", "nonsense");
        write("GOOD", quote("GOOD", "11"));
        eventually(
                () -> assertThat(requireNonNull(quotes.quote("GOOD")).bidPx()).isEqualTo("11"));
        eventually(
                () -> assertThat(meters.get("oms.quotes.unreadable").counter().count())
                        .isEqualTo(unreadableBefore + 2));
        assertThat(requireNonNull(quotes.quote("WORSE")).bidPx()).isEqualTo("10");
        assertThat(quotes.quote("BROKEN")).isNull();
    }

    @Test
    void anOutageLeavesTheLastQuoteWithItsTimeAndEndsByItself() throws Exception {
        write("STAYS", quote("STAYS", "10"));
        eventually(() -> assertThat(quotes.quote("STAYS")).isNotNull());
        servers.servers().redis().stop();
        assertThat(requireNonNull(quotes.quote("STAYS")).quoteTime()).isEqualTo("2024-08-08T10:00:00.250Z");
        servers.servers().redis().start();
        eventually(() -> {
            try {
                write("STAYS", quote("STAYS", "12"));
            } catch (RedisException e) {
                throw new AssertionError("not reconnected yet", e);
            }
        });
        eventually(
                () -> assertThat(requireNonNull(quotes.quote("STAYS")).bidPx()).isEqualTo("12"));
    }
}
