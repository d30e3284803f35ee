package io.tradecore.oms.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads tables of checks, which {@code risk-limits/src/test/resources/checks/README.md} tells how to write, and says what is not
 * in them that has to be. Immutable.
 */
public final class CheckTable {

    /** What an order is to a check's bound, or what the check has to do without. */
    public enum Kind {
        INSIDE,
        /** Exactly what is allowed. */
        AT,
        OUTSIDE,
        /** Something the check compares is not there. */
        MISSING,
        /** Redis or the quote feed is silent. */
        FEED_DOWN
    }

    /** What a row says that is not played, with why. */
    private static final String NOT_APPLICABLE = "n/a: ";

    public static final String PASSED = "PASSED";

    private static final String SECTION = "check ";
    /** Of what passes whatever the check would say. */
    private static final String UNASKED = "unasked ";

    private static final String KIND = "kind";
    private static final String OUTCOME = "outcome";

    /**
     * One line of a table.
     *
     * @param check the code it is about
     * @param cells by the title of their column
     */
    public record Row(String place, String check, Kind kind, Map<String, String> cells) {

        /** What is written in a column. */
        public String cell(String title) {
            return Objects.requireNonNull(cells.get(title), () -> place + " has no " + title);
        }

        /** What comes of it, its numbers by name. */
        public String outcome() {
            return inOrder(cell(OUTCOME));
        }

        /** Whether it says why there is nothing to be played. */
        public boolean isNotApplicable() {
            return cell(OUTCOME).startsWith(NOT_APPLICABLE);
        }

        private boolean isDenied() {
            return !isNotApplicable() && !outcome().equals(PASSED);
        }

        private boolean isAnsweredBy(String code) {
            return isDenied() && outcome().split(" ", 2)[0].equals(code);
        }

        @Override
        public String toString() {
            return check + " "
                    + cells.values().stream().filter(cell -> !cell.equals("-")).collect(Collectors.joining(" | "))
                    + " (" + place + ")";
        }
    }

    private final List<Row> rows;
    private final Set<String> unasked;

    private CheckTable(List<Row> rows, Set<String> unasked) {
        this.rows = List.copyOf(rows);
        this.unasked = Set.copyOf(unasked);
    }

    /** A table of the class path's folder {@code checks}. */
    public static CheckTable load(String name) {
        try (InputStream in = CheckTable.class.getResourceAsStream("/checks/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no table checks/" + name);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException naming the line of the first thing that is wrong */
    static CheckTable parse(String name, String text) {
        List<Row> rows = new ArrayList<>();
        Set<String> unasked = new HashSet<>();
        List<String> titles = List.of();
        String check = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            String place = name + ":" + ++number;
            if (line.startsWith(SECTION)) {
                check = code(line, SECTION);
            } else if (line.startsWith(UNASKED)) {
                check = code(line, UNASKED);
                unasked.add(check);
            } else if (line.startsWith("|") && titles.isEmpty()) {
                titles = cells(line);
            } else if (line.startsWith("|")) {
                rows.addAll(rows(place, check, titles, cells(line)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(place + " is no check, row or # comment");
            }
        }
        return new CheckTable(rows, unasked);
    }

    private static String code(String line, String keyword) {
        return line.substring(keyword.length()).split(":", 2)[0].strip();
    }

    private static List<String> cells(String line) {
        String text = line.strip();
        String inside = text.substring(1, text.length() - (text.endsWith("|") ? 1 : 0));
        return Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
    }

    /** One for each kind that is named. */
    private static List<Row> rows(String place, String check, List<String> titles, List<String> cells) {
        if (check.isEmpty() || cells.size() != titles.size() || cells.contains("")) {
            throw new IllegalArgumentException(place + " is of no check, or has not the cells " + titles);
        }
        Map<String, String> byTitle = new LinkedHashMap<>();
        for (int i = 0; i < titles.size(); i++) {
            byTitle.put(titles.get(i), cells.get(i));
        }
        return Arrays.stream(Objects.requireNonNull(byTitle.get(KIND)).split(", ", -1))
                .map(kind -> new Row(place, check, Kind.valueOf(kind), byTitle))
                .toList();
    }

    /** All that is to be played. */
    public List<Row> played() {
        return rows.stream().filter(row -> !row.isNotApplicable()).toList();
    }

    /** The codes it is about. */
    public Set<String> checks() {
        return rows.stream().map(Row::check).collect(Collectors.toSet());
    }

    /**
     * What is not said, and what no check may do, a sentence each: every check has a row of each kind; within its bound an order
     * passes, beyond it, or where what it compares is missing, it does not; and one row is answered by the check itself. What is
     * beyond the bound of one that is not asked passes.
     *
     * @param codes of the checks it has to be about
     */
    public List<String> gaps(Collection<String> codes, EnumSet<Kind> kinds) {
        List<String> gaps = new ArrayList<>();
        checks().stream().filter(check -> !codes.contains(check)).forEach(check -> gaps.add(check + " is no check"));
        for (String code : codes) {
            List<Row> ofCheck =
                    rows.stream().filter(row -> row.check().equals(code)).toList();
            gaps.addAll(unasked.contains(code) ? gapsOfUnasked(code, ofCheck) : gaps(code, ofCheck, kinds));
        }
        return gaps;
    }

    private static List<String> gaps(String code, List<Row> ofCheck, EnumSet<Kind> kinds) {
        List<String> gaps = new ArrayList<>();
        for (Kind kind : kinds) {
            if (ofCheck.stream().noneMatch(row -> row.kind() == kind)) {
                gaps.add(code + " has no row " + kind);
            }
        }
        if (ofCheck.stream().noneMatch(row -> row.isAnsweredBy(code))) {
            gaps.add(code + " is answered by no row");
        }
        ofCheck.stream().filter(CheckTable::isWrong).forEach(row -> gaps.add(row + " cannot be"));
        return gaps;
    }

    private static List<String> gapsOfUnasked(String code, List<Row> ofCheck) {
        boolean passes = !ofCheck.isEmpty()
                && ofCheck.stream().allMatch(row -> row.outcome().equals(PASSED));
        return passes ? List.of() : List.of(code + " is said to be unasked, and nothing passes");
    }

    private static boolean isWrong(Row row) {
        return !row.isNotApplicable()
                && switch (row.kind()) {
                    case INSIDE, AT -> row.isDenied();
                    case OUTSIDE -> !row.isAnsweredBy(row.check());
                    case MISSING -> !row.isDenied();
                    case FEED_DOWN -> false;
                };
    }

    /** A code with its numbers, as outcomes are written, whatever order they come in. */
    public static String denied(String code, Map<String, String> numbers) {
        return code + " " + new TreeMap<>(numbers);
    }

    private static String inOrder(String outcome) {
        int brace = outcome.indexOf('{');
        if (brace < 0 || !outcome.endsWith("}")) {
            return outcome;
        }
        Map<String, String> numbers = new TreeMap<>();
        for (String number : outcome.substring(brace + 1, outcome.length() - 1).split(", ", -1)) {
            String[] nameAndValue = number.split("=", 2);
            if (nameAndValue.length == 2) {
                numbers.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        return denied(outcome.substring(0, brace).strip(), numbers);
    }
}
