package io.tradecore.ops.venue.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client library would print: a lost connection is noticed and said once by the link itself. */
final class QuietErrorListener implements ErrorListener {

    private static final Logger LOG = LoggerFactory.getLogger(QuietErrorListener.class);

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOG.debug("NATS says: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception e) {
        LOG.debug("NATS client: {}", String.valueOf(e));
    }
}
