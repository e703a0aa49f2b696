// getAuthConfigProvider of @convex-dev/better-auth 0.10 and later (providers.md 6.2), for projects whose node_modules
// are not there.
export const getAuthConfigProvider = (options) => {
  const issuer = process.env.CONVEX_SITE_URL;
  if (!issuer) throw new Error("CONVEX_SITE_URL is not set");
  const base = (options?.basePath ?? "/api/auth").replace(/^\/+|\/+$/g, "");
  const path = base ? `/${base}` : "";
  let jwks = `${issuer.replace(/\/+$/, "")}${path}/convex/jwks`;
  const stored = options?.jwks ? JSON.parse(options.jwks) : undefined;
  if (stored) {
    const keys = stored.map((row) => ({
      alg: row.alg ?? "EdDSA",
      crv: row.crv,
      ...JSON.parse(row.publicKey),
      kid: row.id,
    }));
    jwks = `data:text/plain;charset=utf-8;base64,${btoa(JSON.stringify({ keys }))}`;
  }
  return { type: "customJwt", issuer, applicationID: "convex", algorithm: "RS256", jwks };
};
