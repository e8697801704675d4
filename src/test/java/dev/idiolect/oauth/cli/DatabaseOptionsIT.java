package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.jdbc.internal.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that select a database, and its failures. */
class DatabaseOptionsIT extends DatabaseFixture {

    private void withoutVariables() {
        cli.set("IDIOLECT_OAUTH_STORE_URL", null);
        cli.set("IDIOLECT_OAUTH_STORE_USER", null);
        cli.set("IDIOLECT_OAUTH_STORE_PASSWORD", null);
    }

    @Test
    void tablesAreCreatedOnlyOnRequest() {
        assertThat(run("list")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err())
                .contains("Cannot open a session store in jdbc:postgresql://localhost:", ", schema " + schema)
                .contains("does not exist. Choose another --store-schema, or add --create-tables");
        assertThat(run("status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).contains("Check the database, --store-url");
        assertThat(run("list", "--create-tables")).isZero();
        assertThat(cli.err())
                .contains("No sessions in jdbc:postgresql://localhost:")
                .contains("idiolect oauth login --handle HANDLE --store jdbc --store-schema '" + schema + "'");
        assertThat(run("status")).isZero();
    }

    @Test
    void optionsTakePrecedenceOverTheEnvironment() throws Exception {
        withoutVariables();
        save(null, TestSessions.full(DID));
        Path password = Files.writeString(home.resolve("password"), "s3cret-password\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(
                        "list",
                        "--store-url",
                        PostgreSql.url("public"),
                        "--store-user",
                        "postgres",
                        "--store-password-file",
                        password.toString()))
                .as(cli.err())
                .isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains(DID);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        run(
                "list",
                "--store-url",
                PostgreSql.url("public"),
                "--store-user",
                "postgres",
                "--store-password-file",
                password.toString());
        assertThat(cli.err()).contains("warning: IDOA-0503: " + password + " contains secrets, but every user");
    }

    @Test
    void passwordInTheUrlWorksButIsNotShown() {
        withoutVariables();
        save(
                null,
                TestSessions.full(DID).toBuilder()
                        .refreshExpiresAt(InProcess.NOW.minusSeconds(1))
                        .build());
        String url = PostgreSql.url("public") + "&user=postgres&password=s3cret-password";
        assertThat(run("status", "--store-url", url)).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains("warning: A password on the command line is visible to other users");
        assertThat(cli.out())
                .contains("Run: idiolect oauth login --handle alice.example.com --store jdbc --store-url"
                        + " 'jdbc:postgresql://localhost:" + PostgreSql.port()
                        + "/postgres?currentSchema=public&user=postgres'");
        cli.set("IDIOLECT_OAUTH_STORE_URL", url);
        assertThat(run("status")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).doesNotContain("warning");
    }

    @Test
    void copiedCommandsKeepTheEncryptionOfTheConnection() {
        withoutVariables();
        String url = "jdbc:postgresql://localhost:1/app?sslmode=verify-full&sslrootcert=/etc/ca.pem"
                + "&sslpassword=s3cret-password&options=-c%20x%3Dy&loggerFile=/tmp/x";
        assertThat(DatabaseUrl.shareable(url))
                .isEqualTo("jdbc:postgresql://localhost:1/app?sslmode=verify-full&sslrootcert=/etc/ca.pem");
        assertThat(run("list", "--store-url", url)).isEqualTo(ExitCode.STORE);
        assertThat(cli.err())
                .contains("warning: A password on the command line (sslpassword) is visible to other users (ps)")
                .contains("Put the URL into IDIOLECT_OAUTH_STORE_URL");
        cli.set("IDIOLECT_OAUTH_STORE_URL", url);
        run("list");
        assertThat(cli.err()).doesNotContain("warning");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:1/app?password=s3cret-password",
                "jdbc:postgresql://localhost:1/app?user=x&password=s3cret-password&connectTimeout=x"
            })
    void unreachableDatabaseIsAStoreFailure(String url) {
        for (String command :
                new String[] {"list", "status", "logout", "keys new --client", "login --handle a.example.com"}) {
            assertThat(run(command, "--store-url", url, "--verbose"))
                    .as(command)
                    .isEqualTo(ExitCode.STORE);
            assertThat(cli.out() + cli.err()).contains("Cannot connect to jdbc:postgresql://localhost:1/app");
        }
    }

