package io.tradecore.servers;

/**
 * One of the servers, to be taken down and brought back while the others run. Data and address stay the same. Calls of
 * one server must not overlap.
 */
public interface Server {
    /** The name in messages, and of its folder and log file. */
    String name();

    /**
     * Starts it and returns when it answers; does nothing when it runs.
     *
     * @throws IllegalStateException if it does not answer in time; the message names the log file
     */
    void start();

    /** Stops it as an operator would, and returns when it is gone; does nothing when it is down. */
    void stop();

    /** Ends it at once, as a crash would (SIGKILL), and returns when it is gone; does nothing when it is down. */
    void kill();

    /** Whether its process is there. */
    boolean isRunning();
}
