package io.tradecore.ledger;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals transfers into a chain: each one's hash is an HMAC-SHA-256 (RFC 2104) of all that is stored of it and of the hash
 * before it. Without the key nobody can change, exchange, insert or take away a transfer and make the chain fit again.
 *
 * <p>What is hashed is a sequence of fields, each with its length in bytes before it (4 bytes, big-endian; -1 where there is no
 * value), so that two different transfers never give the same bytes. {@code docs/tamper-evidence.md} lists the fields.
 * Immutable, safe for use by many threads.
 */
public final class TransferChain {

    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    private static final String FORM = "tradecore-chain-1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_KEY_BYTES = 32;
    private static final int LARGEST_KEY_ID = Short.MAX_VALUE;
    private static final int USUAL_BYTES = 512;

    private final int keyId;
    private final SecretKeySpec key;

    /**
     * @param keyId names the key, and is stored with each hash: 1 to 32767
     * @param secret at least 32 bytes in UTF-8; never stored
     */
    public TransferChain(int keyId, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (keyId < 1 || keyId > LARGEST_KEY_ID || bytes.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("the key of the chain needs an id from 1 to " + LARGEST_KEY_ID + " and "
                    + LEAST_KEY_BYTES + " bytes or more");
        }
        this.keyId = keyId;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    public int keyId() {
        return keyId;
    }

    /**
     * The hash of a transfer.
     *
     * @param previous of the transfer before it, null for the first of a chain
     * @param recordedAt when it is recorded, as the database stores it: in microseconds
     */
    public byte[] seal(byte @Nullable [] previous, Transfer transfer, TransferDetail detail, Instant recordedAt) {
        return seal(mac(), previous, transfer, detail, recordedAt);
    }

    /** One after the other: making the function takes longer than one use of it. */
    byte[] seal(Mac mac, byte @Nullable [] previous, Transfer transfer, TransferDetail detail, Instant recordedAt) {
        return mac.doFinal(encoded(previous, transfer, detail, recordedAt));
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] encoded(
            byte @Nullable [] previous, Transfer transfer, TransferDetail detail, Instant recordedAt) {
        Fields fields = new Fields();
        fields.text(FORM);
        fields.bytes(previous);
        fields.text(transfer.accountId().toString());
        fields.number(transfer.seq());
        fields.text(transfer.transferId());
        fields.text(transfer.kind().name());
        fields.text(transfer.asset());
        fields.amount(transfer.amount());
        fields.text(transfer.orderId() == null ? null : transfer.orderId().toString());
        fields.text(transfer.execId());
        fields.text(transfer.actor());
        fields.time(transfer.effectiveAt());
        fields.time(recordedAt);
        List<Entry> entries = transfer.entries();
        fields.number(entries.size());
        for (int leg = 0; leg < entries.size(); leg++) {
            Entry entry = entries.get(leg);
            fields.number(leg);
            fields.text(entry.code().name());
            fields.text(entry.asset());
            fields.amount(entry.amount());
            fields.amount(entry.balanceAfter());
        }
        if (!detail.equals(TransferDetail.NONE)) {
            add(fields, detail);
        }
        return fields.written.toByteArray();
    }

    private static void add(Fields fields, TransferDetail detail) {
        fields.text(
                detail.otherAccountId() == null ? null : detail.otherAccountId().toString());
        fields.text(detail.holdId() == null ? null : detail.holdId().toString());
        fields.amount(detail.rate());
        fields.text(detail.rounding() == null ? null : detail.rounding().name());
        TransferDetail.Reversal reversal = detail.reversal();
        if (reversal != null) {
            fields.number(reversal.seq());
            fields.amount(reversal.whole());
            fields.amount(reversal.before());
            fields.amount(reversal.after());
        }
    }

    private static final class Fields {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream(USUAL_BYTES);

        void text(@Nullable String value) {
            bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }

        void number(long value) {
            text(Long.toString(value));
        }

        /** The value, not how it is written: 100.0 is 100. */
        void amount(@Nullable BigDecimal value) {
            if (value == null) {
                bytes(null);
            } else {
                text(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
            }
        }

        void time(Instant value) {
            number(Instant.EPOCH.until(value, ChronoUnit.MICROS));
        }

        void bytes(byte @Nullable [] value) {
            int length = value == null ? -1 : value.length;
            written.write(length >>> 24);
            written.write(length >>> 16);
            written.write(length >>> 8);
            written.write(length);
            if (value != null) {
                written.writeBytes(value);
            }
        }
    }
}
