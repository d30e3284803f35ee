package io.tradecore.api.export;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text of any length that is made while it is read, a page at a time: what is in memory is one page. Not safe for use by
 * several threads; blocks the thread that reads.
 */
public final class PagedText extends InputStream {

    /** Makes the pages of a text in turn. */
    @FunctionalInterface
    public interface Pages {
        /** The next page, which may be empty, or null at the end. Is not asked again after that. */
        @Nullable
        String next();
    }

    private final Pages pages;
    private byte[] page = {};
    private int position;
    private boolean ended;

    public PagedText(Pages pages) {
        this.pages = pages;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (position == page.length) {
            String next = ended ? null : pages.next();
            if (next == null) {
                ended = true;
                return -1;
            }
            page = next.getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        int count = Math.min(length, page.length - position);
        System.arraycopy(page, position, into, offset, count);
        position += count;
        return count;
    }
}
