package dev.idiolect.oauth.examples;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Two maps in place of a database. */
final class MyDatabase {

    final Map<String, String> rows = new ConcurrentHashMap<>();
    final Map<String, Semaphore> locks = new ConcurrentHashMap<>();
}
