/**
 * The watched folder: turns settled files into runs, and files them away when their run has ended.
 */
package telco.usage.inbox;
