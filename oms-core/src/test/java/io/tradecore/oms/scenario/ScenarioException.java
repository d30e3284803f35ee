package io.tradecore.oms.scenario;

/** A table that cannot be read. The message begins with file, line and column. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
