package dev.idiolect.oauth.runtimes;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check for each kind of call that every runtime supports. */
@ParameterizedTest
@ValueSource(
        strings = {"blocking", "stage", "response", "built-blocking", "built-stage", "built-response", "repo", "retry"})
@Retention(RetentionPolicy.RUNTIME)
@interface EveryWay {}
