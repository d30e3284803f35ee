package io.tradecore.api;

import io.micronaut.runtime.Micronaut;

/** Starts the API process. Configuration comes from the environment, see {@code application.yml}. */
public final class Application {
    private Application() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        Micronaut.build(args).mainClass(Application.class).banner(false).start();
    }
}
