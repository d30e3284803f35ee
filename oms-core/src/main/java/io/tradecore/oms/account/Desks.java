package io.tradecore.oms.account;

/** The desks that accounts are of. */
public final class Desks {

    /** That of accounts for which none was named. */
    public static final String MAIN = "MAIN";

    private Desks() {}
}
