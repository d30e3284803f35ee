package io.tradecore.api.edge;

/** What free text may be: something PostgreSQL can store and a log line can show. */
public final class Texts {

    private Texts() {}

    /** Whether the text has 1 to longest characters, none of them a control character or half of a surrogate pair. */
    public static boolean isPrintable(String text, int longest) {
        return !text.isBlank()
                && text.length() <= longest
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
