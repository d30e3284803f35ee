package io.tradecore.api.redis;

import io.tradecore.api.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of Redis: made in the background, since Redisson cannot be made while Redis is away; from then on it
 * reconnects by itself. Every call is short: by default Redisson would hold a caller for twenty seconds in an outage.
 * Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final int COMMAND_TIMEOUT_MS = 100;
    private static final int PING_INTERVAL_MS = 1000;
    private static final int CONNECTIONS = 8;
    private static final int THREADS = 2;

    private final String url;
    private final Loop loop;
    private volatile @Nullable RedissonClient client;

    /** @param url {@code redis://[user:password@]host:port} */
    public RedisLink(String url) {
        this.url = url;
        this.loop = new Loop("redis-link", LOOK_EVERY, this::connectIfNeeded);
    }

    /** Starts connecting. */
    public void start() {
        loop.start();
    }

    /** The client, or null as long as Redis has never been reached. */
    @Nullable
    RedissonClient client() {
        return client;
    }

    @Override
    public void close() {
        loop.close();
        RedissonClient last = client;
        client = null;
        if (last != null) {
            last.shutdown();
        }
    }

    private void connectIfNeeded() {
        if (client != null) {
            return;
        }
        try {
            client = Redisson.create(config());
            LOG.info("Connected to Redis");
        } catch (RedisException e) {
            // The trace says nothing that the message does not; Redisson has logged it as well.
            LOG.debug("Redis is out of reach: {}", e.getMessage());
        }
    }

    private Config config() {
        var config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setUseScriptCache(true);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        config.useSingleServer()
                .setAddress(url)
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(2)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setDnsMonitoringInterval(-1)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setTimeout(COMMAND_TIMEOUT_MS)
                .setPingConnectionInterval(PING_INTERVAL_MS)
                // A script repeated after a lost answer would count twice; the caller has a better answer than waiting.
                .setRetryAttempts(0)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(50)))
                .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(500)));
        return config;
    }
}
