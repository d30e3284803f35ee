package io.tradecore.oms.scenario;

/**
 * A row of a table.
 *
 * @param line where it stands in its file
 * @param text the message as written
 */
public record Step(int line, String text, Message message, Shown expected) {}
