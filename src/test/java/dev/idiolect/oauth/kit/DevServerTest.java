package dev.idiolect.oauth.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.AtprotoServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as a program. */
@Timeout(60)
class DevServerTest {

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(QuickJvm.command());
        command.add("dev.idiolect.oauth.testkit.DevServer");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String value(String text, String key) {
        Matcher value =
                Pattern.compile("(?m)^  " + Pattern.quote(key) + "=(.*)$").matcher(text);
        assertThat(value.find()).as(text).isTrue();
        return value.group(1);
    }

    @Test
    void programPrintsAccountsAndConfiguration() throws Exception {
        Process process = start("--pds-port", "0", "--plc-port", "0", "carol.test");
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
                if (line.startsWith("Press Ctrl+C")) {
                    break;
                }
            }
            assertThat(text.toString())
                    .contains("carol.test  password hunter2-carol")
                    .doesNotContain("alice.test");
            assertThat(value(text.toString(), "idiolect.oauth.development")).isEqualTo("true");
            String plc = value(text.toString(), "idiolect.oauth.plc-url");
            String resolver = value(text.toString(), "idiolect.oauth.handle-resolver");
            String resolved = Wire.get(resolver + "/xrpc/com.atproto.identity.resolveHandle?handle=carol.test")
                    .body();
            String did = resolved.replaceFirst(".*\"(did:plc:[a-z2-7]{24})\".*", "$1");
            assertThat(text.toString()).contains(did);
            assertThat(Wire.get(plc + "/" + did).body()).contains("at://carol.test");
        } finally {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String failure(String... arguments) throws Exception {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(2);
        return output;
    }

    @Test
    void wrongArgumentsAreExplained() throws Exception {
        assertThat(failure("--port", "1")).contains("Unknown option --port. Usage: DevServer");
        assertThat(failure("--pds-port", "many")).contains("Invalid --pds-port \"many\"");
        assertThat(failure("--pds-port", "0", "--plc-port", "0", "Carol")).contains("Invalid handle Carol");
    }

    @Test
    void usedPortIsNamed() throws Exception {
        try (AtprotoServer server = AtprotoServer.start()) {
            String port = server.pdsUrl().replaceFirst(".*:", "");
            assertThat(failure("--pds-port", port, "--plc-port", "0")).contains("Cannot listen at port " + port);
        }
    }
}
