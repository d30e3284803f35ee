package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * A venue's statement and what it came to.
 *
 * @param form EXECUTIONS, POSITIONS or CASH
 * @param to the first instant after its period
 * @param fileHash SHA-256 of the file, hexadecimal
 * @param fileRows rows of the file; the further counts are of executions, one with its corrections and bust being one, of
 *     positions, or of lines of cash
 * @param open items that nobody has resolved yet
 */
@Serdeable.Serializable
public record VenueStatementView(
        String statementId,
        String venueId,
        String form,
        Instant from,
        Instant to,
        String fileHash,
        int fileRows,
        int matched,
        int missingHere,
        int missingThere,
        int differing,
        int open,
        String uploadedBy,
        Instant uploadedAt) {}
