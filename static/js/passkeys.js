// Forms that a passkey fills in: data-passkey is "create" or "get", data-options what is asked for.
// Without this script they stay hidden; passwords and codes need none of it.
"use strict";

(() => {
  const fromText = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const toText = (buffer) => {
    const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(signs.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  };

  const opened = (text) => {
    const options = JSON.parse(text);
    options.challenge = fromText(options.challenge);
    if (options.user) options.user.id = fromText(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      for (const known of list || []) known.id = fromText(known.id);
    }
    return options;
  };

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    const id = toText(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, response });
  };

  const words = {
    InvalidStateError: "This device holds a passkey of yours for this clinic already.",
    SecurityError: "This page was opened under a name that passkeys do not work with.",
  };

  const fill = async (form) => {
    const publicKey = opened(form.dataset.options);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.querySelector("[data-passkey-reply]").value = told(credential);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = form.querySelector("[data-passkey-wrong]");
      wrong.textContent = "";
      fill(form).catch((error) => {
        wrong.textContent =
          words[error.name] || "Nothing came of it: it was cancelled, or it took too long. Try again.";
      });
    });
  }
})();
