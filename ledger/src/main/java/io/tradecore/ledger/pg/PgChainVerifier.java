package io.tradecore.ledger.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import io.tradecore.ledger.Entry;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Transfer;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.TransferDetail;
import io.tradecore.ledger.TransferKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads journals and computes every hash anew. Each account is read in one snapshot, a page of transfers at a time, so that
 * neither memory nor a statement grows with the journal, and a book in use is not caught between two rows. Not safe for use by
 * several threads.
 *
 * <p>The connection may see all accounts and is not in auto-commit.
 */
public final class PgChainVerifier {

    private static final int ACCOUNTS_OF_A_PAGE = 1000;
    private static final int TRANSFERS_OF_A_PAGE = 2000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String SEE_ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final String LIST_ACCOUNTS = """
            SELECT account_id FROM accounts WHERE account_id > ? ORDER BY account_id LIMIT ?""";

    private static final String FIND_ACCOUNT = """
            SELECT transfer_seq, chain_start, chain_hash FROM accounts WHERE account_id = ?""";

    private static final String LIST_TRANSFERS = """
            SELECT t.seq, t.transfer_id, t.kind, t.asset, t.amount, t.order_id, t.exec_id, t.actor, t.effective_at, t.recorded_at,
                t.chain_key, t.chain_hash, d.other_account_id, d.hold_id, d.rate, d.rounding, d.reversed_seq, d.reversible,
                d.reversed_before, d.reversed_after
            FROM ledger_transfers t LEFT JOIN ledger_transfer_details d ON (d.account_id, d.seq) = (t.account_id, t.seq)
            WHERE t.account_id = ? AND t.seq > ? ORDER BY t.seq LIMIT ?""";

    private static final String FIND_HASHES = """
            SELECT t.account_id, t.seq, t.chain_hash FROM unnest(?, ?) AS k (account_id, seq)
            JOIN ledger_transfers t ON (t.account_id, t.seq) = (k.account_id, k.seq)""";

    private static final String LIST_ENTRIES = """
            SELECT seq, leg, code, asset, amount, balance_after, recorded_at
            FROM ledger_entries WHERE account_id = ? AND seq > ? AND seq <= ? ORDER BY seq, leg""";

    private final Connection connection;
    private final Map<Integer, TransferChain> chains;
    /** Of each account the head kept elsewhere that has to be looked at: the first that is another hash, else the last. */
    private final Map<AccountId, ChainHead> anchors = new HashMap<>();

    private final Set<AccountId> contradicted = new HashSet<>();
    private long verified;
    private long unsealed;

    private record Head(long seq, long chainStart, byte @Nullable [] hash) {}

    /**
     * A row as it is stored.
     *
     * @param transfer null where it, or an entry of it, cannot have been posted
     * @param keyId 0 where it is not sealed
     */
    private record Stored(
            long seq,
            @Nullable Transfer transfer,
            TransferDetail detail,
            Instant recordedAt,
            int keyId,
            byte @Nullable [] hash) {

        Stored impossible() {
            return new Stored(seq, null, detail, recordedAt, keyId, hash);
        }
    }

