package io.tradecore.ledger.pg;

import io.tradecore.ledger.AccountId;

/**
 * Where an account's journal is not what was sealed.
 *
 * @param seq the first number that is wrong
 */
public record ChainFault(AccountId accountId, long seq, Kind kind) {

    /** What is wrong with it. */
    public enum Kind {
        /** There is no transfer of this number, though there are later ones or the account counts further. */
        MISSING("there is no transfer of this number"),
        /** It was posted when transfers were sealed, and has no hash. */
        UNSEALED("it is not sealed"),
        /** It, its entries or the transfer before it are not what was sealed. */
        ALTERED("it is not what was sealed"),
        /** The account counts no further than the transfer before it. */
        BEYOND_HEAD("the account ends before it"),
        /** The account's head is not the hash of its last transfer. */
        OTHER_HEAD("the account's head is not its hash"),
        /** A head kept elsewhere says that there was a transfer of this number. */
        TRUNCATED("a head kept elsewhere says there was one"),
        /** A head kept elsewhere is another hash: it was sealed anew. */
        OTHER_ANCHOR("a head kept elsewhere is another hash"),
        /** The key it was sealed with was not given. */
        KEY_UNKNOWN("the key it was sealed with was not given");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }
}
