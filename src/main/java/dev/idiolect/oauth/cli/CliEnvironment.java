package dev.idiolect.oauth.cli;

import java.time.Clock;
import java.util.Map;

/** What the commands find around them. */
record CliEnvironment(Map<String, String> env, Clock clock, Terminal terminal, Browser browser) {

    static CliEnvironment system() {
        Map<String, String> env = System.getenv();
        return new CliEnvironment(env, Clock.systemUTC(), new SystemTerminal(), new DesktopBrowser(env));
    }
}
