// The AuthKit class of @convex-dev/workos-authkit as far as auth.config uses it (providers.md 3.1, 3.2, W12; versions.md
// 154): its constructor reads every WORKOS_ variable, so each has to be set on the deployment.
export class AuthKit {
  constructor(component, options) {
    const absent = [];
    const needed = (given, name) => {
      const value = given ?? process.env[name];
      if (!value) absent.push(name);
      return value;
    };
    const clientId = needed(options?.clientId, "WORKOS_CLIENT_ID");
    needed(options?.apiKey, "WORKOS_API_KEY");
    needed(options?.webhookSecret, "WORKOS_WEBHOOK_SECRET");
    if (absent.length > 0) throw new Error(`Missing environment variables: ${absent.join(", ")}`);
    options?.actionSecret ?? process.env.WORKOS_ACTION_SECRET;
    const origin = `https://${options?.apiHostname ?? "api.workos.com"}`;
    const jwks = `https://api.workos.com/sso/jwks/${clientId}`;
    this.getAuthConfigProviders = () => [
      { type: "customJwt", issuer: `${origin}/`, algorithm: "RS256", jwks, applicationID: clientId },
      { type: "customJwt", issuer: `${origin}/user_management/${clientId}`, algorithm: "RS256", jwks },
    ];
    const inert = __doctor.inert("@convex-dev/workos-authkit");
    for (const name of ["events", "actions", "registerRoutes", "utils", "getAuthUser"]) this[name] = inert[name];
  }
}
