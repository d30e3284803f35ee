package io.tradecore.servers;

import java.util.Optional;

/** A setting of this machine: a system property wins over the environment variable of the same name. */
final class Settings {
    private Settings() {}

    static Optional<String> find(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank());
    }
}
