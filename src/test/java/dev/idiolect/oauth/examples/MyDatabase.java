package dev.idiolect.oauth.examples;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Stands for a database. */
final class MyDatabase {

    final Map<String, String> rows = new ConcurrentHashMap<>();
    final Map<String, Semaphore> locks = new ConcurrentHashMap<>();
}
