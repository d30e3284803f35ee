package io.tradecore.ledger;

/**
 * A posted transfer with its place in the account's chain.
 *
 * @param keyId names the key it was sealed with
 * @param hash HMAC-SHA-256, 32 bytes, over the transfer and the hash before it; not to be changed
 */
public record SealedTransfer(Transfer transfer, int keyId, byte[] hash) {}
