package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.cli.CliProcess.Ended;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The built jar contains the driver, so that an operator needs no other file. */
class DatabaseJarIT extends CliFixture {

    private Ended run(String... arguments) {
        return cli.run(
                Map.of(
                        "IDIOLECT_OAUTH_STORE_URL",
                        PostgreSql.url("public"),
                        "IDIOLECT_OAUTH_STORE_USER",
                        "postgres",
                        "IDIOLECT_OAUTH_STORE_PASSWORD",
                        "s3cret-password",
                        "ATPROTO_APP_PASSWORD",
                        account.password()),
                arguments);
    }

    @Test
    void sessionOfALoginIsInTheDatabase() throws SQLException {
        String[] store = {"--store", "jdbc", "--store-schema", PostgreSql.newSchema()};
        Ended login = run(Stream.of(loginArguments("--create-tables"), store)
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertThat(login.exitCode()).as(login.all()).isZero();
        assertThat(login.out().strip()).isEqualTo(account.did());
        assertThat(login.err())
                .contains("The session is stored in jdbc:postgresql://localhost:" + PostgreSql.port() + "/postgres");
        for (String command : new String[] {"list", "refresh", "status", "logout"}) {
            Ended ended = run(
                    Stream.concat(Stream.of("oauth", command), Stream.of(store)).toArray(String[]::new));
            assertThat(ended.exitCode()).as(command + ended.all()).isZero();
            assertThat(ended.all()).doesNotContain("s3cret-password");
        }
        assertThat(cli.run("oauth", "list").err()).contains("No sessions in");
        assertThat(files()).isEmpty();
    }
}
