package dev.idiolect.oauth.checks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Makes calls in a transaction that also writes with the data source of the store, and rolls it back. */
@ApplicationScoped
public class RolledBackCalls implements MoreWays {

    private static final String PREFIX = "rolled-back-";

    @Inject
    Calls calls;

    @Inject
    Config config;

    @Inject
    Instance<DataSource> dataSources;

    @Transactional
    @Override
    public Optional<String> call(String way, String did, String text) throws Exception {
        if (!way.startsWith(PREFIX)) {
            return Optional.empty();
        }
        DataSource dataSource = dataSource();
        insert(dataSource);
        String result = calls.call(way.substring(PREFIX.length()), did, text);
        insert(dataSource);
        throw new RolledBackException(result);
    }

    private DataSource dataSource() throws NamingException {
        return dataSources.isResolvable()
                ? dataSources.get()
                : InitialContext.doLookup(config.getValue("idiolect.oauth.store.data-source", String.class));
    }

    private static void insert(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO written_in_transactions VALUES (1)");
        }
    }
}
