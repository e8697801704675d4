package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.internal.config.ConfigKey.STORE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_DATA_SOURCE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_PASSWORD;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_SCHEMA;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_URL;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_USER;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import dev.idiolect.oauth.store.jdbc.internal.HikariPool;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a store in PostgreSQL. Loaded only if one is configured. */
final class JdbcStores {

    private JdbcStores() {}

    static OAuthTokenStore open(StoreConfig config, @Nullable KeySource keys, Instance<Object> beans) {
        DatabaseUrl url = config.url();
        if (url != null) {
            return open(config, keys, STORE_URL, url.toString(), pool(config, url), true, Runnable::run);
        }
        String name = config.dataSource();
        DataSource found = name == null ? defaultBean(beans) : named(beans, name);
        ConfigKey key = name == null ? STORE : STORE_DATA_SOURCE;
        String value = name == null ? "jdbc" : name;
        return open(config, keys, key, value, found, false, OutsideTransaction.of(beans));
    }

    private static OAuthTokenStore open(
            StoreConfig config,
            @Nullable KeySource keys,
            ConfigKey key,
            String value,
            DataSource found,
            boolean own,
            Executor executor) {
        try {
            return JdbcOAuthTokenStore.builder(found)
                    .name(key == STORE ? "the default data source" : value)
                    .schema(config.schema())
                    .createTables(config.createTables())
                    .closeDataSource(own)
                    .executor(executor)
                    .encryption(keys)
                    .open();
        } catch (StoreException e) {
            closeIf(own, found);
            throw EncryptionConfig.rejected(key, value, e);
        } catch (IllegalArgumentException e) {
            closeIf(own, found);
            throw ConfigurationException.rejected(STORE_SCHEMA, String.valueOf(config.schema()), e);
        }
    }

    private static void closeIf(boolean own, DataSource dataSource) {
        if (own) {
            HikariPool.close(dataSource);
        }
    }

    private static DataSource pool(StoreConfig config, DatabaseUrl url) {
        try {
            return HikariPool.open(url, config.user(), config.password(), HikariPool.CONNECTIONS);
        } catch (NoClassDefFoundError e) {
            throw ConfigurationException.invalid(
                    STORE_URL,
                    url.toString(),
                    "it with the dependency com.zaxxer:HikariCP, or name a data source with " + STORE_DATA_SOURCE.key(),
                    e);
        } catch (RuntimeException e) {
            // Its message can repeat the URL with a password.
            throw ConfigurationException.invalid(
                    STORE_URL,
                    url.toString(),
                    "a URL whose database runs and accepts " + STORE_USER.key() + " and " + STORE_PASSWORD.key()
                            + ", with its driver among the dependencies (" + HikariPool.reason(e) + ")",
                    null);
        }
    }

    private static DataSource defaultBean(Instance<Object> beans) {
        Instance<DataSource> found = beans.select(DataSource.class, Default.Literal.INSTANCE);
        if (!found.isResolvable()) {
            throw ConfigurationException.invalid(
                    STORE,
                    "jdbc",
                    "a data source: a bean of the type javax.sql.DataSource, " + STORE_DATA_SOURCE.key()
                            + " with a JNDI name, or " + STORE_URL.key(),
                    null);
        }
        return found.get();
    }

    private static DataSource named(Instance<Object> beans, String name) {
        Instance<DataSource> bean = beans.select(DataSource.class, NamedLiteral.of(name));
        if (bean.isResolvable()) {
            return bean.get();
        }
        try {
            return Objects.requireNonNull(lookUp(name));
        } catch (NamingException | ClassCastException | NullPointerException e) {
            throw ConfigurationException.invalid(
                    STORE_DATA_SOURCE,
                    name,
                    "the JNDI name of a data source of the server, or the name of a data source bean (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    @SuppressWarnings("BanJNDI") // the name is configured, and has no scheme but java:
    private static @Nullable DataSource lookUp(String name) throws NamingException {
        return InitialContext.doLookup(name);
    }
}
