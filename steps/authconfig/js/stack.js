// getConvexProvidersConfig of Stack Auth (projects.md, "Forms of the config"): it returns URL objects, which become text
// only in JSON. Older versions gave only the first entry, as text.
export const getConvexProvidersConfig = (options) => {
  const base = options.baseUrl || "https://api.stack-auth.com";
  const id = encodeURIComponent(options.projectId);
  const entry = (path, query) => ({
    type: "customJwt",
    issuer: new URL(`/api/v1/${path}/${id}`, base),
    jwks: new URL(`/api/v1/projects/${id}/.well-known/jwks.json${query}`, base),
    algorithm: "ES256",
  });
  return [entry("projects", ""), entry("projects-anonymous-users", "?include_anonymous=true")];
};
