package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Serves the description of this API that was made when it was compiled. */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class OpenApiController {
    private final byte[] description;

    OpenApiController() throws IOException {
        try (InputStream in = OpenApiController.class.getResourceAsStream("/META-INF/swagger/openapi.yml")) {
            description = Objects.requireNonNull(in, "openapi.yml").readAllBytes();
        }
    }

    /** OpenAPI 3 as YAML. */
    @Get("/openapi.yaml")
    @Produces("application/yaml")
    HttpResponse<byte[]> openApi() {
        return HttpResponse.ok(description);
    }
}
