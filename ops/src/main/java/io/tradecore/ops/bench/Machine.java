package io.tradecore.ops.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What was measured on: a figure means nothing without it. */
final class Machine {

    private static final double KIB_PER_GIB = 1024 * 1024;

    private Machine() {}

    static Map<String, String> describe(Path home) {
        Map<String, String> machine = new TreeMap<>();
        machine.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        String memory = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
        machine.put(
                "memory_gib", memory.isEmpty() ? "?" : Long.toString(Math.round(Long.parseLong(memory) / KIB_PER_GIB)));
        machine.put("load_average", loadAverage());
        machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", Runtime.version().toString());
        machine.put("commit", commit(home));
        return machine;
    }

    /** Of the last 1, 5 and 15 minutes: far above 0 before anything was started, the machine had other work. */
    private static String loadAverage() {
        try {
            String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
            return String.join(" ", fields[0], fields[1], fields[2]);
        } catch (IOException e) {
            return "?";
        }
    }

    private static String field(Path file, String key) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }

    /** The commit that was built, with a mark when the files were changed since. */
    private static String commit(Path home) {
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? answer : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
