package dev.idiolect.oauth.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLNonTransientConnectionException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** A data source that a test can disconnect. */
final class BreakableDataSource {

    private BreakableDataSource() {}

    /** Returns a data source that refuses connections while it is broken. */
    static DataSource of(DataSource dataSource, BooleanSupplier broken) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (broken.getAsBoolean()) {
                        throw new SQLNonTransientConnectionException("Connection refused", "08001");
                    }
                    try {
                        return method.invoke(dataSource, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
