package io.tradecore.oms.pipeline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts how often statements are sent to the database, each however many there are in it. */
final class RoundTrips {

    private final AtomicInteger sent = new AtomicInteger();

    int count() {
        return sent.get();
    }

    /** The same source, seen at work. */
    DataSource counting(DataSource source) {
        return seen(DataSource.class, source);
    }

    private <T> T seen(Class<T> type, T of) {
        return type.cast(Proxy.newProxyInstance(
                RoundTrips.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        sent.incrementAndGet();
                    }
                    try {
                        Object answer = method.invoke(of, arguments);
                        return switch (answer) {
                            case Connection connection
                            when type == DataSource.class -> seen(Connection.class, connection);
                            case PreparedStatement statement
                            when type == Connection.class -> seen(PreparedStatement.class, statement);
                            case null, default -> answer;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
