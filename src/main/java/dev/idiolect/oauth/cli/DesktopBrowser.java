package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens pages by the system's own opener. Not by java.awt.Desktop, which is not in every JRE and can end the JVM's start. */
final class DesktopBrowser implements Browser {

    private final Map<String, String> env;

    DesktopBrowser(Map<String, String> env) {
        this.env = env;
    }

    @Override
    public boolean open(URI page) {
        List<String> opener = opener(System.getProperty("os.name", ""));
        // It is handed to another program: nothing but a web page.
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

    @Nullable
    List<String> opener(String system) {
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
        return !env.getOrDefault(variable, "").isEmpty();
    }
}
