/**
 * Faults on purpose: the packaged service and its PostgreSQL are killed, stopped, cut off and starved at moments drawn
 * from a seed, and after each fault everything that the service keeps is compared with an installation that nothing has
 * disturbed. {@code docs/reliability.md} says how to run it; it is part of the profile {@code faults} only.
 */
package telco.usage.faults;
