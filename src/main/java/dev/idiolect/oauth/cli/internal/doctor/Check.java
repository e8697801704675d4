package dev.idiolect.oauth.cli.internal.doctor;

import java.util.List;

/** A check of an application's configuration. Changes nothing. */
public interface Check {

    /** Returns the name for the output, such as {@code client-keys}. */
    String name();

    /**
     * Runs the check. It may be interrupted, and is abandoned after a time limit.
     *
     * @return at least one finding. Those that are OK are not printed if there are others
     */
    List<Finding> run();
}
