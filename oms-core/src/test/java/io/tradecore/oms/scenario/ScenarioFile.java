package io.tradecore.oms.scenario;

import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.risk.SelfTradePrevention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads scenario tables. {@code scenarios/README.md} tells how they are written. */
public final class ScenarioFile {

    /** The tables, in the order of FIX's groups. */
    public static final List<String> NAMES = List.of(
            "a_fills.scn",
            "b_cancel.scn",
            "c_replace.scn",
            "d_requests_in_flight.scn",
            "e_unsolicited.scn",
            "f_duplicates.scn",
            "g_status.scn",
            "h_gtc.scn",
            "i_ioc_fok.scn",
            "j_bust_correct.scn",
            "k_halts.scn",
            "l_stopped.scn",
            "m_mass_cancel.scn",
            "n_held.scn",
            "o_lists.scn",
            "p_margin.scn",
            "q_self_trades.scn",
            "x_extras.scn");

    private static final String KEYWORD = "scenario ";
    private static final String ACCOUNT = "account ";
    private static final String SELF_TRADES = "self-trades ";
    private static final Pattern SAYS = Pattern.compile(
            "-|replayed|late|overfill|late overfill|overclose|late overclose|requested|canceled|(refused|denied) [A-Z_]+( [0-9]+)?"
                    + "|(ignored|quarantined) [A-Z_]+");
    private static final Pattern POSITION = Pattern.compile("-|(0|-?[0-9.]+ @ [0-9.]+)( / (0|-?[0-9.]+ @ [0-9.]+))?");
    private static final Pattern EXEC_TYPE = Pattern.compile("-|[A-Z_]+( [A-Z_]+)*");

    private final String file;
    private final List<Scenario> scenarios = new ArrayList<>();
    private @Nullable Cell head;
    private AccountKind account = AccountKind.CASH;
    private SelfTradePrevention selfTrades = SelfTradePrevention.NONE;
    private List<Column> columns = List.of();
    private List<Step> steps = new ArrayList<>();

    private ScenarioFile(String file) {
        this.file = file;
    }

    /** Every scenario of every table. */
    public static List<Scenario> all() {
        return NAMES.stream().flatMap(ScenarioFile::load).toList();
    }

