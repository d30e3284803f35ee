package io.tradecore.ops.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the bench keeps its installations. They are made anew every time, so the folder must be the bench's own: a file in
 * it says so.
 */
record BenchFolder(Path root) {

    private static final String MARK = "bench-only";

    BenchFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder, or empties it.
     *
     * @throws IllegalStateException when it holds something that is not the bench's
     */
    void prepare() {
        Path mark = root.resolve(MARK);
        try {
            if (Files.isDirectory(root) && !Files.exists(mark)) {
                try (Stream<Path> content = Files.list(root)) {
                    if (content.findAny().isPresent()) {
                        throw new IllegalStateException(
                                root + " is not empty and not the bench's: name another --data");
                    }
                }
            }
            Files.createDirectories(root);
            Files.writeString(mark, "ops/bench empties this folder at every start.\n");
            for (String site : List.of("main", "direct", "history")) {
                delete(root.resolve(site));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + root, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    Path site(String name) {
        return root.resolve(name);
    }
}
