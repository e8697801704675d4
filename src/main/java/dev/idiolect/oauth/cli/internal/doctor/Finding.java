package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.http.SecretForms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result of a check. Contains no secrets.
 *
 * @param message what was found, without a full stop
 * @param fix how to fix it, without a full stop; null if there is nothing to fix
 */
public record Finding(
        Status status, String message, @Nullable String fix) {

    /** The status of a finding, as it is printed. */
    public enum Status {
        OK,
        WARN,
        FAIL,
        /** Not checked, because another check has failed. */
        SKIP
    }

    public Finding {
        message = SecretForms.hide(message);
        fix = fix == null ? null : SecretForms.hide(fix);
    }

    /** Returns the findings, or else one with this message that says that all is well. */
    static List<Finding> orOk(List<Finding> found, String message) {
        return found.isEmpty() ? List.of(ok(message)) : List.copyOf(found);
    }

    public static Finding ok(String message) {
        return new Finding(Status.OK, message, null);
    }

    public static Finding warn(String message, String fix) {
        return new Finding(Status.WARN, message, fix);
    }

    public static Finding fail(String message, String fix) {
        return new Finding(Status.FAIL, message, fix);
    }

    public static Finding skip(String message) {
        return new Finding(Status.SKIP, message, null);
    }
}
