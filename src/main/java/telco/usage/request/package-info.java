/**
 * How requests come in: what their addresses, parameters and bodies must be like, how large they may be and how long they may
 * take. What is not so is refused with a {@linkplain telco.usage.problem problem}.
 */
package telco.usage.request;
