package io.tradecore.ops.venue.wire;

import java.util.regex.Pattern;

/** A server's URL as it may be logged. */
public final class PrintableUrl {

    private static final Pattern USER = Pattern.compile("//[^/]*@");

    private PrintableUrl() {}

    /** The URL without the user and password in it. */
    public static String of(String url) {
        return USER.matcher(url).replaceAll("//");
    }
}
