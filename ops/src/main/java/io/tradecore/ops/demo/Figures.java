package io.tradecore.ops.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of a run, by name and in the order they were put in, and what is wrong with them. Not thread-safe. */
public final class Figures {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** @param value a number, a text, or a map or list of such */
    public void put(String name, Object value) {
        values.put(name, value);
    }

    /** A figure that must be nothing. */
    public void putZero(String name, long value) {
        put(name, value);
        if (value != 0) {
            problems.add(name + " is " + value + ", must be 0");
        }
    }

    public void problem(String text) {
        problems.add(text);
    }

    /** What is wrong, a sentence each; empty when everything is proven right. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public void write(Path file) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("problems", problems);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            JSON.writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A table for a person, a line per figure. */
    public String table(String title) {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder(title).append('\n');
        values.forEach((name, value) -> table.append("  ")
                .append(name.replace('_', ' '))
                .append(" ".repeat(width - name.length() + 2))
                .append(text(value))
                .append('\n'));
        return table.toString();
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder line = new StringBuilder();
            map.forEach((key, count) -> line.append(line.isEmpty() ? "" : ", ")
                    .append(key)
                    .append(' ')
                    .append(count));
            return line.toString();
        }
        return String.valueOf(value);
    }
}
