package io.tradecore.api.admin;

/**
 * What stands after a request to create it.
 *
 * @param created false when the same had been created before
 */
public record Stored<T>(T value, boolean created) {}
