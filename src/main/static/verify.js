// Checks a receipt (tlog-proof) or a promise of the open ledger here in the browser, with nothing but the keys in the
// page: hashes by RFC 6962, signed notes and cosignatures by C2SP. It asks a party's mirror when one is named, and works
// from a saved copy without any network.
(() => {
  "use strict";
  const root = document.getElementById("verify");
  if (!root) return;
  const words = root.dataset;
  const utf8 = new TextEncoder();
  const say = (key, ...values) => (words[key] || key).replace(/\{(\d)\}/g, (_, i) => values[i]);
  const fail = (what) => { throw new Error(what); };

  // --- bytes ---
  const fromBase64 = (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (toBase64(bytes) !== text) fail("base64");
    return bytes;
  };
  const toBase64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
  const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

  // --- keys and notes ---
  const parseKey = async (vkey) => {
    const [name, id, ...rest] = vkey.split("+");
    const typed = fromBase64(rest.join("+"));
    const expected = hex((await sha256(utf8.encode(name + "\n"), typed)).slice(0, 4));
    if (expected !== id) fail("key id");
    return { name, id, type: typed[0], key: typed.slice(1) };
  };
  const parseNote = (text) => {
    const end = text.lastIndexOf("\n\n");
    if (end < 0 || !text.endsWith("\n")) fail("note");
    const lines = text.slice(end + 2, -1).split("\n").map((line) => {
      const parts = line.split(" ");
      if (parts.length !== 3 || parts[0] !== "—") fail("signature line");
      const all = fromBase64(parts[2]);
      return { name: parts[1], id: hex(all.slice(0, 4)), signature: all.slice(4) };
    });
    return { text: text.slice(0, end + 1), lines };
  };
  const parseCheckpoint = (note) => {
    const [origin, size, root64] = note.text.split("\n");
    if (!/^(0|[1-9][0-9]{0,14})$/.test(size)) fail("size");
    return { origin, size: Number(size), root: fromBase64(root64) };
  };
  const u64 = (n) => { const bytes = new Uint8Array(8); new DataView(bytes.buffer).setBigUint64(0, BigInt(n)); return bytes; };

  // When a key signed the note: seconds; 0 without a time; null when it did not; undefined when this browser cannot tell.
  const signed = async (key, note) => {
    const line = note.lines.find((each) => each.name === key.name && each.id === key.id);
    if (!line) return null;
    let message = utf8.encode(note.text);
    let signature = line.signature;
    let time = 0;
    if (key.type === 4 || key.type === 6) {
      time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
      signature = signature.slice(8);
    }
    let algorithm = "Ed25519";
    let format = "raw";
    if (key.type === 4) message = utf8.encode("cosignature/v1\ntime " + time + "\n" + note.text);
    if (key.type === 6) {
      const checkpoint = parseCheckpoint(note);
      const name = utf8.encode(key.name);
      const origin = utf8.encode(checkpoint.origin);
      message = join(utf8.encode("subtree/v1\n\0"), Uint8Array.of(name.length), name, u64(time),
        Uint8Array.of(origin.length), origin, u64(0), u64(checkpoint.size), checkpoint.root);
      algorithm = "ML-DSA-44";
      format = "raw-public";
    } else if (key.type !== 1 && key.type !== 4) {
      return undefined;
    }
    let imported;
    try {
      imported = await crypto.subtle.importKey(format, key.key, { name: algorithm }, false, ["verify"]);
    } catch {
      return undefined;
    }
    if (!(await crypto.subtle.verify({ name: algorithm }, imported, signature, message))) fail(say("bad") + " " + key.name);
    return time;
  };

  // --- policies: log, witness, group, quorum (tlog-policy) ---
  const parsePolicy = async (text) => {
    const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "none", promises: null };
    for (const raw of text.split("\n")) {
      const line = raw.trim();
      const part = line.split(/[ \t]+/);
      if (line.startsWith("# promises ")) policy.promises = await parseKey(part[2]);
      if (part[0] === "log") policy.logs.push(await parseKey(part[1]));
      if (part[0] === "witness") policy.witnesses.set(part[1], { key: await parseKey(part[2]), mirror: part[3] });
      if (part[0] === "group") {
        const members = part.slice(3);
        const least = part[2] === "any" ? 1 : part[2] === "all" ? members.length : Number(part[2]);
        policy.groups.set(part[1], { least, members });
      }
      if (part[0] === "quorum") policy.quorum = part[1];
    }
    return policy;
  };
  const met = (policy, name, who) => {
    if (name === "none") return true;
    const group = policy.groups.get(name);
    return group ? group.members.filter((member) => met(policy, member, who)).length >= group.least : who.has(name);
  };

  // --- proofs (RFC 9162 2.1.3.2) ---
  const included = async (leaf, index, size, proof, root) => {
    let at = index;
    let last = size - 1;
    let hash = leaf;
    if (index < 0 || index >= size) return false;
    for (const each of proof) {
      if (last === 0) return false;
      if (at % 2 === 1 || at === last) {
        hash = await nodeHash(each, hash);
        while (at % 2 === 0 && at !== 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else {
        hash = await nodeHash(hash, each);
      }
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 && same(hash, root);
  };

  const parseReceipt = (text) => {
    const end = text.indexOf("\n\n");
    const lines = text.slice(0, end).split("\n");
    if (lines.shift() !== "c2sp.org/tlog-proof@v1") fail("receipt");
    const extra = lines[0].startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : null;
    const index = /^index (0|[1-9][0-9]{0,14})$/.exec(lines.shift());
    if (!index) fail("index");
    return { extra, index: Number(index[1]), proof: lines.map(fromBase64), note: parseNote(text.slice(end + 2)) };
  };

  // --- the verdict ---
  const policies = async () => {
    const all = [];
    for (const each of root.querySelectorAll(".policy")) all.push(await parsePolicy(each.textContent));
    return all;
  };

  // The keys of another street's log, from the server, when this page came from one.
  const served = async (origin, note) => {
    const street = /\/([0-9]{9})$/.exec(origin);
    if (!street || location.protocol === "file:") return null;
    const answer = await fetch("/ledger/" + street[1] + "/policy");
    if (!answer.ok) return null;
    const policy = await parsePolicy(await answer.text());
    for (const log of policy.logs) {
      if (typeof (await signed(log, note)) === "number") return policy;
    }
    return null;
  };

  const verify = async (text, entry) => {
    const receipt = parseReceipt(text);
    const checkpoint = parseCheckpoint(receipt.note);
    const leaf = entry || receipt.extra;
    if (!leaf) fail(say("none"));
    let policy = null;
    for (const each of await policies()) {
      for (const log of each.logs) {
        const at = await signed(log, receipt.note);
        if (at !== null && at !== undefined) policy = each;
      }
    }
    if (!policy) policy = await served(checkpoint.origin, receipt.note);
    if (!policy) fail(say("notOurs", checkpoint.origin));
    const hash = await leafHash(leaf);
    if (!(await included(hash, receipt.index, checkpoint.size, receipt.proof, checkpoint.root))) fail(say("bad"));
    const who = new Map();
    const unknown = [];
    for (const [name, witness] of policy.witnesses) {
      const at = await signed(witness.key, receipt.note);
      if (at === undefined) unknown.push(name);
      else if (at !== null) who.set(name, at);
    }
    return { policy, checkpoint, receipt, leaf, hash, who, unknown, joint: met(policy, policy.quorum, who) };
  };

  const verdict = document.getElementById("verdict");
  const add = (tag, text, kind) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (kind) element.className = kind;
    verdict.append(element);
    return element;
  };

  const askMirrors = async (found) => {
    for (const [name, witness] of found.policy.witnesses) {
      if (!witness.mirror) continue;
      const line = add("p", say("mirror", name), "quiet");
      try {
        const origin = hex(await sha256(utf8.encode(found.checkpoint.origin)));
        const answer = await fetch(witness.mirror + "/" + origin + "/receipt/" + hex(found.hash) + "?index=" + found.receipt.index);
        if (!answer.ok) fail(String(answer.status));
        const theirs = parseReceipt(await answer.text());
        const seen = parseCheckpoint(theirs.note);
        const at = await signed(witness.key, theirs.note);
        const holds = at && seen.origin === found.checkpoint.origin && theirs.index === found.receipt.index
          && (await included(found.hash, theirs.index, seen.size, theirs.proof, seen.root))
          && (seen.size !== found.checkpoint.size || same(seen.root, found.checkpoint.root));
        line.textContent = say(holds ? "mirrorSame" : "mirrorOther", name, seen.size);
        line.className = holds ? "done" : "warn";
      } catch (away) {
        line.textContent = say("mirrorAway", name);
      }
    }
  };

  // Whether a promise was kept: the log and the copies of its parties are asked for the line.
  const kept = async (policy, origin, hash, due) => {
    const street = /\/([0-9]{9})$/.exec(origin);
    const places = [...policy.witnesses].filter(([, each]) => each.mirror);
    let index = null;
    let asked = 0;
    if (street && location.protocol !== "file:") {
      const answer = await fetch("/ledger/" + street[1] + "/find/" + hash).catch(() => null);
      if (answer && (answer.ok || answer.status === 404)) asked++;
      if (answer && answer.ok) index = (await answer.text()).trim();
    }
    for (const [, witness] of places) {
      if (index !== null) break;
      const own = hex(await sha256(utf8.encode(origin)));
      const answer = await fetch(witness.mirror + "/" + own + "/receipt/" + hash).catch(() => null);
      if (answer && (answer.ok || answer.status === 404)) asked++;
      if (answer && answer.ok) index = String(parseReceipt(await answer.text()).index);
    }
    if (index !== null) add("p", say("promiseKept", index), "done");
    else if (asked > 0) add("p", say(due * 1000 < Date.now() ? "promiseBroken" : "promiseOpen"), "warn");
  };

  const promised = async (text) => {
    const note = parseNote(text);
    const [origin, hash64, due] = note.text.split("\n");
    for (const policy of await policies()) {
      if (policy.promises && policy.promises.name === origin && (await signed(policy.promises, note)) !== null) {
        add("p", say("promise", new Date(Number(due) * 1000).toLocaleString()), "done");
        add("p", hex(fromBase64(hash64)), "token");
        await kept(policy, origin.replace(/\/promise$/, ""), hex(fromBase64(hash64)), Number(due));
        return;
      }
    }
    fail(say("notOurs", origin));
  };

  const check = async () => {
    verdict.replaceChildren();
    if (!globalThis.crypto || !crypto.subtle) { add("p", say("insecure"), "warn"); return; }
    const text = document.getElementById("receipt").value.replace(/\r/g, "").trim() + "\n";
    root.dataset.state = "busy";
    try {
      if (text.trim() === "") fail(say("none"));
      if (!text.startsWith("c2sp.org/")) { await promised(text); root.dataset.state = "promise"; return; }
      const given = root.dataset.entry ? utf8.encode(root.dataset.entry) : null;
      const found = await verify(text, given);
      add("p", say("ok", found.receipt.index, found.checkpoint.size), "done");
      add("pre", new TextDecoder().decode(found.leaf), "code-block");
      add("p", say(found.joint ? "joint" : "few", found.who.size, found.policy.witnesses.size), found.joint ? "done" : "warn");
      const list = add("ul", "", "plain");
      for (const [name, at] of found.who) {
        const item = document.createElement("li");
        item.textContent = "✓ " + name + " · " + new Date(at * 1000).toLocaleString();
        list.append(item);
      }
      for (const name of found.unknown) {
        const item = document.createElement("li");
        item.textContent = say("unsupported", name);
        list.append(item);
      }
      root.dataset.state = found.joint ? "joint" : "holds";
      await askMirrors(found);
    } catch (flaw) {
      add("p", say("bad") + " (" + flaw.message + ")", "warn");
      root.dataset.state = "bad";
    }
  };

  document.getElementById("check").addEventListener("click", check);
  document.getElementById("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    document.getElementById("receipt").value = await file.text();
    await check();
  });
  const behind = new URLSearchParams(location.hash.slice(1)).get("receipt");
  if (behind) {
    document.getElementById("receipt").value = new TextDecoder().decode(
      Uint8Array.from(atob(behind.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)));
  }
  if (document.getElementById("receipt").value.trim()) check();
})();
