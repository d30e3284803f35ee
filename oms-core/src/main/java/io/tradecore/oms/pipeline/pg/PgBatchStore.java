package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.UuidV7;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.BatchFailedException;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.BatchStore;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.Lending;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.pg.PgRiskRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps batches in PostgreSQL, in two round trips each whatever their size: see only these accounts, lock them and load
 * what their commands may need; write and commit. Safe for use by many threads.
 *
 * <p>The data source connects as oms_writer. Its connections are used in auto-commit: begin and commit travel with what is loaded and
 * written.
 */
public final class PgBatchStore implements BatchStore {

    private static final Logger LOG = LoggerFactory.getLogger(PgBatchStore.class);

    private final DataSource writer;
    private final Instruments instruments;
    private final PgLedger ledger = new PgLedger();
    private final PgRiskRules riskRules;
    private final BatchWriter batchWriter;
    private final Exposures exposures;

    /**
     * @param chain seals the transfers that are posted
     * @param exposures what this process remembers of accounts, as this store has committed it
     */
    public PgBatchStore(
            DataSource writer,
            Instruments instruments,
            PgRiskRules riskRules,
            UuidV7 ids,
            TransferChain chain,
            Exposures exposures) {
        this.writer = writer;
        this.exposures = exposures;
        this.instruments = instruments;
        this.riskRules = riskRules;
        this.batchWriter = new BatchWriter(ledger, ids, chain);
    }

    @Override
    public Committed inTransaction(
            List<Command> commands,
            Function<BatchState, List<Lending>> needs,
            Function<BatchState, List<Outcome>> decide) {
        try (Connection connection = writer.getConnection()) {
            try {
                connection.setAutoCommit(true);
                BatchState batch =
                        new BatchLoader(instruments, ledger, riskRules, exposures).load(connection, commands);
                CreditRows.lend(connection, needs.apply(batch), batch);
                List<Outcome> outcomes = decide.apply(batch);
                batchWriter.writeAndCommit(connection, batch);
                batch.accounts().forEach(this::remember);
                return new Committed(outcomes, batch);
            } catch (SQLException | RuntimeException | Error e) {
                // The pool does not: for it there is no transaction.
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new BatchFailedException(kindOf(e), e);
        }
    }

    private void remember(AccountState account) {
        Exposure exposure = account.handOverExposure();
        if (exposure != null) {
            exposures.putBack(
                    account.accountId(), account.eventSeq(), account.book().transferSeq(), exposure);
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("Nothing to roll back on a connection that failed", e);
            cause.addSuppressed(e);
        }
    }

    private static BatchFailedException.Kind kindOf(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            // The pool has no connection to give.
            return BatchFailedException.Kind.CONNECTION;
        }
        return switch (state) {
            // serialization_failure, deadlock_detected, lock_not_available, query_canceled
            case "40001", "40P01", "55P03", "57014" -> BatchFailedException.Kind.CONTENDED;
            // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections,
            // idle_in_transaction_session_timeout
            case "57P01", "57P02", "57P03", "53300", "25P03" -> BatchFailedException.Kind.CONNECTION;
            default ->
                switch (state.substring(0, 2)) {
                    case "08" -> BatchFailedException.Kind.CONNECTION;
                    case "22", "23" -> BatchFailedException.Kind.CONTENT;
                    default -> BatchFailedException.Kind.OTHER;
                };
        };
    }
}
