package io.tradecore.ops.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept, with one request at a time on it. A general client spends more of the machine
 * that is measured on than the requests are worth; this one writes bytes and reads status, length and body. Not
 * thread-safe.
 */
final class KeepAliveHttp implements AutoCloseable {

    private static final int TIMEOUT_MS = 15_000;
    private static final int BUFFER = 8192;

    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private final String headers;
    private byte[] body = new byte[0];

    KeepAliveHttp(URI api, String token) throws IOException {
        socket = new Socket(api.getHost(), api.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
        headers = " HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    /**
     * Sends a JSON body and waits for the answer.
     *
     * @return the HTTP status
     * @throws IOException when no answer came: whether the request was carried out is then unknown
     */
    int post(String path, String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + headers + content.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        out.write(request);
        return readAnswer();
    }

    /** The body of the last answer. */
    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private int readAnswer() throws IOException {
        String statusLine = readLine();
        int length = 0;
        boolean chunked = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            } else if (header.startsWith("transfer-encoding:") && header.contains("chunked")) {
                chunked = true;
            }
        }
        body = chunked ? readChunks() : readFully(length);
        // "HTTP/1.1 201 Created"
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    private byte[] readChunks() throws IOException {
        byte[] all = new byte[0];
        while (true) {
            byte[] chunk = readFully(Integer.parseInt(readLine().strip(), 16));
            readLine();
            if (chunk.length == 0) {
                return all;
            }
            byte[] longer = new byte[all.length + chunk.length];
            System.arraycopy(all, 0, longer, 0, all.length);
            System.arraycopy(chunk, 0, longer, all.length, chunk.length);
            all = longer;
        }
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within an answer");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
