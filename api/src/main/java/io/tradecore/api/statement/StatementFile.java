package io.tradecore.api.statement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A venue's file as it came, kept on disk while it is compared: so that neither memory nor a transaction waits for whoever
 * sends it, however slowly. Gone once it is closed.
 */
public final class StatementFile implements AutoCloseable {
    /** The longest file taken, in bytes. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StatementFile.class);
    private static final int CHUNK = 16 * 1024;

    private final Path path;
    private final byte[] hash;

    private StatementFile(Path path, byte[] hash) {
        this.path = path;
        this.hash = hash;
    }

    /**
     * Takes in all there is.
     *
     * @throws io.tradecore.api.problem.ApiException STATEMENT_TOO_LARGE or STATEMENT_EMPTY
     */
    public static StatementFile receive(InputStream body) {
        Path path;
        try {
            path = Files.createTempFile("statement-", ".csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean received = false;
        try {
            byte[] hash = copy(body, path);
            received = true;
            return new StatementFile(path, hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!received) {
                delete(path);
            }
        }
    }

    private static byte[] copy(InputStream body, Path path) throws IOException {
        MessageDigest digest = sha256();
        long total = 0;
        try (body;
                OutputStream file = Files.newOutputStream(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                total += read;
                // What is too long is read to its end, which the server's own limit sees to, so that its sender hears
                // the answer.
                if (total <= MAX_BYTES) {
                    digest.update(chunk, 0, read);
                    file.write(chunk, 0, read);
                }
            }
        }
        if (total > MAX_BYTES) {
            throw StatementProblems.tooLarge("The file is larger than " + MAX_BYTES + " bytes.");
        }
        if (total == 0) {
            throw StatementProblems.empty();
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of the bytes. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The bytes from the beginning. */
    InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", path, e);
        }
    }
}
