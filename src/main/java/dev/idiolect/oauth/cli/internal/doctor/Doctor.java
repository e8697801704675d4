package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks one after the other, each with a time limit. */
public final class Doctor {

    /** Receives the progress and the findings. */
    public interface Observer {

        void starting(Check check);

        void found(Check check, Finding finding);
    }

    private final Duration limit;

    /** @param limit the time limit of each check */
    public Doctor(Duration limit) {
        this.limit = limit;
    }

    public void run(List<Check> checks, Observer observer) {
        for (Check check : checks) {
            observer.starting(check);
            findings(check).forEach(finding -> observer.found(check, finding));
        }
    }

    private List<Finding> findings(Check check) {
        FutureTask<List<Finding>> task = new FutureTask<>(check::run);
        // A thread of its own, because a lookup or a file of a network disk can hang.
        DaemonThreads.start(new DaemonThreads(), "idiolect-doctor", task);
        try {
            return withoutOk(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(Finding.fail(
                    "no result within " + Durations.format(limit),
                    "Check the network and the disks of this machine, or set a longer --timeout"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return List.of(Finding.fail(
                    "internal error: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                    "Report it to the authors of this program"));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a check was running", e);
        }
    }

    private static List<Finding> withoutOk(List<Finding> findings) {
        List<Finding> others = findings.stream()
                .filter(finding -> finding.status() != Finding.Status.OK)
                .toList();
        return others.isEmpty() ? findings : others;
    }
}
