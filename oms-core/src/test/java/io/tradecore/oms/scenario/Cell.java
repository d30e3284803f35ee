package io.tradecore.oms.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with its place.
 *
 * @param column of its first character, from 1
 */
record Cell(String file, int line, int column, String text) {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("\\S+");

    boolean isNone() {
        return text.equals(Shown.NONE);
    }

    ScenarioException error(String what) {
        return new ScenarioException(file + ":" + line + ":" + column + ": " + what);
    }

    BigDecimal decimal() {
        if (!DECIMAL.matcher(text).matches()) {
            throw error("\"" + text + "\" is no decimal");
        }
        return new BigDecimal(text);
    }

    /** The constant of that name, written as it is or LikeThis. */
    <E extends Enum<E>> E constant(Class<E> type) {
        E found = constantOrNull(type);
        if (found == null) {
            throw error("\"" + text + "\" is no " + type.getSimpleName() + ", which is one of "
                    + List.of(type.getEnumConstants()));
        }
        return found;
    }

    <E extends Enum<E>> @Nullable E constantOrNull(Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            boolean camelCase = constant.name().replace("_", "").equalsIgnoreCase(text) && !text.contains("_");
            if (constant.name().equals(text) || camelCase) {
                return constant;
            }
        }
        return null;
    }

    List<Cell> words() {
        List<Cell> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(new Cell(file, line, column + word.start(), word.group()));
        }
        return words;
    }
}
