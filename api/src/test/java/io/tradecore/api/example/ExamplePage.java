package io.tradecore.api.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs/examples: what is in its fenced blocks is done from its top to its end, and what comes out is written where the
 * page has it. A block is {@code console} (commands after a $ with what they print), {@code venue} (a message the venue publishes)
 * or {@code quote} (a symbol with its bid and ask).
 */
final class ExamplePage {
    private static final Pattern BLOCK = Pattern.compile("```(console|venue|quote)\n(.*?)```", Pattern.DOTALL);

    /** What a page does beside asking the API. */
    interface World {

        /** The venue publishes the message; returns once the core has dealt with it. */
        void venue(String message) throws Exception;

        /** The quote is there. */
        void quote(String symbol, String bidPx, String askPx) throws Exception;
    }

    private final Path file;
    private final String text;
    private final Normal normal;

    ExamplePage(Path file) throws IOException {
        this.file = file;
        this.text = Files.readString(file);
        this.normal = new Normal(text);
    }

    String text() {
        return text;
    }

    /** The page as it would be written now: the same, if everything came out as it says. */
    String done(Map<String, String> variables, World world) throws Exception {
        StringBuilder done = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        int end = 0;
        while (block.find()) {
            done.append(text, end, block.start(2));
            String content = block.group(2);
            switch (block.group(1)) {
                case "console" -> done.append(console(content, variables));
                case "venue" -> {
                    world.venue(normal.meant(content));
                    done.append(content);
                }
                case "quote" -> {
                    String[] part = content.strip().split(" ", -1);
                    world.quote(part[0], part[1], part[2]);
                    done.append(content);
                }
                default -> throw new AssertionError(block.group(1));
            }
            end = block.start(2) + content.length();
        }
        return done.append(text.substring(end)).toString();
    }

    private String console(String content, Map<String, String> variables) throws Exception {
        StringBuilder done = new StringBuilder();
        for (String command : commands(content)) {
            done.append("$ ").append(command).append('\n');
            done.append(normal.shown(run(normal.meant(command), variables))).append('\n');
        }
        return done.toString();
    }

    /** A command goes on in the next line where it ends in a backslash, or in the midst of what is quoted. */
    private static List<String> commands(String content) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        boolean within = false;
        for (String line : content.split("\n", -1)) {
            if (!within && !line.startsWith("$ ")) {
                continue;
            }
            command.append(within ? "\n" + line : line.substring(2));
            boolean quoted = command.chars().filter(c -> c == '\'').count() % 2 == 1;
            within = quoted || line.endsWith("\\");
            if (!within) {
                commands.add(command.toString());
                command.setLength(0);
            }
        }
        if (commands.isEmpty() || within) {
            throw new AssertionError("no command, or one without an end, in: " + content);
        }
        return commands;
    }

    private String run(String command, Map<String, String> variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(file + ": " + command + "\n" + printed);
        }
        return printed;
    }
}