    /** A value that was never posted: somebody who can change rows can change the checks on them. */
    private static final class ImpossibleValueException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Reads what may have been made impossible. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException, ImpossibleValueException;
    }

    /** @param chains by the number of their key */
    public PgChainVerifier(Connection connection, Map<Integer, TransferChain> chains) {
        this.connection = connection;
        this.chains = Map.copyOf(chains);
    }

    /**
     * Has journals judged by these heads as well, which were kept elsewhere: each of them, for a journal that was cut may have
     * grown beyond the last one since. Before verifying, as often as there are more.
     */
    public void anchor(List<ChainHead> heads) throws SQLException {
        Map<AccountId, Map<Long, byte[]>> stored = hashes(heads);
        for (ChainHead head : heads) {
            Map<Long, byte[]> journal = stored.getOrDefault(head.accountId(), Map.of());
            boolean other =
                    journal.containsKey(head.seq()) && !MessageDigest.isEqual(journal.get(head.seq()), head.hash());
            ChainHead known = anchors.get(head.accountId());
            boolean isFirst =
                    other && (known == null || !contradicted.contains(head.accountId()) || head.seq() < known.seq());
            boolean isLast = !contradicted.contains(head.accountId()) && (known == null || head.seq() > known.seq());
            if (isFirst || isLast) {
                anchors.put(head.accountId(), head);
            }
            if (other) {
                contradicted.add(head.accountId());
            }
        }
    }

    private Map<AccountId, Map<Long, byte[]>> hashes(List<ChainHead> heads) throws SQLException {
        Map<AccountId, Map<Long, byte[]>> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(FIND_HASHES)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            heads.stream().map(head -> head.accountId().value()).toArray()));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", heads.stream().map(ChainHead::seq).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(new AccountId(rows.getObject("account_id", UUID.class)), _ -> new HashMap<>())
                            .put(rows.getLong("seq"), rows.getBytes("chain_hash"));
                }
            }
        } finally {
            connection.rollback();
        }
        return found;
    }

    /** Accounts of which heads were kept elsewhere. */
    public int anchored() {
        return anchors.size();
    }

    /** Transfers whose hash was computed and found right. */
    public long verified() {
        return verified;
    }

    /** Transfers that were posted before sealing began: nothing can be said of what they contain. */
    public long unsealed() {
        return unsealed;
    }

    /** Goes through all accounts, and tells the first fault of each that has one. */
    public void verifyAll(Consumer<ChainFault> faults) throws SQLException {
        Set<AccountId> gone = new HashSet<>(anchors.keySet());
        UUID after = BEFORE_ALL;
        List<UUID> page;
        do {
            page = accountsAfter(after);
            for (UUID account : page) {
                AccountId accountId = new AccountId(account);
                gone.remove(accountId);
                ChainFault fault = verify(accountId);
                if (fault != null) {
                    faults.accept(fault);
                }
                after = account;
            }
        } while (page.size() == ACCOUNTS_OF_A_PAGE);
        gone.stream()
                .sorted()
                .map(accountId -> new ChainFault(accountId, 1, ChainFault.Kind.TRUNCATED))
                .forEach(faults);
    }

    private List<UUID> accountsAfter(UUID after) throws SQLException {
        List<UUID> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(LIST_ACCOUNTS)) {
            query.setObject(1, after);
            query.setInt(2, ACCOUNTS_OF_A_PAGE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
        } finally {
            connection.rollback();
        }
        return found;
    }

    /** The account's first fault, or null. */
    public @Nullable ChainFault verify(AccountId accountId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SEE_ONE_SNAPSHOT);
            return walk(accountId, head(accountId));
        } finally {
            connection.rollback();
        }
    }

    private Head head(AccountId accountId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND_ACCOUNT)) {
            query.setObject(1, accountId.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new Head(
                                rows.getLong("transfer_seq"), rows.getLong("chain_start"), rows.getBytes("chain_hash"))
                        : new Head(0, 1, null);
            }
        }
    }

    private @Nullable ChainFault walk(AccountId accountId, Head head) throws SQLException {
        byte[] previous = null;
        long last = 0;
        List<Stored> page;
        do {
            // No transfer has a number below 1, unless somebody put it there.
            page = page(accountId, last == 0 ? Long.MIN_VALUE : last);
            for (Stored stored : page) {
                ChainFault.Kind wrong = judge(accountId, stored, last + 1, previous, head);
                if (wrong != null) {
                    return new ChainFault(accountId, Math.min(stored.seq(), last + 1), wrong);
                }
                last++;
                previous = stored.hash();
            }
        } while (page.size() == TRANSFERS_OF_A_PAGE);
        return judgeEnd(accountId, last, previous, head);
    }

    private ChainFault.@Nullable Kind judge(
            AccountId accountId, Stored stored, long seq, byte @Nullable [] previous, Head head) {
        byte[] hash = stored.hash();
        if (stored.seq() > seq) {
            return ChainFault.Kind.MISSING;
        }
        if (seq > head.seq()) {
            return ChainFault.Kind.BEYOND_HEAD;
        }
        Transfer transfer = stored.transfer();
        if (stored.seq() < seq || transfer == null) {
            return ChainFault.Kind.ALTERED;
        }
        if (hash == null) {
            if (seq >= head.chainStart()) {
                return ChainFault.Kind.UNSEALED;
            }
            unsealed++;
        } else {
            TransferChain chain = chains.get(stored.keyId());
            if (chain == null) {
                return ChainFault.Kind.KEY_UNKNOWN;
            }
            if (seq < head.chainStart()
                    || !MessageDigest.isEqual(
                            hash, chain.seal(previous, transfer, stored.detail(), stored.recordedAt()))) {
                return ChainFault.Kind.ALTERED;
            }
            verified++;
        }
        ChainHead anchor = anchors.get(accountId);
        return anchor == null || anchor.seq() != seq || MessageDigest.isEqual(anchor.hash(), hash)
                ? null
                : ChainFault.Kind.OTHER_ANCHOR;
    }

    private @Nullable ChainFault judgeEnd(AccountId accountId, long last, byte @Nullable [] previous, Head head) {
        ChainHead anchor = anchors.get(accountId);
        if (last < head.seq()) {
            return new ChainFault(accountId, last + 1, ChainFault.Kind.MISSING);
        }
        if (anchor != null && last < anchor.seq()) {
            return new ChainFault(accountId, last + 1, ChainFault.Kind.TRUNCATED);
        }
        // Null twice is equal too: nothing is sealed, and the account says so.
        return MessageDigest.isEqual(previous, head.hash())
                ? null
                : new ChainFault(accountId, last, ChainFault.Kind.OTHER_HEAD);
    }

    private List<Stored> page(AccountId accountId, long after) throws SQLException {
        List<Stored> page = new ArrayList<>();
        Map<Long, Stored> bySeq = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(LIST_TRANSFERS)) {
            query.setObject(1, accountId.value());
            query.setLong(2, after);
            query.setInt(3, TRANSFERS_OF_A_PAGE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    TransferDetail detail = orNull(() -> detail(rows));
                    Stored stored = new Stored(
                            rows.getLong("seq"),
                            detail == null ? null : orNull(() -> transfer(accountId, rows)),
                            detail == null ? TransferDetail.NONE : detail,
                            time(rows, "recorded_at"),
                            rows.getInt("chain_key"),
                            rows.getBytes("chain_hash"));
                    page.add(stored);
                    bySeq.put(stored.seq(), stored);
                }
            }
        }
        if (page.isEmpty()) {
            return page;
        }
        Set<Long> impossible = addEntries(accountId, after, page.getLast().seq(), bySeq);
        page.replaceAll(stored -> impossible.contains(stored.seq()) ? stored.impossible() : stored);
        return page;
    }

    /** Gives the transfers their entries. Those that have one that cannot be theirs. */
    private Set<Long> addEntries(AccountId accountId, long after, long last, Map<Long, Stored> bySeq)
            throws SQLException {
        Set<Long> impossible = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(LIST_ENTRIES)) {
            query.setObject(1, accountId.value());
            query.setLong(2, after);
            query.setLong(3, last);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Stored stored = bySeq.get(rows.getLong("seq"));
                    Transfer transfer = stored == null ? null : stored.transfer();
                    // An entry without a transfer stands where one is missing, which is found by its number.
                    if (stored == null || transfer == null) {
                        continue;
                    }
                    Entry entry = orNull(() -> entry(rows));
                    // What is hashed numbers the legs and gives all of them the transfer's time.
                    if (entry == null
                            || rows.getInt("leg") != transfer.entries().size()
                            || !time(rows, "recorded_at").equals(stored.recordedAt())) {
                        impossible.add(stored.seq());
                    } else {
                        transfer.entries().add(entry);
                    }
                }
            }
        }
        return impossible;
    }

    private static <T> @Nullable T orNull(Reading<T> reading) throws SQLException {
        try {
            return reading.read();
        } catch (ImpossibleValueException _) {
            return null;
        }
    }

    /** Without its entries. */
    private static Transfer transfer(AccountId accountId, ResultSet rows)
            throws SQLException, ImpossibleValueException {
        return new Transfer(
                accountId,
                rows.getLong("seq"),
                text(rows, "transfer_id"),
                known(TransferKind.class, rows, "kind"),
                text(rows, "asset"),
                amount(rows, "amount"),
                rows.getObject("order_id", UUID.class),
                rows.getString("exec_id"),
                text(rows, "actor"),
                time(rows, "effective_at"),
                new ArrayList<>());
    }

    private static TransferDetail detail(ResultSet rows) throws SQLException, ImpossibleValueException {
        UUID other = rows.getObject("other_account_id", UUID.class);
        boolean converted = rows.getString("rate") != null || rows.getString("rounding") != null;
        boolean reverses = rows.getString("reversed_seq") != null;
        return new TransferDetail(
                other == null ? null : new AccountId(other),
                rows.getObject("hold_id", UUID.class),
                converted ? amount(rows, "rate") : null,
                converted ? known(RoundingMode.class, rows, "rounding") : null,
                reverses
                        ? new TransferDetail.Reversal(
                                rows.getLong("reversed_seq"),
                                amount(rows, "reversible"),
                                amount(rows, "reversed_before"),
                                amount(rows, "reversed_after"))
                        : null);
    }

    private static Entry entry(ResultSet rows) throws SQLException, ImpossibleValueException {
        return new Entry(
                known(LedgerCode.class, rows, "code"),
                text(rows, "asset"),
                amount(rows, "amount"),
                amount(rows, "balance_after"));
    }

    private static <E extends Enum<E>> E known(Class<E> type, ResultSet rows, String column)
            throws SQLException, ImpossibleValueException {
        try {
            return Enum.valueOf(type, text(rows, column));
        } catch (IllegalArgumentException _) {
            throw new ImpossibleValueException();
        }
    }

    /** Neither nothing nor NaN nor Infinity. */
    private static BigDecimal amount(ResultSet rows, String column) throws SQLException, ImpossibleValueException {
        try {
            return new BigDecimal(text(rows, column));
        } catch (NumberFormatException _) {
            throw new ImpossibleValueException();
        }
    }

    private static String text(ResultSet rows, String column) throws SQLException, ImpossibleValueException {
        String text = rows.getString(column);
        if (text == null) {
            throw new ImpossibleValueException();
        }
        return text;
    }

    private static Instant time(ResultSet rows, String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }
}
