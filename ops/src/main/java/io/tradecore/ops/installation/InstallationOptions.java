package io.tradecore.ops.installation;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to start.
 *
 * @param home the project's folder, with what was built in it
 * @param apiPort the port of the API, or null: 8080 if free, else a free one
 * @param simulator whether the venue simulator is started
 * @param replay a recording the simulator replays, or null for quotes of its own
 * @param seed of the simulator's own quotes
 * @param symbols the simulator quotes when it makes its own
 * @param venueBehaviour further arguments of the simulator
 */
public record InstallationOptions(
        Path home,
        DataFolder data,
        @Nullable Integer apiPort,
        boolean simulator,
        @Nullable Path replay,
        long seed,
        List<String> symbols,
        List<String> venueBehaviour) {}
