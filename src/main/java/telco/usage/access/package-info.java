/**
 * Who may call the API: users with passwords, bearer tokens of an OpenID Connect server, the three roles, and what holds
 * where nobody can log in: the service listens on this machine only.
 */
package telco.usage.access;
