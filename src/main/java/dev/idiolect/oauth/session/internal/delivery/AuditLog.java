package dev.idiolect.oauth.session.internal.delivery;

import dev.idiolect.oauth.session.AccountMoved;
import dev.idiolect.oauth.session.HandleChanged;
import dev.idiolect.oauth.session.RefreshFailed;
import dev.idiolect.oauth.session.RevocationFailed;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SessionEnding;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.session.SessionRefreshed;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.session.SignedOut;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one line for each session event, in a log category of its own. */
final class AuditLog {

    /** The log category. */
    static final String CATEGORY = "dev.idiolect.oauth.audit";

    private static final Logger LOG = System.getLogger(CATEGORY);

    private AuditLog() {}

    static void write(SessionEvent event) {
        // Each account is refreshed every hour or more often.
        Level level = event instanceof SessionRefreshed ? Level.DEBUG : Level.INFO;
        if (LOG.isLoggable(level)) {
            // A text without parameters is not a pattern.
            LOG.log(level, line(event));
        }
    }

    private static String line(SessionEvent event) {
        String start = "event=" + name(event) + " did=" + event.did();
        if (event instanceof SignedIn e) {
            return start + text("handle", e.handle()) + text("pds", e.pdsUrl());
        }
        if (event instanceof SignedOut e) {
            return start + " revoked=" + e.revoked();
        }
        if (event instanceof SessionRefreshed e) {
            return start + " expiresAt=" + e.expiresAt();
        }
        if (event instanceof RefreshFailed e) {
            return start + " transient=" + e.isTransient() + text("details", e.details());
        }
        if (event instanceof SessionEnding e) {
            return start + " endsAt=" + e.endsAt();
        }
        if (event instanceof SessionEnded e) {
            return start + " reason=" + e.reason() + text("details", e.details());
        }
        if (event instanceof AccountMoved e) {
            return start + text("from", e.from()) + text("to", e.to());
        }
        if (event instanceof HandleChanged e) {
            return start + text("from", e.from()) + text("to", e.to());
        }
        if (event instanceof RevocationFailed e) {
            return start + text("details", e.reason());
        }
        return start;
    }

    /** Returns a name such as {@code signed-in}. */
    private static String name(SessionEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    // Servers choose some texts, and must not be able to add a line or a field.
    private static String text(String name, @Nullable String value) {
        return value == null
                ? ""
                : " " + name + "=\"" + value.replaceAll("[^\\x20-\\x7e]", "?").replace('"', '\'') + "\"";
    }
}
