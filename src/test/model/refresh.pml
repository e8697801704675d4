/*
 * The refresh of one session by several hosts that share one database: lease, load, permit, send, replace.
 *
 * Every statement of the database is one step that commits by itself. Between two steps of a host, the other hosts, a
 * login or logout, and a crash can do anything.
 *
 * Time has no number here. What a clock decides is a choice that is possible at every moment, so the model has every
 * behavior of real clocks and more:
 *  - A lease can expire at once. Another host can then take it over, and a permit can be refused.
 *  - A host can be slow or paused at every step, for any time.
 *  - A host can find that more than 30 s have passed since it started its clock, right before the permit statement.
 *  - A host that waits for the response longer than 80 s is a lost response. The server can use the token after that: here
 *    it does before the host goes on, and the other hosts do meanwhile what this one would.
 * Two facts of real time restrict these choices. Both come from the clocks of one host and of the database, which run at
 * the same speed; the clocks of different hosts are never compared:
 *  - If the database says that a permit is 10 minutes old, the clocks of its holder and of earlier ones say that 30 s are
 *    over.
 *  - A host that found less than 30 s puts its request before the server within 9 minutes 30 seconds. This is the one
 *    limit that the guide states: the host is not paused, and the network and the server hold no request, for longer.
 *
 * The result of each statement of a refresh can be lost, and the statement can still commit, at any later moment. Those of
 * logins and logouts have a known result here.
 *
 * Hosts are alike and numbered in the order of their first refresh: each other run is one of these with other numbers.
 * A host that crashed does not start again: it would be a new host, and there are others.
 *
 * A macro named like a fault breaks one decision; RefreshModelIT checks that the verifier then finds an error.
 */
#include "bounds.pml"
#include "properties.pml"

#define NOBODY 0
#define FORGOTTEN (HOSTS + 1) /* an owner of a row that no statement names any more */
#define NO_MATCH 255          /* an owner of a statement that no row has any more */

/* The tables. */

typedef Session {
  byte login;    /* which login the tokens come from; 0: there is no row */
  byte token;    /* the number of the refresh token within its login */
  byte version;
  bit ended
};

typedef Refresh {
  byte owner;        /* NOBODY: there is no row, or its lease was given back */
  bit spend;         /* spend_at is set: a permit is out */
  byte spendVersion; /* stays when another host takes the lease over */
  byte login;        /* the token that the permit is for: not stored, for the properties */
  byte token
};

Session session;
Refresh refresh;
byte versions = 1; /* a sequence: versions never repeat */

/* The server: the newest refresh token of each login, and whether it has ended the session of the login. */

byte newest[LOGINS + 1];
bit dead[LOGINS + 1];

/* What the hosts know and do. */

byte calls = CALLS;
byte begun;
byte running = HOSTS;

/* A host's clock: not in use, under 30 s, past 30 s; and read under 30 s, with the request on the way. */
#define OFF 0
#define RUNNING 1
#define LATE 2
#define SENDING 3

byte clock[HOSTS + 1];
byte onTheWay; /* requests */

/* What the properties need. */

byte logins = 1;
bit loggedOut;
byte sent[LOGINS + 1];   /* the newest refresh token that was sent, and not rejected unspent */
byte extra[LOGINS + 1];  /* the token that may be sent once more, because 10 minutes have passed after a permit */
bit excused[LOGINS + 1]; /* tokens that no host knows: the response was lost, or the host crashed */

/* The faults that are left. */

byte crashes = CRASHES;
byte losses = LOSSES;
byte rejections = REJECTIONS;
byte endings = ENDINGS;
byte users = USERS;
byte unclear = UNCLEAR;

/* A statement whose result the host did not get. It commits at any later moment, or never. */

mtype = { lease_, permit_, withdraw_, replace_, release_, end_ };

typedef Statement {
  mtype kind;
  byte owner;
  byte login;
  byte token;
  byte version;
  byte before
};

Statement inFlight;

#include "statements.pml"
#include "host.pml"
#include "world.pml"

init {
  atomic {
    session.login = 1;
    session.token = 1;
    session.version = 1;
    newest[1] = 1;
    byte i = 1;
    do
    :: i <= HOSTS -> run host(i); i++
    :: else -> break
    od;
    i = 0;
    run world()
  }
}
