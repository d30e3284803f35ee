package io.tradecore.ops.installation;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The secrets of one installation, made once and kept in its data folder, readable by its owner only. Immutable. */
public record Secrets(Map<String, String> values) {

    private static final String JWT = "jwt.secret";
    /** The number in it names the key. */
    private static final String CHAIN = "chain.key.1";

    private static final int SECRET_BYTES = 32;

    public Secrets {
        values = Map.copyOf(values);
    }

    /** Reads the file in which the servers keep the passwords of the database roles; adds the API's secrets to it once. */
    public static Secrets loadOrCreate(Path file) {
        Map<String, String> values = new TreeMap<>();
        if (Files.exists(file)) {
            values.putAll(read(file));
        }
        SecureRandom random = new SecureRandom();
        String jwt = values.putIfAbsent(JWT, newSecret(random));
        String chain = values.putIfAbsent(CHAIN, newSecret(random));
        if (jwt == null || chain == null) {
            write(file, values);
        }
        return new Secrets(values);
    }

    /**
     * Reads the secrets of an installation that was started before.
     *
     * @throws UncheckedIOException when there is no such file
     */
    public static Secrets load(Path file) {
        return new Secrets(read(file));
    }

    /** What the API's tokens are signed with (HS256): more than 32 bytes. */
    public String jwtSecret() {
        return require(JWT);
    }

    /** What journals are sealed with under the number 1: more than 32 bytes. */
    public String chainKey() {
        return require(CHAIN);
    }

    /** The password of a database role, by its login name. */
    public String passwordOf(String role) {
        return require(role);
    }

    private String require(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no secret " + key);
        }
        return value;
    }

    private static String newSecret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** Written beside it and moved over, so that a crash in between leaves the old file or the new one. */
    private static void write(Path file, Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
                properties.store(writer, "Secrets of this installation. Do not share, do not commit.");
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public String toString() {
        return "Secrets" + values.keySet();
    }
}
