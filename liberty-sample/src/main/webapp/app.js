"use strict";

const MAX_LENGTH = 300;
const characters = new Intl.Segmenter(); // as people count them: an emoji is one
const at = id => document.getElementById(id);
const path = (did, rest = "") => `api/accounts/${encodeURIComponent(did)}${rest}`;

let accounts = [];
let current = null; // the account whose posts are shown
const problem = at("problem"); // moves to the place of the failure

class Failure extends Error {
  constructor(status, problem) {
    super(problem.message);
    this.status = status;
    this.signIn = problem.signIn;
  }
}

async function request(method, url, body) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Failure(0, { message: "This site does not respond. Is the server still running?" });
  }
  const type = response.headers.get("Content-Type") ?? "";
  const json = type.includes("json") ? await response.json() : null;
  if (!response.ok) {
    throw new Failure(response.status, json ?? { message: `This site responded with status ${response.status}.` });
  }
  return json;
}

/** Shows a failure beside the form or post that failed, or at the top of the page. */
function showProblem(message, button) {
  document.querySelectorAll("[aria-invalid]").forEach(field => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  });
  problem.textContent = message ?? "";
  problem.hidden = !message;
  if (!message) {
    return;
  }
  const place = button?.closest("form:not([method=dialog]), .post");
  const form = place?.matches("form") ? place : place?.querySelector("form:not([hidden])");
  const field = form?.querySelector("input, textarea");
  if (place) {
    place.append(problem);
  } else {
    document.querySelector("main").prepend(problem);
  }
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-errormessage", "problem");
  problem.scrollIntoView({ block: "nearest" });
}

/** Runs the action of a button, one at a time, and shows its failure. */
async function act(button, action) {
  if (document.body.ariaBusy === "true") {
    return;
  }
  showProblem(null);
  at("signed-out").textContent = "";
  at("last-call").textContent = "";
  const busy = [document.body, ...(button ? [button] : [])];
  busy.forEach(element => element.ariaBusy = "true"); // not disabled: a disabled button would lose the focus
  try {
    await action();
  } catch (failure) {
    showProblem(failure.message, button);
    at("last-call").hidden = true;
    if (failure.signIn || failure.status === 403) {
      await showAccounts();
    }
    if (!(failure instanceof Failure)) {
      throw failure;
    }
  } finally {
    busy.forEach(element => element.ariaBusy = "false");
  }
}

