package io.tradecore.api.nats;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A subscriber that knows nothing but TCP and the text protocol of NATS, as any other program may. */
final class NatsByHand implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 20_000;

    /** @param headers the header block as sent, empty where there is none */
    record Received(String subject, String headers, String payload) {}

    private final Socket socket;
    private final InputStream in;

    NatsByHand(String url) throws IOException {
        URI address = URI.create(url);
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(READ_TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        line();
        send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
    }

    /** Returns when the server knows of the subscription. */
    void subscribe(String subject) throws IOException {
        send("SUB " + subject + " 1\r\nPING\r\n");
        String answer = line();
        while (!answer.equals("PONG")) {
            answer = line();
        }
    }

    Received next() throws IOException {
        while (true) {
            String[] words = line().split(" ");
            switch (words[0]) {
                case "PING" -> send("PONG\r\n");
                case "MSG" -> {
                    String payload = text(Integer.parseInt(words[words.length - 1]));
                    line();
                    return new Received(words[1], "", payload);
                }
                case "HMSG" -> {
                    int headerLength = Integer.parseInt(words[words.length - 2]);
                    int length = Integer.parseInt(words[words.length - 1]);
                    String headers = text(headerLength);
                    String payload = text(length - headerLength);
                    line();
                    return new Received(words[1], headers, payload);
                }
                default -> {
                    // Nothing a subscriber has to answer.
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the server closed the connection");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
