package io.tradecore.ops.venue.journal;

import io.tradecore.ops.venue.wire.MalformedMessageException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The venue's memory: an append-only file of JSON lines. What was flushed survives the end of the process, by kill -9 too; it
 * is not forced to the disk line by line, so a loss of power may cost the last moments, after which the sender's repetitions
 * and the run id, another one on each start, keep orders and ExecIDs single.
 *
 * <p>Confined to one thread. One process at a time: the file is locked.
 */
public final class Journal implements AutoCloseable {

    /** The journal's name in the data folder. */
    public static final String FILE_NAME = "venue.journal";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-z]{1,13}");
    private static final int RADIX = 36;

    private final FileChannel channel;
    private final FileLock lock;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private Journal(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens or makes the journal in a folder and reads it from the beginning. A last line that was cut off in the middle never
     * happened and is removed.
     *
     * @throws IOException if another process holds it, or a line in its middle cannot be read
     */
    public static Journal open(Path folder, Consumer<JournalLine> reader) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE_NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(channel, file);
            removeTornLine(channel, file);
            read(channel, file, reader);
            channel.position(channel.size());
            return new Journal(channel, lock);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // The holder is this very process; to the caller it is the same.
        }
        throw new IOException(file + " is in use by another venue");
    }

    private static void removeTornLine(FileChannel channel, Path file) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        if (end < channel.size()) {
            LOG.warn("{}: the last {} bytes were cut off in the middle of a line", file, channel.size() - end);
            channel.truncate(end);
        }
    }

    private static void read(FileChannel channel, Path file, Consumer<JournalLine> reader) throws IOException {
        channel.position(0);
        // The reader is left open: closing it would close the channel and with it the lock.
        BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try {
                reader.accept(JournalLine.parse(line));
            } catch (MalformedMessageException e) {
                throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
    }

    /** The run id of a start at this time, later in order than the last one whatever the clock says. */
    public static String nextRunId(String lastRunId, long epochMilli) {
        long last = RUN_ID.matcher(lastRunId).matches() ? Long.parseLong(lastRunId, RADIX) : -1;
        return Long.toString(Math.max(epochMilli, last + 1), RADIX);
    }

    /** Adds a line; it counts once {@link #flush} has returned. */
    public void append(JournalLine line) {
        pending.writeBytes(line.bytes());
        pending.write('\n');
    }

    /**
     * Hands what was added to the operating system.
     *
     * @throws UncheckedIOException if that fails: the venue must stop, for it can promise nothing any more
     */
    public void flush() {
        if (pending.size() == 0) {
            return;
        }
        ByteBuffer lines = ByteBuffer.wrap(pending.toByteArray());
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written", e);
        }
        pending.reset();
    }

    /** Flushes and forces to the disk. */
    public void force() throws IOException {
        flush();
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        flush();
        lock.release();
        channel.close();
    }
}
