package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;

/**
 * The rules that are in force or will be.
 *
 * @param version rises with every change
 */
@Serdeable.Serializable
public record RiskRulesView(
        long version,
        List<Map<String, Object>> limits,
        List<Map<String, Object>> permissions,
        List<Map<String, Object>> orderTerms) {}
