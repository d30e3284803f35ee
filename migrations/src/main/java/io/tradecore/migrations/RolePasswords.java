package io.tradecore.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/** One password for each {@link DbRole}. Immutable and thread-safe; its text form shows no password. */
public final class RolePasswords {
    private static final int BYTES = 24;

    private final Map<DbRole, String> passwords;

    /**
     * Takes passwords from outside, for a database that others administer.
     *
     * @throws IllegalArgumentException if a role has none, or one that a configuration file could not quote
     */
    public RolePasswords(Map<DbRole, String> passwords) {
        var copy = new EnumMap<DbRole, String>(DbRole.class);
        for (var role : DbRole.values()) {
            var password = passwords.get(role);
            if (password == null || !password.matches("[A-Za-z0-9_.~-]{8,128}")) {
                throw new IllegalArgumentException("No password, or one of other characters than letters, digits"
                        + " and _.~- (8 to 128 of them), for " + role.username());
            }
            copy.put(role, password);
        }
        this.passwords = copy;
    }

    /** Makes new random passwords. */
    public static RolePasswords random() {
        var random = new SecureRandom();
        var made = new EnumMap<DbRole, String>(DbRole.class);
        for (var role : DbRole.values()) {
            var bytes = new byte[BYTES];
            random.nextBytes(bytes);
            made.put(role, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return new RolePasswords(made);
    }

    /**
     * Reads the passwords kept in a file, or makes random ones and keeps them there, readable by its owner alone.
     *
     * @throws UncheckedIOException if the file can be neither read nor written
     */
    public static RolePasswords keptIn(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file, random());
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the passwords in " + file, e);
        }
    }

    /** The password of a role. */
    public String of(DbRole role) {
        var password = passwords.get(role);
        if (password == null) {
            throw new IllegalStateException("No password for " + role.username());
        }
        return password;
    }

    @Override
    public String toString() {
        return "RolePasswords" + passwords.keySet();
    }

    private static void write(Path file, RolePasswords passwords) throws IOException {
        var text = new StringBuilder("# Passwords of the database roles, made once, with the data beside them.\n");
        passwords.passwords.forEach((role, password) ->
                text.append(role.username()).append('=').append(password).append('\n'));
        PrivateFile.write(file, text.toString());
    }

    private static RolePasswords read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        var found = new EnumMap<DbRole, String>(DbRole.class);
        for (var role : DbRole.values()) {
            var password = properties.getProperty(role.username());
            if (password != null) {
                found.put(role, password);
            }
        }
        return new RolePasswords(found);
    }
}
