/* Users who log in and out, statements in flight, and the last refresh of all. */

inline commitInFlight() {
  if
  :: inFlight.kind == lease_ && IS_FREE -> lease(FORGOTTEN)
  :: inFlight.kind == lease_ && MAY_EXPIRE -> lease(FORGOTTEN)
  :: inFlight.kind == lease_ && MAY_BE_OLD -> tenMinutesPass(); lease(FORGOTTEN)
  :: inFlight.kind == permit_ && MAY_SPEND(inFlight.owner, inFlight.version) ->
    permit(inFlight.version, inFlight.login, inFlight.token)
  :: inFlight.kind == withdraw_ -> withdraw(inFlight.owner, inFlight.before)
  :: inFlight.kind == release_ -> release(inFlight.owner)
  :: inFlight.kind == replace_ && MAY_REPLACE(inFlight.version) -> replace(inFlight.login, inFlight.token + 1)
  :: inFlight.kind == end_ && UNCHANGED(inFlight.version) -> end()
  :: inFlight.kind != 0 /* it never commits, or finds no row */
  fi;
  inFlight.kind = 0;
  inFlight.owner = 0;
  inFlight.login = 0;
  inFlight.token = 0;
  inFlight.version = 0;
  inFlight.before = 0
}

/* The statement also deletes the row of the lease, unless another host inserts it at the same moment. */
inline forgetLease() {
  if
  :: forget()
  :: refresh.owner != NOBODY
  fi
}

proctype world() {
  byte old, oldToken, version;
  do
  :: atomic {
      users > 0 && old == 0 -> /* login */
      users--;
      old = session.login;
      oldToken = session.token;
      logins++;
      loggedOut = 0;
      session.login = logins;
      session.token = 1;
      session.ended = 0;
      newest[logins] = 1;
      newVersion();
      forgetLease()
    }
  :: atomic {
      users > 0 && old == 0 && session.login != 0 -> /* logout */
      users--;
      old = session.login;
      oldToken = session.token;
      loggedOut = 1;
      session.login = 0;
      session.token = 0;
      session.ended = 0;
      session.version = 0;
      forgetLease()
    }
  :: atomic {
      old != 0 ->
      revoke(old, oldToken);
      old = 0;
      oldToken = 0
    }
  :: atomic { inFlight.kind != 0 -> commitInFlight() }
  :: atomic { running == 0 && old == 0 && inFlight.kind == 0 -> break }
  od;

  /* All limits are over, and no fault is left. One more refresh has a definite outcome. */
  atomic {
    if
    :: session.login == 0 || session.ended
    :: session.login != 0 && !session.ended ->
      if
      :: IS_FREE
      :: MAY_EXPIRE
      :: MAY_BE_OLD -> tenMinutesPass()
      fi;
      lease(FORGOTTEN);
      oldToken = refresh.spendVersion;
      version = session.version;
      old = session.login;
      HOLDS(DEFINITE_OUTCOME, MAY_SPEND(FORGOTTEN, version));
      permit(version, old, session.token);
      if
      :: sent[old] >= session.token -> HOLDS(NO_TOKEN_SENT_TWICE, extra[old] == session.token)
      :: else
      fi;
      if
      :: dead[old] || session.token < newest[old] ->
        HOLDS(LOST_RESPONSE_IS_NAMED, session.token == newest[old] || oldToken == version);
        dead[old] = 1;
        end()
      :: else ->
        newest[old]++;
        HOLDS(DEFINITE_OUTCOME, MAY_REPLACE(version));
        replace(old, session.token + 1)
      fi
    fi;
    /* What the server issued is stored or revoked, unless no host could know it. */
    old = 1;
    do
    :: old <= logins ->
      HOLDS(
          UNSTORED_IS_REVOKED, dead[old] || excused[old] || (session.login == old && session.token == newest[old]));
      old++
    :: else -> break
    od
  }
}
