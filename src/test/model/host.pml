/* One host, which refreshes the session again and again. Each label is a step. */

/* The statement was sent, but its result is lost. */
inline loseResult(kind_) {
  unclear--;
  inFlight.kind = kind_;
  inFlight.owner = me;
  inFlight.login = login;
  inFlight.token = token;
  inFlight.version = version;
  inFlight.before = before
}

/* Each lease has an owner of its own, so statements of earlier ones match no row. */
inline newOwner() {
  calls--;
  if
  :: begun < me -> begun = me
  :: else
  fi;
#ifndef OWNER_IS_HOST
  if
  :: inFlight.owner == me -> inFlight.owner = NO_MATCH
  :: else
  fi
#endif
}

/* Nothing names this owner again. */
inline leaveLease() {
#ifndef OWNER_IS_HOST
  if
  :: refresh.owner == me && inFlight.kind == 0 -> refresh.owner = FORGOTTEN
  :: else
  fi;
#endif
  forgetSession();
  before = 0
}

inline forgetSession() {
  login = 0;
  token = 0;
  version = 0;
  clock[me] = OFF
}

#ifdef PERMIT_AGAIN
#define BEFORE_WITHDRAW clock[me] = OFF
#else
#define BEFORE_WITHDRAW forgetSession()
#endif

proctype host(byte me) {
  byte login, token, version;
  byte before; /* the spend version that lease found */
  bit again;

#define BEGINS (calls > 0 && me <= begun + 1)

LEASE:
  atomic {
    if
    :: BEGINS && IS_FREE -> newOwner()
    :: BEGINS && MAY_EXPIRE -> newOwner()
    :: BEGINS && MAY_BE_OLD -> newOwner(); tenMinutesPass()
#ifdef LEASE_OVER_PERMIT
    :: BEGINS && refresh.spend -> newOwner()
#endif
    :: BEGINS && !IS_FREE -> newOwner(); goto LEASE /* waited too long: a transient outcome */
    :: BEGINS && unclear > 0 -> newOwner(); loseResult(lease_); goto LEASE
    :: calls == 0 -> goto DONE
    fi;
    lease(me);
    before = refresh.spendVersion
  }
LOAD:
  atomic {
    if
    :: session.login == 0 || session.ended -> before = 0; goto RELEASE
    :: session.login != 0 && !session.ended -> before = 0; goto RELEASE /* newer than wanted */
    :: session.login != 0 && !session.ended
    :: crashes > 0 -> goto CRASHED
    fi;
    login = session.login;
    token = session.token;
    version = session.version;
    clock[me] = RUNNING; /* before the permit */
    if
    :: before != version -> before = 0
    :: else
    fi
  }
#ifndef NO_PERMIT
PERMIT:
  atomic {
    if
    :: MAY_SPEND(me, version) -> permit(version, login, token)
    :: forgetSession(); before = 0; goto RELEASE /* not the owner, the lease has expired, or another session */
    :: unclear > 0 -> loseResult(permit_); BEFORE_WITHDRAW; goto WITHDRAW
    :: crashes > 0 -> goto CRASHED
    fi
  }
#endif
CHECK:
  atomic {
#ifdef CLOCK_STARTS_LATE
    clock[me] = RUNNING;
#endif
    if
#ifdef SEND_LATE
    :: true
#else
    :: clock[me] == RUNNING
#endif
    :: BEFORE_WITHDRAW; goto WITHDRAW
    :: crashes > 0 -> goto CRASHED
    fi;
    clock[me] = SENDING;
    onTheWay++
  }
SEND:
  atomic {
    onTheWay--;
    clock[me] = OFF;
    if
    :: true
    :: crashes > 0 -> goto CRASHED
    fi;
    again = (sent[login] >= token);
    if
    :: again -> HOLDS(NO_TOKEN_SENT_TWICE, extra[login] == token); extra[login] = 0
    :: else -> sent[login] = token
    fi;
    if
    :: losses > 0 -> losses--; goto UNKNOWN /* the request is lost */
    :: dead[login] || token < newest[login] ->
      dead[login] = 1; /* invalid_grant */
      if
      :: again = 0; goto END
      :: losses > 0 -> losses--; goto UNKNOWN
      fi
    :: !dead[login] && token == newest[login] ->
      if
      :: newest[login]++; before = 0
      :: losses > 0 -> losses--; newest[login]++; excused[login] = 1; goto UNKNOWN
      :: endings > 0 -> endings--; dead[login] = 1; again = 0; goto END
      :: rejections > 0 -> rejections--;
        if
        :: again -> extra[login] = token
        :: else -> sent[login] = token - 1
        fi;
        again = 0;
        if
        :: clock[me] = RUNNING; goto CHECK /* the same permit, the same clock */
        :: BEFORE_WITHDRAW; goto WITHDRAW
        fi
      fi
    fi;
    again = 0
  }
REPLACE:
  atomic {
    if
    :: MAY_REPLACE(version) -> replace(login, token + 1); forgetSession(); goto LEASE
    :: !MAY_REPLACE(version) -> version = 0
    :: unclear > 0 -> loseResult(replace_); goto REPLACE
    :: crashes > 0 -> excused[login] = 1; goto CRASHED
    fi
  }
/*
 * A login or logout came first, unless this host saved already and did not get the result. Then the stored session is of
 * the same login: these tokens or newer ones of another host, which the server would end with them.
 */
LOAD_AGAIN:
  atomic {
    if
#ifndef REVOKE_WITHOUT_LOAD
    :: session.login == login -> BEFORE_WITHDRAW; goto WITHDRAW
#endif
    :: session.login != login
#ifdef REVOKE_WITHOUT_LOAD
    :: session.login == login
#endif
    :: crashes > 0 -> excused[login] = 1; goto CRASHED
    fi
  }
REVOKE:
  atomic {
    if
    :: true
    :: crashes > 0 -> excused[login] = 1; goto CRASHED
    fi;
    HOLDS(NO_STORED_SESSION_REVOKED, session.login != login || session.ended);
#ifndef NO_REVOCATION
    revoke(login, token + 1);
#endif
    BEFORE_WITHDRAW;
    goto WITHDRAW
  }
END:
  atomic {
    if
    :: UNCHANGED(version) ->
      HOLDS(LOST_RESPONSE_IS_NAMED, token == newest[login] || before == version);
      end();
      forgetSession();
      before = 0;
      goto LEASE
    :: !UNCHANGED(version) -> BEFORE_WITHDRAW; goto WITHDRAW
    :: unclear > 0 -> loseResult(end_); goto END
    :: crashes > 0 -> goto CRASHED
    fi
  }
WITHDRAW:
  atomic {
    if
    :: true
    :: unclear > 0 -> loseResult(withdraw_); goto WITHDRAW
    :: crashes > 0 -> goto CRASHED
    fi;
    withdraw(me, before);
#ifdef PERMIT_AGAIN
    if
    :: version != 0 -> clock[me] = RUNNING; goto PERMIT
    :: true
    fi;
    forgetSession();
#endif
    before = 0
  }
RELEASE:
  atomic {
    if
    :: release(me)
    :: unclear > 0 -> loseResult(release_)
    :: crashes > 0 -> goto CRASHED
    fi;
    goto LEASE
  }
UNKNOWN: /* a transient outcome; the permit stays out */
  atomic {
    again = 0;
#ifdef RELEASE_DROPS_PERMIT
    release(me);
#endif
    leaveLease();
    goto LEASE
  }
CRASHED:
  atomic {
    crashes--;
    leaveLease()
  }
DONE:
  running--
}
