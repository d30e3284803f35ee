package io.tradecore.api.statement;

import static io.tradecore.api.statement.StatementColumn.ACCOUNT;
import static io.tradecore.api.statement.StatementColumn.AMOUNT;
import static io.tradecore.api.statement.StatementColumn.ASSET;
import static io.tradecore.api.statement.StatementColumn.CL_ORD_ID;
import static io.tradecore.api.statement.StatementColumn.CURRENCY;
import static io.tradecore.api.statement.StatementColumn.EXEC_ID;
import static io.tradecore.api.statement.StatementColumn.EXEC_REF_ID;
import static io.tradecore.api.statement.StatementColumn.EXEC_TYPE;
import static io.tradecore.api.statement.StatementColumn.FEE;
import static io.tradecore.api.statement.StatementColumn.LAST_PX;
import static io.tradecore.api.statement.StatementColumn.LAST_QTY;
import static io.tradecore.api.statement.StatementColumn.ORDER_ID;
import static io.tradecore.api.statement.StatementColumn.QTY;
import static io.tradecore.api.statement.StatementColumn.SIDE;
import static io.tradecore.api.statement.StatementColumn.SYMBOL;
import static io.tradecore.api.statement.StatementColumn.TRANSACT_TIME;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a file is a list of, which its header tells. */
public enum StatementForm {
    /** What was executed in the period. */
    EXECUTIONS(
            List.of(EXEC_TYPE, EXEC_ID, SYMBOL, SIDE, LAST_QTY, LAST_PX, TRANSACT_TIME),
            List.of(EXEC_REF_ID, ACCOUNT, ORDER_ID, CL_ORD_ID, FEE, CURRENCY)),
    /** Positions at the end of the period. */
    POSITIONS(List.of(ACCOUNT, SYMBOL, QTY), List.of()),
    /** Cash at the end of the period. */
    CASH(List.of(ACCOUNT, ASSET, AMOUNT), List.of());

    private final List<StatementColumn> needed;
    private final List<StatementColumn> columns;

    StatementForm(List<StatementColumn> needed, List<StatementColumn> optional) {
        this.needed = needed;
        this.columns = Stream.concat(needed.stream(), optional.stream()).toList();
    }

    /** All it may have, in the order its rows are handed on. */
    public List<StatementColumn> columns() {
        return columns;
    }

    /** The form with these columns, or null where none has. */
    static @Nullable StatementForm of(Set<StatementColumn> header) {
        for (StatementForm form : values()) {
            if (header.containsAll(form.needed) && form.columns.containsAll(header)) {
                return form;
            }
        }
        return null;
    }

    /** Those of its columns that a row must have a value in. */
    Set<StatementColumn> neededOf(@Nullable String execType) {
        EnumSet<StatementColumn> values = EnumSet.copyOf(needed);
        if (this == EXECUTIONS && !"TRADE".equals(execType)) {
            values.add(EXEC_REF_ID);
        }
        if (this == EXECUTIONS && "TRADE_CANCEL".equals(execType)) {
            // What is taken back need not be told again.
            values.removeAll(Set.of(SIDE, LAST_QTY, LAST_PX));
        }
        return values;
    }
}
