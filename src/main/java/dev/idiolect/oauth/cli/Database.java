package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.internal.http.SecretForms;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import org.jspecify.annotations.Nullable;

/** The database that the options select. Not a record, because it contains a password. */
final class Database {

    private final DatabaseUrl url;
    private final @Nullable String user;

    // Transient, so that no serializer writes it.
    private final transient @Nullable String password;

    private final @Nullable String schema;
    private final boolean createsTables;

    Database(
            DatabaseUrl url,
            @Nullable String user,
            @Nullable String password,
            @Nullable String schema,
            boolean createsTables) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.schema = schema;
        this.createsTables = createsTables;
    }

    DatabaseUrl url() {
        return url;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String password() {
        return password;
    }

    @Nullable
    String schema() {
        return schema;
    }

    boolean createsTables() {
        return createsTables;
    }

    /** Returns the URL without secrets, and the schema. */
    @Override
    public String toString() {
        return url + (schema == null ? "" : ", schema " + SecretForms.hide(schema));
    }
}
