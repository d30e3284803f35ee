package io.tradecore.api.edge;

/**
 * Marks a record that is read strictly from a request's body: see {@link StrictJsonReader}. Its compact constructor may
 * throw {@code ApiException} where fields do not fit together.
 */
public interface JsonRequest {}
