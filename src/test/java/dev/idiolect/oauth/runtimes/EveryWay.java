package dev.idiolect.oauth.runtimes;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check of each way to make a call that every runtime has. */
@ParameterizedTest
@ValueSource(
        strings = {"blocking", "stage", "response", "built-blocking", "built-stage", "built-response", "repo", "retry"})
@Retention(RetentionPolicy.RUNTIME)
@interface EveryWay {}
