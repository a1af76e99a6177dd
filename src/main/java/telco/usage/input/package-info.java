/**
 * Where input files may lie, and which file a caller's path means. Nothing outside those folders is ever opened
 * for a caller.
 */
package telco.usage.input;
