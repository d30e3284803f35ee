package io.tradecore.api.margin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * How a market moved, as shares of where it began: of the recording that OMS_DRILL_QUOTES names (a gzipped CSV with a column bid_px), or
 * where it names none a walk that is always the same.
 */
final class RecordedMoves {
    private static final int MOST = 2_000;

    private RecordedMoves() {}

    static List<Double> read() throws IOException {
        String file = System.getenv("OMS_DRILL_QUOTES");
        return file == null || file.isEmpty() ? walk() : recorded(Path.of(file));
    }

    private static List<Double> walk() {
        Random random = new Random(20);
        List<Double> moves = new ArrayList<>();
        double at = 1;
        for (int i = 0; i < MOST; i++) {
            at *= 1 + random.nextGaussian() * 0.0001;
            moves.add(at);
        }
        return moves;
    }

    /** Of the first instrument in it. */
    private static List<Double> recorded(Path file) throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            List<String> header = List.of(lines.readLine().split(",", -1));
            int px = header.indexOf("bid_px");
            int symbol = header.indexOf("symbol");
            List<Double> moves = new ArrayList<>();
            String first = null;
            double began = 0;
            for (String line = lines.readLine(); line != null && moves.size() < MOST; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                String of = symbol < 0 ? "" : fields[symbol];
                if (first == null) {
                    first = of;
                    began = Double.parseDouble(fields[px]);
                }
                if (of.equals(first)) {
                    moves.add(Double.parseDouble(fields[px]) / began);
                }
            }
            return moves;
        }
    }
}
