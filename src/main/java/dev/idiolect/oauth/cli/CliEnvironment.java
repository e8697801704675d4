package dev.idiolect.oauth.cli;

import java.time.Clock;
import java.util.Map;

/** The environment of a command: environment variables, clock, terminal and browser. */
record CliEnvironment(Map<String, String> variables, Clock clock, Terminal terminal, Browser browser) {

    static CliEnvironment system() {
        Map<String, String> variables = System.getenv();
        return new CliEnvironment(variables, Clock.systemUTC(), new SystemTerminal(), new DesktopBrowser(variables));
    }
}
