// The REST side of the server; failures come as sentences.

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export async function call(method, path, body) {
  const json = body !== undefined && !(body instanceof Blob) && typeof body !== 'string';
  const response = await fetch(path, {
    method,
    body: json ? JSON.stringify(body) : body,
    headers: json ? { 'Content-Type': 'application/json' } : {},
  });
  if (!response.ok) {
    let detail = response.statusText;
    try {
      detail = (await response.json()).detail ?? detail;
    } catch {
      // Not problem+json: the status has to do.
    }
    throw new Refused(response.status, detail);
  }
  return response.status === 204 ? undefined : response.json();
}

// The token of a link that the server printed: #token=… . It leaves the address bar at once.
async function loginByLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    await call('POST', '/v1/login', token).catch(() => {});
  }
}

// Asks for the token until the server knows us.
export async function login(dialog, field, state) {
  await loginByLink();
  for (;;) {
    try {
      return await call('GET', '/v1/status');
    } catch (refused) {
      if (refused.status !== 401) {
        throw refused;
      }
    }
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener('close', closed, { once: true }));
    try {
      await call('POST', '/v1/login', field.value);
      state.textContent = '';
    } catch (refused) {
      state.textContent = refused.status === 401 ? 'That is not the token.' : refused.message;
    }
    field.value = '';
  }
}