    private static Stream<Scenario> load(String name) {
        try (InputStream in = ScenarioFile.class.getResourceAsStream("/scenarios/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no table scenarios/" + name);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The scenarios of one table.
     *
     * @throws ScenarioException naming the place of the first thing that is wrong
     */
    static List<Scenario> parse(String file, String text) {
        ScenarioFile reader = new ScenarioFile(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            reader.line(new Cell(file, i + 1, 1, lines.get(i)));
        }
        reader.finish();
        return reader.scenarios;
    }

    private void line(Cell line) {
        String text = line.text().strip();
        if (text.startsWith(KEYWORD)) {
            finish();
            head = line;
            account = AccountKind.CASH;
            selfTrades = SelfTradePrevention.NONE;
            columns = List.of();
        } else if (text.startsWith(ACCOUNT) && head != null && columns.isEmpty()) {
            account = new Cell(file, line.line(), ACCOUNT.length() + 1, text.substring(ACCOUNT.length()))
                    .constant(AccountKind.class);
        } else if (text.startsWith(SELF_TRADES) && head != null && columns.isEmpty()) {
            selfTrades = new Cell(file, line.line(), SELF_TRADES.length() + 1, text.substring(SELF_TRADES.length()))
                    .constant(SelfTradePrevention.class);
        } else if (text.startsWith("|")) {
            row(line);
        } else if (!text.isEmpty() && !text.startsWith("#")) {
            throw line.error(
                    "a line is empty, a # comment, a | row, or begins with \"scenario\", then \"account\" or \"self-trades\"");
        }
    }

    private void finish() {
        if (head == null) {
            return;
        }
        if (steps.isEmpty()) {
            throw head.error("the scenario has no rows");
        }
        String[] parts = head.text().strip().substring(KEYWORD.length()).split(":", 2);
        String id = parts[0].strip();
        if (parts.length < 2 || id.isEmpty() || parts[1].isBlank()) {
            throw head.error("a scenario is named as \"scenario A.1.a: what happens\"");
        }
        if (scenarios.stream().anyMatch(scenario -> scenario.id().equals(id))) {
            throw head.error("there is a scenario " + id + " already");
        }
        scenarios.add(new Scenario(file, head.line(), id, parts[1].strip(), account, selfTrades, steps));
        steps = new ArrayList<>();
    }

    private void row(Cell line) {
        if (head == null) {
            throw line.error("a row belongs to a scenario");
        }
        List<Cell> cells = cells(line);
        if (columns.isEmpty()) {
            columns = columns(cells);
            return;
        }
        if (cells.size() != columns.size()) {
            throw line.error("the row has " + cells.size() + " cells, not " + columns.size());
        }
        Map<Column, Cell> row = new EnumMap<>(Column.class);
        for (Column column : columns) {
            row.put(column, check(column, cells.get(column.ordinal())));
        }
        Cell message = cells.get(Column.MESSAGE.ordinal());
        MessageReader reader = new MessageReader(row, message);
        Message read = message.text().startsWith("+") ? orderOfList(reader.readEntry(), message) : reader.read();
        steps.add(new Step(line.line(), message.text(), read, expected(row)));
    }

    /** Its list is placed with all its rows; this one tells how the order stands then. */
    private Message orderOfList(Message.NewList.Entry entry, Cell row) {
        int last = steps.size() - 1;
        while (last >= 0 && steps.get(last).message() instanceof Message.Look) {
            last--;
        }
        if (last < 0 || !(steps.get(last).message() instanceof Message.NewList list)) {
            throw row.error("an order of a list follows the row of its list");
        }
        Step step = steps.get(last);
        steps.set(last, new Step(step.line(), step.text(), list.with(entry), step.expected()));
        return new Message.Look(entry.order().clOrdId());
    }

    private List<Cell> cells(Cell line) {
        String text = line.text();
        if (!text.stripTrailing().endsWith("|")) {
            throw new Cell(file, line.line(), text.length() + 1, "").error("a row ends with |");
        }
        List<Cell> cells = new ArrayList<>();
        int from = text.indexOf('|') + 1;
        int to = text.indexOf('|', from);
        while (to >= 0) {
            String inside = text.substring(from, to);
            int indent = inside.length() - inside.stripLeading().length();
            cells.add(new Cell(file, line.line(), from + indent + 1, inside.strip()));
            from = to + 1;
            to = text.indexOf('|', from);
        }
        return cells;
    }

    private static List<Column> columns(List<Cell> cells) {
        for (Cell cell : cells) {
            if (Column.titled(cell.text()) == null) {
                throw cell.error("\"" + cell.text() + "\" is no column; they are " + titles());
            }
        }
        List<String> read = cells.stream().map(Cell::text).toList();
        List<Column> all = List.of(Column.values());
        List<Column> needed =
                all.stream().filter(column -> !column.isOptional()).toList();
        if (read.equals(titles(needed))) {
            return needed;
        }
        if (!read.equals(titles(all))) {
            throw cells.getFirst().error("the columns are, in this order, " + titles(needed) + ", or " + titles());
        }
        return all;
    }

    private static List<String> titles() {
        return titles(List.of(Column.values()));
    }

    private static List<String> titles(List<Column> columns) {
        return columns.stream().map(Column::title).toList();
    }

    /** What is left out is a dash, so that nothing is forgotten. */
    private static Cell check(Column column, Cell cell) {
        if (cell.text().isEmpty()) {
            throw cell.error(column.title() + " is empty; nothing is written as " + Shown.NONE);
        }
        if (column.isDecimal() && !cell.isNone()) {
            cell.decimal();
        }
        switch (column) {
            case ORD_STATUS -> {
                if (!cell.isNone()) {
                    cell.constant(OrdStatus.class);
                }
            }
            case EXEC_TYPE -> match(EXEC_TYPE, cell, "is no ExecType, which is in capitals");
            case SAYS ->
                match(
                        SAYS,
                        cell,
                        "is not -, replayed, late, overfill, overclose, requested, canceled, or refused, denied, ignored, quarantined with a"
                                + " code");
            case POSITION ->
                match(
                        POSITION,
                        cell,
                        "is not 0 or a quantity @ its average price, of a HEDGING account both legs with / between");
            case MESSAGE, CL_ORD_ID, ORIG_CL_ORD_ID, EXEC_ID, GOES_BY -> {
                // Anything is a name; the message is read as a whole.
            }
            case ORDER_QTY,
                    CUM_QTY,
                    LEAVES_QTY,
                    LAST_QTY,
                    AVG_PX,
                    CASH,
                    HOLD,
                    DAY_ORDER_QTY,
                    DAY_CUM_QTY,
                    DAY_AVG_PX -> {
                // Its decimal has been looked at.
            }
        }
        return cell;
    }

    private static void match(Pattern pattern, Cell cell, String otherwise) {
        if (!pattern.matcher(cell.text()).matches()) {
            throw cell.error("\"" + cell.text() + "\" " + otherwise);
        }
    }

    private static Shown expected(Map<Column, Cell> row) {
        Shown.Builder expected = new Shown.Builder();
        row.forEach((column, cell) -> {
            if (!column.isInput()) {
                boolean number = column.isDecimal() && !cell.isNone();
                expected.put(column, number ? Shown.decimal(cell.decimal()) : cell.text());
            }
        });
        return expected.shown();
    }
}
