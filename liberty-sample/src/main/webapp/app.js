"use strict";

const MAX_LENGTH = 300;
const at = id => document.getElementById(id);
const path = (did, rest = "") => `api/accounts/${encodeURIComponent(did)}${rest}`;

let accounts = [];
let current = null; // the account whose posts are shown

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

function showProblem(message) {
  at("problem").textContent = message ?? "";
  at("problem").hidden = !message;
  if (message) {
    at("problem").scrollIntoView({ block: "nearest" });
  }
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
    showProblem(failure.message);
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
    return account.tokenSeconds > 0 ? `Active, token for ${duration(account.tokenSeconds)}` : "Active, token to be refreshed";
  }
  return { ended: "Ended at its server", missing: "Signed out elsewhere" }[account.state] ?? "Unreadable";
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
    who.onclick = () => act(who, () => choose(account.did));
    const state = item.querySelector(".state");
    state.textContent = stateOf(account);
    state.classList.toggle("alert", account.state !== "active");
    const again = item.querySelector(".again");
    again.hidden = account.state === "active";
    again.onclick = () => {
      at("handle").value = account.handle;
      at("sign-in-form").requestSubmit();
    };
    const out = item.querySelector(".out");
    out.setAttribute("aria-label", `Sign out ${account.handle}`);
    out.onclick = () => act(out, () => signOut(account));
    return item;
  });
  // A replaced button loses the focus.
  const focused = document.activeElement;
  const did = focused?.closest("#account-list > *")?.dataset.did;
  at("account-list").replaceChildren(...items);
  items.find(item => item.dataset.did === did)?.querySelector(`.${focused.classList[0]}`)?.focus();
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
  at("last-call").textContent = `${what}: ${requests} ${requests === 1 ? "request" : "requests"}, `
    + `${refreshed ? "token refreshed" : "token not refreshed"}, ${nonceRetried ? "nonce retried" : "no nonce retried"}.`;
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
  const showForm = yes => {
    form.hidden = !yes;
    find(".text").hidden = yes;
    find(".actions").hidden = yes;
    (yes ? text : find(".edit")).focus();
  };
  find(".edit").onclick = () => {
    text.value = post.text;
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

function countLeft() {
  const left = MAX_LENGTH - [...at("text").value.trim()].length;
  at("left").textContent = `${left} left`;
  at("left").classList.toggle("alert", left < 0);
}

at("text").oninput = countLeft;
at("text").onkeydown = event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    at("compose").requestSubmit();
  }
};
at("compose").onsubmit = event => {
  event.preventDefault();
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
act(null, start).then(() => failed && showProblem(failed));
