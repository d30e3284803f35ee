package io.tradecore.servers;

import java.util.Locale;

/** What runs the servers. */
public enum Engine {
    /** {@code TRADECORE_SERVERS} (environment or system property) if set, else containers where an engine answers. */
    AUTO,
    /** Processes of this machine. */
    NATIVE,
    /** Containers of a Docker engine. */
    CONTAINERS;

    /**
     * The engine that {@code AUTO} stands for on this machine; the others stand for themselves.
     *
     * @throws IllegalArgumentException if {@code TRADECORE_SERVERS} is neither {@code native} nor {@code containers}
     */
    Engine resolved() {
        if (this != AUTO) {
            return this;
        }
        return Settings.find("TRADECORE_SERVERS")
                .map(name -> switch (name.toLowerCase(Locale.ROOT)) {
                    case "native" -> NATIVE;
                    case "containers" -> CONTAINERS;
                    case "auto" -> detected();
                    default ->
                        throw new IllegalArgumentException(
                                "TRADECORE_SERVERS is native, containers or auto, not " + name);
                })
                .orElseGet(Engine::detected);
    }

    private static Engine detected() {
        return ContainerServers.engineAnswers() ? CONTAINERS : NATIVE;
    }
}
