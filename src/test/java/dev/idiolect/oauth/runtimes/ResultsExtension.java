package dev.idiolect.oauth.runtimes;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Counts a runtime's checks and compares the README's table with the result. A runtime that cannot run here is aborted with
 * the reason, and its row is not compared.
 */
final class ResultsExtension implements BeforeAllCallback, AfterAllCallback, TestWatcher {

    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();
    private final Set<Method> seen = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeAll(ExtensionContext context) {
        Platform platform = platform(context);
        RuntimeResult.forget(platform);
        platform.missing().ifPresent(reason -> {
            RuntimeResult.notRun(platform, reason).save();
            String notRun = platform.name() + " was not run: " + reason;
            System.err.println(notRun);
            Assumptions.abort(notRun);
        });
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        passed.incrementAndGet();
        count(context);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        count(context);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        count(context);
    }

    /** A disabled check counts as not passed. */
    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        count(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isComplete(context)) {
            RuntimeResult result = RuntimeResult.run(platform(context), passed.get(), all.get());
            result.save();
            new CompatibilityTable(RuntimeResult.README).accept(result);
        }
    }

    private void count(ExtensionContext context) {
        all.incrementAndGet();
        seen.add(context.getRequiredTestMethod());
    }

    /** Returns whether all checks of the runtime were run, not only selected ones. */
    private boolean isComplete(ExtensionContext context) {
        return seen.containsAll(AnnotationSupport.findAnnotatedMethods(
                context.getRequiredTestClass(), Testable.class, HierarchyTraversalMode.TOP_DOWN));
    }

    private static Platform platform(ExtensionContext context) {
        return ((RuntimeFixture) context.getRequiredTestInstance()).platform;
    }
}