    @Test
    void statusWithoutADatabaseReportsNoCounts() {
        String url = "jdbc:postgresql://localhost:1/app";
        assertThat(run("status", "--store-url", url)).isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).contains("Sessions  unknown", "Encrypted unknown", "Logins    unknown", "Problems  1");
        assertThat(run("status", "--store-url", url, "--json")).isEqualTo(ExitCode.STORE);
        assertThat(cli.out()).contains("\"sessions\": null", "\"plainSessions\": null", "\"pendingLogins\": null");
    }

    @Test
    void secretInPlaceOfTheSchemaIsNotShown() {
        String secret = "X3ynmEDUwZnIkZ3iwDfrrjDT5BdgHQnvT8Q4hLSaSPU";
        String url = "jdbc:postgresql://localhost:1/app";
        for (String json : new String[] {"--verbose", "--json"}) {
            assertThat(cli.run(
                            "oauth", "status", "--store", "jdbc", "--store-url", url, "--store-schema", secret, json))
                    .isEqualTo(ExitCode.STORE);
            assertThat(cli.out() + cli.err()).contains(url).doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://app:s3cret-password@localhost/app | use a URL without a user",
                "postgresql://app:s3cret-password@localhost/app | use a JDBC URL",
                "jdbc:postgresql://localhost/app?password=s3cret-password%zz | percent-encoded",
            })
    void invalidUrlIsAUsageError(String url, String advice) {
        assertThat(run("list", "--store-url", url)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Invalid --store-url ", advice);
        cli.set("IDIOLECT_OAUTH_STORE_URL", url);
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Invalid IDIOLECT_OAUTH_STORE_URL ", advice);
    }

    @Test
    void missingDriverIsReportedWithARemedy() {
        assertThat(run("list", "--store-url", "jdbc:nosuch://localhost/app?password=s3cret-password"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualToNormalizingNewlines("""
                warning: A password on the command line is visible to other users (ps) and stays in the shell history. \
                Use IDIOLECT_OAUTH_STORE_PASSWORD or --store-password-file
                error: The class path has no JDBC driver that accepts jdbc:nosuch://localhost/app
                Add its jar: java -cp idiolect.jar:DRIVER.jar dev.idiolect.oauth.cli.Idiolect oauth ...
                """);
    }

    @Test
    void optionsOfAnotherStoreAreUsageErrors() {
        String[][] wrong = {
            {"--path", "/tmp/x", "--store", "jdbc"},
            {"--store-url", "jdbc:postgresql://localhost/app"},
            {"--store-user", "app", "--store", "sqlite", "--path", "/tmp/x"},
            {"--create-tables"},
            {"--store", "jdbc", "--store-schema", "no-schema"},
            {"--store", "jdbc", "--store-password-file", home.resolve("none").toString()},
            {"--store", "jdbc", "--store-password", "s3cret-password"},
        };
        for (String[] options : wrong) {
            assertThat(cli.run(options, "oauth", "list"))
                    .as(String.join(" ", options))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("error: ").doesNotContain("s3cret-password", "Exception:");
        }
        cli.set("IDIOLECT_OAUTH_STORE_URL", null);
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--store jdbc requires --store-url or IDIOLECT_OAUTH_STORE_URL");
    }

    /** Otherwise the server would create a session that cannot be stored. */
    @Test
    void readOnlyUserIsRefusedBeforeTheLogin() throws Exception {
        save(null, TestSessions.full(DID));
        String user = "reader_" + schema;
        PostgreSql.execute("CREATE USER " + user);
        PostgreSql.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + user);
        PostgreSql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + user);
        cli.set("IDIOLECT_OAUTH_STORE_USER", user);
        assertThat(run("list")).as(cli.err()).isZero();
        assertThat(run("login", "--handle", "alice.invalid")).isEqualTo(ExitCode.STORE);
        assertThat(cli.err()).contains("Cannot store sessions", "permission denied for table oauth_sessions");
    }
}
