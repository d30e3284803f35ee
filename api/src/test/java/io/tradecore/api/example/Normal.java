package io.tradecore.api.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as a page shows it: the rules of docs/examples/README.md. Ids the page does not name itself are numbered in the
 * order they appear in, times of the run are left out, and JSON is broken into lines.
 */
final class Normal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");
    private static final Pattern AGE = Pattern.compile("(\"quoteAgeMs\":)\\d+");
    private static final int WIDTH = 120;

    private final String page;
    private final Map<String, String> ids = new HashMap<>();

    /** @param page its text: what it names itself stays as it is */
    Normal(String page) {
        this.page = page;
    }

    /** What was answered, as it is shown. */
    String shown(String answer) {
        String text = replace(UUID, answer, id -> page.contains(id) ? id : number(id));
        text = replace(TIME, text, time -> page.contains(time) ? time : "<time>");
        text = AGE.matcher(text).replaceAll("$1\"<ms>\"");
        return text.startsWith("{") ? broken(text) : text.strip();
    }

    /** What is written on the page, with the ids it stands for. */
    String meant(String written) {
        String text = written;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getValue(), id.getKey());
        }
        return text;
    }

    private String number(String id) {
        return ids.computeIfAbsent(id, _ -> "<id-" + (ids.size() + 1) + ">");
    }

    @FunctionalInterface
    private interface Showing {
        String of(String found);
    }

    private static String replace(Pattern pattern, String text, Showing showing) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(showing.of(found.group())));
    }

    private static String broken(String json) {
        try {
            return broken(JSON.readTree(json), "");
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** On one line where it fits, else a member a line, members that are short together. */
    private static String broken(JsonNode node, String indent) {
        String flat = node.toString();
        if (!node.isContainerNode() || indent.length() + flat.length() <= WIDTH) {
            return flat;
        }
        String inner = indent + " ";
        List<String> members = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(member -> members.add(broken(member, inner)));
        } else {
            node.properties()
                    .forEach(member -> members.add("\"" + member.getKey() + "\":" + broken(member.getValue(), inner)));
        }
        return (node.isArray() ? "[" : "{") + filled(members, inner, node.isArray()) + (node.isArray() ? "]" : "}");
    }

    private static String filled(List<String> members, String indent, boolean oneEach) {
        StringBuilder text = new StringBuilder();
        int column = indent.length();
        for (int i = 0; i < members.size(); i++) {
            String member = members.get(i) + (i + 1 < members.size() ? "," : "");
            if (i > 0 && (oneEach || column + member.length() > WIDTH)) {
                text.append('\n').append(indent);
                column = indent.length();
            }
            text.append(member);
            int line = member.lastIndexOf('\n');
            column = line < 0 ? column + member.length() : member.length() - line;
        }
        return text.toString();
    }
}
