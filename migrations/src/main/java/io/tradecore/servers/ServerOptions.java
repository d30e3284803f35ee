package io.tradecore.servers;

import java.nio.file.Path;

/**
 * Where the servers keep their data and what runs them.
 *
 * @param dataDir one folder for the data, logs and passwords of all four; made when missing, kept when there
 * @param engine what runs them
 */
public record ServerOptions(Path dataDir, Engine engine) {
    /** Makes the folder's path absolute, as the servers have other working directories. */
    public ServerOptions {
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** The engine found on this machine, and data in the given folder. */
    public static ServerOptions in(Path dataDir) {
        return new ServerOptions(dataDir, Engine.AUTO);
    }
}
