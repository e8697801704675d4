package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.internal.doctor.Network;
import java.time.Clock;
import java.util.Map;

/** The environment of a command: environment variables, clock, terminal, browser and the network of {@code doctor}. */
record CliEnvironment(Map<String, String> variables, Clock clock, Terminal terminal, Browser browser, Network network) {

    static CliEnvironment system() {
        Map<String, String> variables = System.getenv();
        Clock clock = Clock.systemUTC();
        return new CliEnvironment(
                variables, clock, new SystemTerminal(), new DesktopBrowser(variables), Network.system(clock));
    }
}
