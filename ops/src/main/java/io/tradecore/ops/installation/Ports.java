package io.tradecore.ops.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a port to listen on. Another program may take it before it is used: then that start fails and says so. */
final class Ports {

    private Ports() {}

    /** The preferred port if nobody listens on it, else a free one. */
    static int freePort(int preferred) {
        try {
            return probe(preferred);
        } catch (IOException e) {
            try {
                return probe(0);
            } catch (IOException none) {
                throw new UncheckedIOException("no free port", none);
            }
        }
    }

    private static int probe(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
