package io.tradecore.ops.drill;

import io.tradecore.ops.demo.Figures;
import io.tradecore.ops.installation.DataFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every drill is told, and how it ends. */
final class DrillOptions {

    /** By it a folder is known to be a drill's, so that nobody's books are emptied. */
    private static final String MARK = "drill.folder";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the drill's own folder, emptied when it begins (default: var/drill/NAME)")
    private @Nullable Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "where the figures are written")
    private @Nullable Path json;

    /** A drill to its end. */
    @FunctionalInterface
    interface Run {
        void run(Path folder, Figures figures) throws Exception;
    }

    /** Runs it in an empty folder, prints and writes what came of it, and returns the exit code. */
    int run(String name, Path home, PrintStream out, Run drill) throws Exception {
        Figures figures = new Figures();
        Path folder = data != null ? data : home.resolve("var/drill").resolve(name);
        int exit;
        try (DataFolder.Lock _ = claimed(folder)) {
            drill.run(folder, figures);
            exit = figures.problems().isEmpty() ? Drill.OK : Drill.NOT_PROVEN;
            out.println();
            out.print(figures.table("Drill " + name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (IllegalStateException | IllegalArgumentException | IOException e) {
            figures.problem(String.valueOf(e.getMessage()));
            exit = Drill.CANNOT;
        } catch (Exception e) {
            figures.problem(e.toString());
            exit = Drill.CANNOT;
        }
        figures.problems().forEach(problem -> out.println("PROBLEM  " + problem));
        out.println(
                switch (exit) {
                    case Drill.OK -> "Everything holds.";
                    case Drill.NOT_PROVEN -> "NOT PROVEN RIGHT.";
                    default -> "The drill could not be run.";
                });
        Path file = json;
        if (file != null) {
            figures.write(file);
        }
        return exit;
    }

    /** The folder, empty and no other drill's until the lock is closed. */
    private static DataFolder.Lock claimed(Path folder) throws IOException {
        Path mark = folder.resolve(MARK);
        Files.createDirectories(folder);
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent() && !Files.exists(mark)) {
                throw new IllegalArgumentException(folder + " is no drill's folder; --data needs one that is empty");
            }
        }
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        DataFolder.Lock lock = new DataFolder(folder).lock();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path installation : inside.filter(Files::isDirectory).toList()) {
                delete(installation);
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    /** @throws IllegalStateException where something of a drill that was killed still runs on it */
    private static void delete(Path installation) throws IOException {
        new DataFolder(installation).lock().close();
        try (Stream<Path> all = Files.walk(installation)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
