package dev.idiolect.oauth;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that gives bytes to one parser. {@link AllParsersFuzzTest} fuzzes all of them in a build. The system property
 * {@code jazzer.max_duration} sets the time for one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@DictionaryFile(resourcePath = "/parsers.dict")
@FuzzTest(maxDuration = "10s")
public @interface ParserFuzz {}
