package dev.idiolect.oauth.load;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The attacks. Each uses only what a stranger, or the owner of some accounts and servers, can do. */
enum Attack {
    /** The control: requests to a page that does not exist, which show what a flood costs without the library. */
    FLOOD_OF_ANOTHER_PAGE(16) {
        @Override
        Attackers start(Arena arena, int threads) {
            URI page = URI.create(arena.app.loginBase() + "/no-such-page");
            return new Attackers(threads, i -> HttpRequest.newBuilder(page));
        }
    },
    /** No attack: measures the undisturbed figures again, because the application has become faster meanwhile. */
    NO_ATTACK(0) {
        @Override
        Attackers start(Arena arena, int threads) {
            return new Attackers(threads, i -> null);
        }
    },
    /** A home network with 256 subnets sends existing accounts and mistyped handles. */
    FLOOD_OF_THE_FORM(16) {
        @Override
        Attackers start(Arena arena, int threads) {
            String account = arena.account(arena.server());
            Random random = new Random(1);
            return new Attackers(threads, i -> {
                String handle = i % 2 == 0 ? account : i % 4 == 1 ? "alice" : "mistyped" + i + ".example.com";
                return login(arena, handle, homeAddress(random.nextInt(256), i));
            });
        }
    },
    /** A network of 48 bits logs in at 200 servers with the largest metadata. */
    LARGE_METADATA(16) {
        @Override
        Attackers start(Arena arena, int threads) {
            Fault large = Faults.changeJson(LargeMetadata::of);
            List<FakePds> servers =
                    IntStream.range(0, MANY).mapToObj(i -> arena.server()).toList();
            servers.forEach(server -> server.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, large));
            return new Attackers(
                    threads, i -> login(arena, servers.get(i % MANY).pdsUrl(), officeAddress(i)));
        }
    },
    /** The same from 200 connections, for the attacks below. */
    FLOOD_OF_ANOTHER_PAGE_BY_MANY(200) {
        @Override
        Attackers start(Arena arena, int threads) {
            return FLOOD_OF_ANOTHER_PAGE.start(arena, threads);
        }
    },
    /** A home network logs in at servers that never respond. */
    SLOW_LOGINS(200) {
        @Override
        Attackers start(Arena arena, int threads) {
            List<FakePds> slow = List.of(arena.server(), arena.server());
            slow.forEach(server -> hang(server, FakePds.PROTECTED_RESOURCE, FakePds.AUTHORIZATION_SERVER));
            return new Attackers(threads, i -> login(arena, slow.get(i % 2).pdsUrl(), homeAddress(i % 256, i)));
        }
    },
    /** Many networks log in at one server that never responds. */
    SLOW_LOGINS_OF_MANY(200) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds slow = arena.server();
            hang(slow, FakePds.PROTECTED_RESOURCE, FakePds.AUTHORIZATION_SERVER);
            return new Attackers(threads, i -> login(arena, slow.pdsUrl(), address(i)));
        }
    },
    /** Callbacks of valid logins, each in another network, at a server whose token endpoint never responds. */
    SLOW_CALLBACKS(200) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds slow = arena.server();
            List<HttpRequest.Builder> callbacks = arena.users(slow, threads).stream()
                    .map(user -> callback(arena, user, user.begin(slow)))
                    .toList();
            hang(slow, FakePds.TOKEN);
            return new Attackers(threads, i -> callbacks.get(i % threads).copy());
        }
    },
    /** Calls for one account whose token endpoint never responds. */
    SLOW_ACCOUNT(200) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds slow = arena.server();
            return calls(arena, List.of(expiring(arena, slow)), threads, slow);
        }
    },
    /** The control from 400 connections, for the attacks below. */
    FLOOD_OF_ANOTHER_PAGE_BY_MOST(400) {
        @Override
        Attackers start(Arena arena, int threads) {
            return FLOOD_OF_ANOTHER_PAGE.start(arena, threads);
        }
    },
    /** Calls for 200 accounts of one server whose token endpoint never responds. */
    SLOW_ACCOUNTS(400) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds slow = arena.server();
            List<User> users = IntStream.range(0, MANY)
                    .mapToObj(i -> expiring(arena, slow))
                    .toList();
            return calls(arena, users, threads, slow);
        }
    },
    /** Calls for accounts of 200 servers whose token endpoints never respond. */
    SLOW_HOSTS(400) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds[] slow =
                    IntStream.range(0, MANY).mapToObj(i -> arena.server()).toArray(FakePds[]::new);
            List<User> users = IntStream.range(0, MANY)
                    .mapToObj(i -> expiring(arena, slow[i]))
                    .toList();
            return calls(arena, users, threads, slow);
        }
    },
    /** Calls for 200 accounts of a PDS that never responds to them. */
    SLOW_PDS(400) {
        @Override
        Attackers start(Arena arena, int threads) {
            FakePds slow = arena.server();
            List<User> users = IntStream.range(0, MANY)
                    .mapToObj(i -> arena.user(slow).signIn(slow))
                    .toList();
            hang(slow, FakePds.CREATE_RECORD);
            return new Attackers(threads, i -> arena.app.write(users.get(i % MANY), true));
        }
    };

    private static final int MANY = 200;

    private final int threads;

    Attack(int threads) {
        this.threads = threads;
    }

    /** Returns whether this is what other attacks are compared with. */
    final boolean isControl() {
        return this == FLOOD_OF_ANOTHER_PAGE
                || this == FLOOD_OF_ANOTHER_PAGE_BY_MANY
                || this == FLOOD_OF_ANOTHER_PAGE_BY_MOST;
    }

    /** Prepares the attack and starts it. */
    final Attackers start(Arena arena) {
        return start(arena, threads);
    }

    abstract Attackers start(Arena arena, int threads);

    private static void hang(FakePds server, String... paths) {
        for (String path : paths) {
            server.fail(path, FakePds.ALWAYS, Faults.silence(Duration.ofHours(1)));
        }
    }

    /** Returns a signed-in user whose token has expired when the attack starts. */
    private static User expiring(Arena arena, FakePds server) {
        server.setAccessTokenLifetime(Duration.ofSeconds(1));
        return arena.user(server).signIn(server);
    }

    private static Attackers calls(Arena arena, List<User> users, int threads, FakePds... slow) {
        for (FakePds server : slow) {
            hang(server, FakePds.TOKEN);
        }
        return new Attackers(threads, i -> arena.app.write(users.get(i % users.size()), true));
    }

    private static HttpRequest.Builder login(Arena arena, String handle, String address) {
        return HttpRequest.newBuilder(URI.create(arena.app.loginBase() + "/oauth/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(LoadedApp.ADDRESS_HEADER, address)
                .POST(BodyPublishers.ofString(Wire.form(Map.of("handle", handle))));
    }

    private static HttpRequest.Builder callback(Arena arena, User user, Map<String, String> parameters) {
        return HttpRequest.newBuilder(URI.create(arena.app.loginBase() + "/oauth/callback?" + Wire.form(parameters)))
                .header(LoadedApp.ADDRESS_HEADER, user.address())
                .header("Cookie", user.cookies());
    }

    private static String homeAddress(int subnet, int host) {
        return String.format("2a02:8100:1:%x::%x", 0xab00 + subnet, host & 0xffff);
    }

    private static String officeAddress(int subnet) {
        return String.format("2a02:8100:2:%x::1", subnet & 0xffff);
    }

    private static String address(int i) {
        return String.format("2a02:%x:%x::1", (i >> 16) & 0xffff, i & 0xffff);
    }
}
