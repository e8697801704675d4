package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.SecretValues;
import dev.idiolect.oauth.internal.http.SecretForms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command repeats a secret that was typed as the value of another option. */
class SecretArgumentsTest extends InProcessFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --store",
                "list --path",
                "status --path",
                "status --store jdbc --store-url",
                "status --store jdbc --store-url jdbc:nosuch:app --store-user",
                "status --store jdbc --store-url jdbc:nosuch:app --store-schema",
                "status --store jdbc --store-url jdbc:nosuch:app --store-password-file",
                "login --store",
                "login --path",
                "login --pds-url",
                "login --handle-resolver",
                "login --plc-url",
                "login --handle",
                "login",
                "refresh --handle",
                "refresh --did",
                "logout --handle",
                "logout --did",
                "refresh --did did:plc:abcdefghijklmnopqrstuvwx --path",
                ""
            })
    void secretInAnOptionIsNotRepeated(String command) {
        SecretValues.all().forEach((value, secret) -> {
            if (command.matches(".*(--path|-file)") && !SecretForms.hasKeyOrToken(value)) {
                return; // An ordinary path can look like that, and commands must show the path.
            }
            String[] words = ("oauth " + command).strip().split(" ");
            String typed = command.endsWith("--path") ? "/dev/null/" + value : value;
            String[] options = command.startsWith("login -") && !command.endsWith("--handle")
                    ? new String[] {typed, "--handle", "alice.invalid", "--verbose"}
                    : new String[] {typed};
            cli.run(options, words);
            assertThat(cli.out() + cli.err()).doesNotContain(secret);
        });
    }
}
