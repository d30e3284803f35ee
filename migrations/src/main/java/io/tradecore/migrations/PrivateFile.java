package io.tradecore.migrations;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, from the moment they exist. */
public final class PrivateFile {
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private PrivateFile() {}

    /** Writes the text to a new file, in place of one that may be there. */
    public static void write(Path file, String text) throws IOException {
        var posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(file);
        Files.createFile(file, posix ? new FileAttribute<?>[] {ownerOnly} : NO_ATTRIBUTES);
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
