package io.tradecore.api.chain;

import io.tradecore.ledger.ChainHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends heads to a file, a line each, and waits until they are on the disk. */
final class HeadFile implements HeadSink {
    private final Path file;

    HeadFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    /** Opened each time: whoever carries the file away may move it, and the next lines begin another. */
    @Override
    public boolean keep(List<ChainHead> heads) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        if (endsWithinALine()) {
            lines.write('\n');
        }
        for (ChainHead head : heads) {
            lines.writeBytes(HeadJson.of(head));
            lines.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        return true;
    }

    /** As it does where the machine stopped while a line was written: the next is not to become a part of that one. */
    private boolean endsWithinALine() throws IOException {
        if (Files.notExists(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }
}
