package io.tradecore.ops.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Everything one installation keeps. It survives a stop and can be copied while nothing runs. */
public record DataFolder(Path root) {

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folder where it is missing, readable by its owner only. */
    public void create() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + root, e);
        }
    }

    public Path secrets() {
        return root.resolve("secrets.properties");
    }

    public Path runFile() {
        return root.resolve("run.json");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Where the API appends the heads of the journals' chains. */
    public Path chainHeads() {
        return root.resolve("chain-heads.jsonl");
    }

    /** What the venue simulator remembers: the venue's side is not ours, so it keeps its own folder. */
    public Path venue() {
        return root.resolve("venue");
    }

    /** One line per acknowledged demo order, of all runs on this folder. */
    public Path acknowledgedLog() {
        return root.resolve("demo-acknowledged.log");
    }

    /**
     * Claims the folder for this process until the lock is closed. The operating system gives it back when the process
     * dies, so a killed launcher leaves nothing to clear away.
     *
     * @throws IllegalStateException when another launcher runs on it
     */
    public Lock lock() {
        Path file = root.resolve("launcher.lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!claim(channel)) {
                channel.close();
                String holder = Files.readString(file).strip();
                throw new IllegalStateException("another launcher (pid " + holder + ") runs on " + root
                        + "; stop it with Ctrl-C or: kill " + holder);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new Lock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    private static boolean claim(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as much in use as by another.
            return false;
        }
    }

    /** The claim on the folder. */
    public record Lock(FileChannel channel) implements AutoCloseable {

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