function confirmed(text, yes) {
  at("question-text").textContent = text;
  at("question-yes").textContent = yes;
  const dialog = at("question");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

function stateOf(account) {
  if (account.state === "active") {
    return account.tokenSeconds > 0 ? `Signed in, access for ${duration(account.tokenSeconds)}` : "Signed in, access to be renewed";
  }
  return {
    ended: "Ended at its server",
    elsewhere: "Another browser has signed in since, and an account works in one browser at a time.",
    missing: "Signed out.",
  }[account.state] ?? "Unreadable";
}

function duration(seconds) {
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

async function showAccounts() {
  accounts = await request("GET", "api/accounts");
  const items = accounts.map(account => {
    const item = at("account").content.cloneNode(true).firstElementChild;
    item.dataset.did = account.did;
    const who = item.querySelector(".who");
    who.querySelector("strong").textContent = account.handle;
    who.querySelector(".server").textContent = account.server;
    who.setAttribute("aria-pressed", account.did === current);
    // Without a session there is nothing to show.
    who.disabled = account.state !== "active" && account.state !== "ended";
    who.onclick = () => act(who, () => choose(account.did));
    const state = item.querySelector(".state");
    state.textContent = stateOf(account);
    state.classList.toggle("alert", account.state !== "active");
    const again = item.querySelector(".again");
    again.hidden = account.state === "active";
    again.textContent = account.state === "elsewhere" ? "Use it here" : "Sign in again";
    again.onclick = () => {
      at("handle").value = account.handle;
      at("sign-in-form").requestSubmit();
    };
    const out = item.querySelector(".out");
    const gone = account.state === "elsewhere" || account.state === "missing";
    out.textContent = gone ? "Remove" : "Sign out";
    out.setAttribute("aria-label", `${out.textContent} ${account.handle}`);
    out.onclick = () => act(out, () => signOut(account));
    return item;
  });
  // A replaced button loses the focus.
  const focused = document.activeElement;
  const did = focused?.closest("#account-list > *")?.dataset.did;
  at("account-list").replaceChildren(...items);
  items.find(item => item.dataset.did === did)?.querySelector(`.${focused.classList[0]}`)?.focus();
  const usable = accounts.some(account => account.did === current && account.state === "active");
  at("compose").inert = at("post-list").inert = !usable;
  at("accounts").hidden = accounts.length === 0;
  at("sign-in-title").textContent = accounts.length === 0 ? "Sign in" : "Sign in to one more account";
}

async function signOut(account) {
  try {
    await request("DELETE", path(account.did));
  } catch (failure) {
    if (failure.status < 500
        || !await confirmed(`${failure.message} Forget ${account.handle} here anyway? Its server may keep the session for a while.`, "Forget")) {
      throw failure;
    }
    await request("DELETE", path(account.did, "?force=true"));
  }
  if (current === account.did) {
    current = null;
  }
  try {
    await start();
    // The button that had the focus is gone. Without another account the focus is on the handle now.
    document.querySelector(".who[aria-pressed=true]")?.focus();
  } finally {
    at("signed-out").textContent = "Signed out.";
  }
}

async function choose(did) {
  current = did;
  at("posts").hidden = true;
  await showAccounts();
  const result = await request("GET", path(did, "/posts"));
  at("poster").textContent = accounts.find(account => account.did === did).handle;
  at("post-list").replaceChildren(...result.posts.map(post => postItem(did, post)));
  at("posts").hidden = false;
  await showCall("Read", result);
}

/** Shows the effort of a call and the new state of the session. */
async function showCall(what, result) {
  const { requests, refreshed, nonceRetried } = result.call;
  at("last-call").textContent = `${what}: ${requests} ${requests === 1 ? "request" : "requests"}.`
    + (refreshed ? " Your access had run out and was renewed first." : "")
    + (nonceRetried ? " The server asked for a newer proof, so a request was repeated." : "");
  at("last-call").hidden = false;
  at("no-posts").hidden = at("post-list").childElementCount > 0;
  await showAccounts();
}

function postItem(did, post) {
  const item = at("post").content.cloneNode(true).firstElementChild;
  const find = selector => item.querySelector(selector);
  find(".text").textContent = post.text;
  find("time").textContent = new Date(post.createdAt).toLocaleString();
  find("time").dateTime = post.createdAt;
  find(".uri").textContent = post.uri;
  find(".cid").textContent = post.cid;

  const form = find("form");
  const text = find("textarea");
  const count = counter(text, form.querySelector(".left"), form.querySelector("button:not(.cancel)"));
  const showForm = yes => {
    form.hidden = !yes;
    find(".text").hidden = yes;
    find(".actions").hidden = yes;
    (yes ? text : find(".edit")).focus();
  };
  find(".edit").onclick = () => {
    text.value = post.text;
    count();
    showForm(true);
  };
  find(".cancel").onclick = () => showForm(false);
  form.onkeydown = event => {
    if (event.key === "Escape") {
      showForm(false);
    }
  };
  form.onsubmit = event => {
    event.preventDefault();
    if (count() < 0) {
      return;
    }
    act(form.querySelector("button:not(.cancel)"), async () => {
      const result = await request("PUT", path(did, `/posts/${post.rkey}`), { text: text.value, cid: post.cid });
      const edited = postItem(did, result.posts[0]);
      item.replaceWith(edited);
      edited.querySelector(".edit").focus();
      await showCall("Edited", result);
    });
  };
  // A post without a record key cannot be edited or deleted.
  find(".actions").hidden = !post.rkey;
  find(".delete").onclick = event => act(event.currentTarget, async () => {
    if (await confirmed("Delete this post?", "Delete")) {
      const result = await request("DELETE", path(did, `/posts/${post.rkey}?cid=${encodeURIComponent(post.cid)}`));
      item.remove();
      at("text").focus();
      await showCall("Deleted", result);
    }
  });
  return item;
}

/** Returns a function that shows how many characters are left for a post, and disables its button if too many are used. */
function counter(text, hint, button) {
  const count = () => {
    const left = MAX_LENGTH - [...characters.segment(text.value.trim())].length;
    hint.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    hint.classList.toggle("alert", left < 0);
    button.disabled = left < 0;
    return left;
  };
  text.oninput = count;
  return count;
}

const countLeft = counter(at("text"), at("left"), at("compose").querySelector("button"));
at("text").onkeydown = event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    at("compose").requestSubmit();
  }
};
at("compose").onsubmit = event => {
  event.preventDefault();
  if (countLeft() < 0) {
    return;
  }
  const did = current;
  act(at("compose").querySelector("button"), async () => {
    const result = await request("POST", path(did, "/posts"), { text: at("text").value });
    at("text").value = "";
    countLeft();
    at("post-list").prepend(...result.posts.map(post => postItem(did, post)));
    at("text").focus();
    await showCall("Posted", result);
  });
};

at("sign-in-form").onsubmit = event => {
  sessionStorage.setItem("handle", at("handle").value);
  const button = event.currentTarget.querySelector("button");
  button.ariaBusy = "true";
  button.textContent = "Contacting your server …";
};
// After the browser's back button, the page may be out of date.
addEventListener("pageshow", event => {
  if (event.persisted) {
    location.reload();
  }
});

/** Returns the message of a failed sign-in, once. */
function notice() {
  const cookie = document.cookie.split("; ").find(entry => entry.startsWith("notice="));
  if (!cookie) {
    return null;
  }
  document.cookie = "notice=; path=/; max-age=0";
  at("handle").value = sessionStorage.getItem("handle") ?? "";
  try {
    return decodeURIComponent(cookie.slice("notice=".length));
  } catch {
    return null;
  }
}

async function start() {
  await showAccounts();
  const next = accounts.find(account => account.did === current) ?? accounts.find(account => account.state === "active");
  if (next) {
    await choose(next.did);
  } else {
    at("posts").hidden = true;
    at("handle").focus();
  }
}

const failed = notice();
countLeft();
act(null, start).then(() => failed && showProblem(failed, at("sign-in-form").querySelector("button")));
