package io.tradecore.api.rest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one API of this JVM; it ends with the last test, before the servers do. */
public final class ApiExtension implements ParameterResolver {

    /** Closed by JUnit when the whole run is over. */
    private record Running(ApiUnderTest api) implements AutoCloseable {
        @Override
        public void close() {
            api.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, _ -> new Running(new ApiUnderTest()), Running.class)
                .api();
    }
}
