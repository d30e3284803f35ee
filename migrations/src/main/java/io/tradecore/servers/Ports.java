package io.tradecore.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback address, below the range that outgoing connections take theirs from: a port stays ours
 * while its server is down for a moment.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    static List<Integer> free(int count) {
        var found = new ArrayList<Integer>();
        for (var attempt = 0; attempt < TRIES && found.size() < count; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (!found.contains(port) && isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("No free ports from " + FIRST + " to " + END);
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException ignored) {
            return false;
        }
    }
}
