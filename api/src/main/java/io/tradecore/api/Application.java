package io.tradecore.api;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Starts the API process. Configuration comes from the environment, see {@code application.yml}. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Transactional core",
                        version = "1",
                        description =
                                "Orders, positions and account balances. Decimals are strings, times UTC. Errors are"
                                        + " RFC 9457 problems with a stable code."),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
public final class Application {
    private Application() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        Micronaut.build(args).mainClass(Application.class).banner(false).start();
    }
}
