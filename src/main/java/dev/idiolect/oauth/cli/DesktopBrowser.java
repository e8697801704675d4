package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens pages with the operating system's opener.
 *
 * <p>Does not use {@code java.awt.Desktop}, which is missing from some JREs and can abort the JVM if there is no
 * display.
 */
final class DesktopBrowser implements Browser {

    private final Map<String, String> variables;

    DesktopBrowser(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public boolean open(URI page) {
        List<String> opener = opener(System.getProperty("os.name", ""));
        // Only web pages, because the URL is passed to another program.
        if (opener == null || !("https".equals(page.getScheme()) || "http".equals(page.getScheme()))) {
            return false;
        }
        try {
            List<String> command = new ArrayList<>(opener);
            command.add(page.toASCIIString());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
            Passwords.VARIABLES.forEach(builder.environment()::remove);
            builder.start().getOutputStream().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable List<String> opener(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        if (name.startsWith("mac")) {
            return List.of("open");
        }
        return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") ? List.of("xdg-open") : null;
    }

    private boolean isSet(String variable) {
        return !variables.getOrDefault(variable, "").isEmpty();
    }
}
