// A real provider of OpenID Connect on this machine: anybody logs in by the name of a role, with any password.
// Comes in: PORT, and MONITOR, the address to come back to. Goes out: a line when it listens.
import Provider from "oidc-provider";

const { PORT, MONITOR } = process.env;
const secret = "geheim-van-de-test";

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [
    {
      client_id: "monitor",
      client_secret: secret,
      redirect_uris: [`${MONITOR}/inloggen/terug`],
      post_logout_redirect_uris: [`${MONITOR}/`],
    },
    {
      client_id: "programma",
      client_secret: secret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["name"], keten: ["keten"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Naam van ${id}`, keten: { roles: [id], partner: "politie" } }),
  }),
  // Who logged in need not say once more that the monitor may know who they are.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile keten");
    await grant.save();
    return grant;
  },
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({ scope: "", audience: resource, accessTokenFormat: "jwt" }),
    },
  },
  extraTokenClaims: (_, token) => (token.kind === "ClientCredentials" ? { keten: { roles: ["om-analist"] } } : undefined),
});

provider.listen(PORT, "127.0.0.1", () => console.log("ready"));
