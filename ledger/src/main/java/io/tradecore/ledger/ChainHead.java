package io.tradecore.ledger;

/**
 * The last sealed transfer of an account at some time. Kept where nobody who can write to the database can reach it, it proves
 * later that nothing up to it was taken away.
 *
 * @param seq number of the transfer
 * @param hash of it, 32 bytes; not to be changed
 */
public record ChainHead(AccountId accountId, long seq, byte[] hash) {}
