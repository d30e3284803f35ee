package io.tradecore.ops.installation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a running installation listens and which processes are ours, as {@code run.json} in its data folder. It holds
 * no secret.
 *
 * @param jdbcUrl PostgreSQL through PgBouncer, without user and password
 * @param directJdbcUrl PostgreSQL itself, for migrations and maintenance
 * @param venue null when started with {@code --venue none}
 */
public record RunFile(
        String startedAt,
        ProcessStamp launcher,
        ProcessStamp api,
        @Nullable ProcessStamp venue,
        String apiUrl,
        String grpcAddress,
        String natsUrl,
        String redisUrl,
        String jdbcUrl,
        String directJdbcUrl,
        String pgBouncerHost,
        int pgBouncerPort,
        int postgresPort,
        String database) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What the file says, whether or not those processes still run; empty when there is none. */
    public static Optional<RunFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunFile.class));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** What the file of a folder says, if the installation still runs. */
    public static Optional<RunFile> running(DataFolder folder) {
        return read(folder.runFile()).filter(run -> run.launcher().running().isPresent());
    }

    /**
     * What the file of a folder says.
     *
     * @throws IllegalStateException if no installation runs on it
     */
    public static RunFile ofRunning(DataFolder folder) {
        return running(folder)
                .orElseThrow(() ->
                        new IllegalStateException("nothing runs on " + folder.root() + "; start it with ops/run"));
    }

    /** Written beside it and moved over: a reader sees a whole file or none. */
    public void write(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            JSON.writeValue(fresh.toFile(), this);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
